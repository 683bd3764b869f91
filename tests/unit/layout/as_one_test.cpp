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
  std::map<std::string, std::string> known;  // what is compiled as one, a name, and where it stands
  const auto name_own = [&](const std::string& one, const fs::path& source) {
    ++sources;
    for (const auto& name : functions_in(text_of(source))) {
      const auto [at, fresh] = known.emplace(one + " " + name, source.string());
      INFO(name << " stands in " << at->second << " and in " << source.string()
                << ": rename one, share it, or part them in CMakeLists.txt");
      CHECK(fresh);
    }
  };
  for (const auto* room : {"gateway", "mail", "search", "templates"}) {
    const auto folder = fs::path(POUCH_SOURCE) / room;
    auto list = text_of(folder / "CMakeLists.txt");
    auto unlike = cut_out(list, "APART", ")");
    const auto alone = matches(cut_out(unlike, "ALONE", "APART"), "([\\w/]+\\.cpp)");
    const auto apart = matches(unlike, "([\\w/]+\\.cpp)");
    for (const auto& source : matches(list + unlike, "([\\w/]+\\.cpp)")) {
      if (alone.count(source) == 0 && fs::exists(folder / source)) {
        name_own(std::string(room) + "/" + fs::path(source).parent_path().string() +
                     (apart.count(source) > 0 ? " apart" : ""),
                 folder / source);
      }
    }
  }
  for (const auto* tests :
       {"system", "unit/gateway", "unit/mail", "unit/search", "unit/templates"}) {
    const auto folder = fs::path(POUCH_SOURCE) / "tests" / tests;
    auto list = text_of(folder / "CMakeLists.txt");
    for (const auto& one :
         matches(cut_out(list, "pouch_compiled_together(", ")"), "\"([a-z0-9_\\s]+)\"")) {
      for (const auto& test : matches(one, "([a-z0-9_]+)")) {
        name_own(std::string(tests) + one, folder / (test + "_test.cpp"));
      }
    }
  }
  CHECK(sources > 450);
}
