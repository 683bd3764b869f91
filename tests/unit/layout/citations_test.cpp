// What comments and pages cite of our papers is in docs/spec, and they cite no paper that is not
// there.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "tests/unit/layout/citations.hpp"

namespace {

namespace fs = std::filesystem;
using namespace pouch::test;
using Names = std::vector<std::string>;

const std::map<std::string, std::string> kPages = {
    {"SPEC", "spec.md"},       {"DECISIONS", "decisions.md"},
    {"DOMAIN", "domain.md"},   {"SECURITY", "security.md"},
    {"ENGINES", "engines.md"}, {"CORRESPONDENCE", "correspondence.md"},
    {"STYLE", "style.md"},
};

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Every text of the tree but the licence, and these tests, which cite what is not there on purpose.
std::vector<fs::path> texts() {
  const fs::path top(POUCH_SOURCE);
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(top)) {
    if (entry.is_regular_file() && entry.path().filename() != "LICENSE") {
      found.push_back(entry.path());
    }
  }
  for (const auto* room :
       {"mail", "templates", "search", "config", "gateway", "tests", "docs", ".ci"}) {
    for (const auto& entry : fs::recursive_directory_iterator(top / room)) {
      if (entry.is_regular_file() && entry.path().filename().string().find("citations") != 0) {
        found.push_back(entry.path());
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string place(const fs::path& file, const Citation& citation) {
  return fs::relative(file, POUCH_SOURCE).generic_string() + ":" + std::to_string(citation.line) +
         ": " + citation.paper + " " + citation.target;
}

Names told(const std::vector<Citation>& citations) {
  Names names;
  for (const auto& one : citations) names.push_back(one.paper + " " + one.target);
  return names;
}

Names cited(const std::string& text) { return told(citations_in(text)); }

}  // namespace

TEST_CASE("a citation is read with its section, item, class or ruling") {
  CHECK(cited("// (SPEC section 3).") == Names{"SPEC section 3"});
  CHECK(cited("// DOMAIN section 2.11: forms.") == Names{"DOMAIN section 2.11"});
  CHECK(cited("`SPEC section 2 step 7`") == Names{"SPEC section 2", "SPEC section 2 item 7"});
  CHECK(cited("SECURITY section 1 item 3;") ==
        Names{"SECURITY section 1", "SECURITY section 1 item 3"});
  CHECK(cited("SECURITY class 13") == Names{"SECURITY class 13"});
  CHECK(cited("(DECISIONS 35)") == Names{"DECISIONS item 35"});
  CHECK(cited("ENGINES decision 7") == Names{"ENGINES item 7"});
  CHECK(cited("STYLE habit 6") == Names{"STYLE section 4 item 6"});
  CHECK(cited("CORRESPONDENCE 3") == Names{"CORRESPONDENCE section 3"});
}

TEST_CASE("a citation is read with its lists and ranges") {
  CHECK(cited("SPEC sections 1 and 6") == Names{"SPEC section 1", "SPEC section 6"});
  CHECK(cited("SECURITY classes 3, 5 to 7, and 9.") == Names{"SECURITY class 3", "SECURITY class 5",
                                                             "SECURITY class 6", "SECURITY class 7",
                                                             "SECURITY class 9"});
  CHECK(cited("DECISIONS 10–12, 15") ==
        Names{"DECISIONS item 10", "DECISIONS item 11", "DECISIONS item 12", "DECISIONS item 15"});
  CHECK(cited("DOMAIN sections 2.9 to 2.11") ==
        Names{"DOMAIN section 2.9", "DOMAIN section 2.10", "DOMAIN section 2.11"});
  CHECK(cited("SPEC section 2 step 6, section 5; DECISIONS 4") ==
        Names{"SPEC section 2", "SPEC section 2 item 6", "SPEC section 5", "DECISIONS item 4"});
  CHECK(cited("SECURITY section 3, classes 2, 14") ==
        Names{"SECURITY section 3", "SECURITY class 2", "SECURITY class 14"});
}

TEST_CASE("a citation goes on over the end of a line of any comment") {
  CHECK(cited("// one (DECISIONS\n  // 12).") == Names{"DECISIONS item 12"});
  CHECK(cited("# SPEC section\n# 2 \"Processes\"") == Names{"SPEC section 2"});
  CHECK(cited("// DECISIONS 1, 8,\n// 12; SPEC") ==
        Names{"DECISIONS item 1", "DECISIONS item 8", "DECISIONS item 12"});
  const auto found = citations_in("// a\n// b SPEC\n// section 3\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].line == 2);
}

TEST_CASE("what only looks like a citation is none") {
  CHECK(cited("init --address A@YOUR.DOMAIN --prefix") == Names{});
  CHECK(cited("the form of SPEC a second time; DRAFT_DOMAIN 3; SPECS 3") == Names{});
  CHECK(cited("DECISIONS. 3 SPEC, section") == Names{});
  CHECK(cited("SECURITY sections of it") == Names{});
}

TEST_CASE("papers that are not in the tree are found out") {
  CHECK(told(foreign_in("as REVIEW section\n// 3 plans")) == Names{"REVIEW section 3"});
  CHECK(told(foreign_in("LESSONS 4")) == Names{"LESSONS section 4"});
  CHECK(told(foreign_in("see WEB.md and TRIALS item 2")) == Names{"WEB page", "TRIALS item 2"});
  CHECK(foreign_in("Issue 10 moves this; issues 3 and 4; issue #7").size() == 3);
  CHECK(foreign_in("to issue 0; in issues, 3; a tissue 3; WEB page; /issues/30781").size() == 1);
}

TEST_CASE("what a paper holds is read from its headings, lists and rows") {
  const auto targets = targets_in(
      "# A page\n1. first\n## 1. One\n1. an item\n| 7 | a class |\n### 1.2 Sub\n2. in it\n"
      "## Not numbered\n3. ruling\n1980 was a year\n| 8 of | none |\n");
  CHECK(targets == std::set<std::string>{"item 1", "section 1", "section 1 item 1", "class 7",
                                         "section 1.2", "section 1.2 item 2", "item 3"});
}

TEST_CASE("every citation has its target in docs/spec") {
  std::map<std::string, std::set<std::string>> targets;
  for (const auto& [paper, page] : kPages) {
    targets[paper] = targets_in(read(fs::path(POUCH_SOURCE) / "docs/spec" / page));
    INFO(page);
    CHECK(targets[paper].size() > 4);
  }
  std::map<std::string, int> count;
  for (const auto& file : texts()) {
    const auto text = read(file);
    if (text.find('\0') != std::string::npos) continue;
    for (const auto& citation : citations_in(text)) {
      ++count[citation.paper];
      if (targets.at(citation.paper).count(citation.target) == 0) {
        FAIL_CHECK(place(file, citation) << " is not in docs/spec");
      }
    }
  }
  for (const auto& [paper, page] : kPages) {
    INFO(paper);
    CHECK(count[paper] > 5);
  }
}

TEST_CASE("no text cites a paper or an issue that is not in the tree") {
  for (const auto& file : texts()) {
    const auto text = read(file);
    if (text.find('\0') != std::string::npos) continue;
    for (const auto& citation : foreign_in(text)) {
      FAIL_CHECK(place(file, citation) << " is not in the tree");
    }
  }
}
