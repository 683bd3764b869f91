// Sources that a cold build compiles as one (CMakeLists.txt, pouch_cold_build): a function that two
// of them name alike, each for itself, would be one set of overloads, and a call might go to the
// neighbour's.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

Names matches(const std::string& text, const char* pattern) {
  const std::regex regex(pattern, std::regex::multiline);
  Names names;
  for (std::sregex_iterator it(text.begin(), text.end(), regex), end; it != end; ++it) {
    names.insert((*it)[1]);
  }
  return names;
}

// What stands between a mark and the next one.
std::string cut_out(std::string& text, const std::string& begin, const std::string& end) {
  std::string cut;
  for (auto from = text.find(begin); from != text.npos; from = text.find(begin, from)) {
    const auto to = std::min(text.find(end, from), text.size());
    cut += text.substr(from, to - from);
    text.erase(from, to - from);
  }
  return cut;
}

// The functions of its own.
Names functions_in(std::string source) {
  return matches(cut_out(source, "\nnamespace {\n", "\n}  // namespace\n"),
                 "^(?:[a-z][\\w:<>,\\*& ]*|[A-Z][\\w:<>,\\*& ]*)[ \\*&](\\w+)\\(");
}

}  // namespace

TEST_CASE("a function of a source's own is found, what it calls is none") {
  const auto names = functions_in(
      "int before(int);\nnamespace {\n\nstd::vector<int> one(int a) {\n  return two(a);\n}\n"
      "const Day& three() { return kDay; }\n\n}  // namespace\n\nint behind() { return 1; }\n");
  CHECK(names == Names{"one", "three"});
}

TEST_CASE("sources that are compiled as one name no function of their own alike") {
  std::size_t sources = 0;
  for (const auto* room : {"gateway", "mail", "templates"}) {
    const auto folder = fs::path(POUCH_SOURCE) / room;
    auto list = text_of(folder / "CMakeLists.txt");
    const auto apart = matches(cut_out(list, "APART", ")"), "([\\w/]+\\.cpp)");
    std::map<std::string, std::string> known;  // folder and name, and where it stands
    for (const auto& source : matches(list, "([\\w/]+\\.cpp)")) {
      if (apart.count(source) > 0 || !fs::exists(folder / source)) {
        continue;
      }
      ++sources;
      for (const auto& name : functions_in(text_of(folder / source))) {
        const auto [at, fresh] =
            known.emplace(fs::path(source).parent_path().string() + " " + name, source);
        INFO(name << " stands in " << at->second << " and in " << source << " of " << room
                  << ": rename one, share it, or name one of them APART in CMakeLists.txt");
        CHECK(fresh);
      }
    }
  }
  CHECK(sources > 200);
}
