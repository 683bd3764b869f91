// Names of test cases, as CMake's lists can bear them.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::vector<std::string> names_in(const std::string& source) {
  static const std::regex kCase("TEST_CASE\\(\\s*((\"([^\"\\\\]|\\\\.)*\"\\s*)+)");
  std::vector<std::string> names;
  for (std::sregex_iterator it(source.begin(), source.end(), kCase), end; it != end; ++it) {
    names.push_back((*it)[1]);
  }
  return names;
}

}  // namespace

TEST_CASE("a test's name is found over several lines, with its escapes") {
  const auto names =
      names_in("TEST_CASE(\"one\") {\nTEST_CASE(\n    \"a \\\"b\\\"\"\n    \" c\") {");
  REQUIRE(names.size() == 2);
  CHECK(names[0] == "\"one\"");
  CHECK(names[1].find(" c") != std::string::npos);
}

TEST_CASE("no test's name holds a semicolon, at which CMake would cut it and run nothing") {
  std::size_t count = 0;
  for (const auto& file : fs::recursive_directory_iterator(POUCH_SOURCE "/tests")) {
    if (file.path().extension() != ".cpp" || file.path().filename() == "names_test.cpp") {
      continue;
    }
    std::ostringstream text;
    text << std::ifstream(file.path()).rdbuf();
    for (const auto& name : names_in(text.str())) {
      INFO(file.path() << ": " << name);
      CHECK(name.find(';') == std::string::npos);
      ++count;
    }
  }
  CHECK(count > 900);
}
