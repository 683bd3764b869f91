// docs/reasons.md, the table behind `held show`, and what the sources can say, are the same codes.
#include "gateway/verbs/reasons.hpp"

#include <catch2/catch.hpp>

#include "mail/openpgp/open.hpp"
#include "tests/docs/pages.hpp"

using namespace pouch::test;
using pouch::mail::openpgp::Verdict;

namespace {

using Codes = std::set<std::string>;

Codes rows_of_page(const std::string& heading) {
  const auto page = source_text("docs/reasons.md");
  const auto begin = page.find("## " + heading);
  REQUIRE(begin != std::string::npos);
  const auto end = page.find("\n## ", begin);
  return matches(page.substr(begin, end - begin), "\n\\| `([a-z-]+)` \\|");
}

Codes verdicts() {
  Codes codes;
  for (int i = 0; i <= static_cast<int>(Verdict::kUnreadable); ++i) {
    codes.emplace(name(static_cast<Verdict>(i)));
  }
  codes.erase("proved");
  return codes;
}

Codes reasons_in(const std::string& text) {
  auto codes = matches(
      text, "\\b(?:held|hold|refused?|refuse_with)\\((?:\\s*\\*?[a-z_]+,)?\\s*\"([a-z-]+)\"");
  for (const auto& assigned : matches(text, "\\breason = ([^;]*);")) {
    codes.merge(matches(assigned, "\"([a-z-]+)\""));
  }
  return codes;
}

std::string decisions_and_steps() {
  std::string text;
  for (const auto* folder : {"gateway/decide", "gateway/recovery", "gateway/traffic",
                             "gateway/work", "gateway/process"}) {
    for (const auto& path : sources_in(folder)) {
      text += source_text(path);
    }
  }
  return text;
}

}  // namespace

TEST_CASE("tells the operator of every reason that the sources can give, and of no other") {
  auto said = verdicts();
  said.merge(reasons_in(decisions_and_steps()));
  CHECK(said.size() > 20);
  Codes known;
  for (const auto& reason : pouch::gateway::reasons()) {
    known.emplace(reason.code);
    CHECK(!reason.meaning.empty());
    CHECK(!reason.remedy.empty());
  }
  CHECK(known.size() == pouch::gateway::reasons().size());
  CHECK(known == said);
  CHECK(rows_of_page("1. ") == known);
  CHECK(pouch::gateway::find_reason("poison") != nullptr);
  CHECK(pouch::gateway::find_reason("nonsense") == nullptr);
}

TEST_CASE("explains every problem and warning that forms and decisions can have, and no other") {
  const auto page = rows_of_page("2. ");
  std::string text;
  for (const auto* file :
       {"exchange/json_reader", "reading/checker", "reading/reader", "reading/refilled",
        "reading/relations", "reading/scanner", "reading/values", "types/types"}) {
    text += source_text("templates/" + std::string(file) + ".cpp");
  }
  text += source_text("templates/reading/scanner.hpp");
  text += source_text("gateway/work/classified.cpp");
  for (const auto& path : sources_in("gateway/decide")) {
    text += source_text(path);
  }
  auto said = matches(text, "\"([a-z]+(?:-[a-z]+)+|missing|disagree)\"");
  // Forms, ways, reasons alone, an event of the log.
  Codes others{"audit-head", "case-note", "own-focal-point", "group-in-doubt", "words-not-read"};
  for (const auto& reason : pouch::gateway::reasons()) {
    others.emplace(reason.code);
  }
  for (const auto* both : {"classification", "no-right", "too-many"}) {
    others.erase(both);  // the problem has the reason's name
  }
  for (const auto& code : others) {
    said.erase(code);
  }
  for (const auto* word : {"classification", "unreadable"}) {
    said.insert(word);  // one word: seen as a reason above
  }
  CHECK(said == page);
}

TEST_CASE("finds a reason however the line is broken") {
  CHECK(reasons_in("refuse(\n    decision, \"no-right\", \"x\"") == Codes{"no-right"});
  CHECK(reasons_in("return hold(*poison, \"poison\", \"x\"") == Codes{"poison"});
  CHECK(reasons_in("a.reason = same ? \"one\" : \"two\";") == Codes{"one", "two"});
  CHECK(reasons_in("log(Level::kError, \"held\", {})").empty());
}
