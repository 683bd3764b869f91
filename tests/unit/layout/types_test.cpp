// Types that headers name: the linker takes two of one name for one, and says nothing.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

// Of the outermost namespace of a header; nested ones belong to their class.
std::vector<std::string> types_in(const std::string& header) {
  static const std::regex kSpace("^namespace ([a-z:_]+) \\{", std::regex::multiline);
  static const std::regex kType(
      "^(?:struct|class|enum class) (?:\\[\\[\\w+\\]\\] )?(\\w+)(?: final)?(?: : [^;{]*)? ?\\{",
      std::regex::multiline);
  std::smatch space;
  const auto within = std::regex_search(header, space, kSpace) ? space[1].str() + "::" : "";
  std::vector<std::string> names;
  for (std::sregex_iterator it(header.begin(), header.end(), kType), end; it != end; ++it) {
    names.push_back(within + (*it)[1].str());
  }
  return names;
}

}  // namespace

TEST_CASE("a type is found with its namespace, and what is only announced is none") {
  const std::string header =
      "namespace pouch::mail {\n\nclass Later;\nstruct One {\n  struct Inner {\n  };\n};\n"
      "class Two final : public One {\n};\nenum class Three : char { kA };\n"
      "enum class [[nodiscard]] Four{\n    kB};\n}\n";
  CHECK(types_in(header) == std::vector<std::string>{"pouch::mail::One", "pouch::mail::Two",
                                                     "pouch::mail::Three", "pouch::mail::Four"});
}

TEST_CASE("no two headers of the product define a type of one name") {
  std::map<std::string, std::string> known;
  for (const auto* room : {"config", "gateway", "mail", "search", "templates"}) {
    for (const auto& file : fs::recursive_directory_iterator(fs::path(POUCH_SOURCE) / room)) {
      if (file.path().extension() != ".hpp") {
        continue;
      }
      std::ostringstream text;
      text << std::ifstream(file.path()).rdbuf();
      for (const auto& name : types_in(text.str())) {
        const auto [at, fresh] = known.emplace(name, file.path().string());
        INFO(name << " stands in " << at->second << " and in " << file.path().string());
        CHECK(fresh);
      }
    }
  }
  CHECK(known.size() > 300);
}
