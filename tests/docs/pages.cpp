#include "tests/docs/pages.hpp"

#include <cstdio>
#include <fstream>
#include <regex>
#include <stdexcept>

namespace pouch::test {

namespace fs = std::filesystem;

std::string source_text(const std::string& path) {
  std::ifstream in(fs::path(POUCH_SOURCE) / path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.empty()) {
    throw std::runtime_error("nothing in " + path);
  }
  return text;
}

std::vector<std::string> sources_in(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& file : fs::recursive_directory_iterator(fs::path(POUCH_SOURCE) / folder)) {
    if (file.path().extension() == ".cpp") {
      paths.push_back(fs::relative(file.path(), POUCH_SOURCE).generic_string());
    }
  }
  return paths;
}

std::set<std::string> matches(const std::string& text, const std::string& pattern) {
  std::set<std::string> found;
  const std::regex expression(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) {
    found.insert((*at)[1].str());
  }
  return found;
}

std::string help_of(const std::string& verb) {
  FILE* pipe = popen((POUCH_PROGRAM " " + verb + " --help").c_str(), "r");
  if (pipe == nullptr) {
    throw std::runtime_error("popen");
  }
  std::string text;
  char buffer[4096];
  for (std::size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    text.append(buffer, got);
  }
  if (pclose(pipe) != 0) {
    throw std::runtime_error(verb + " --help failed");
  }
  return text;
}

}  // namespace pouch::test
