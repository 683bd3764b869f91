#include "templates/replies/reply_lines.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "templates/text/fold.hpp"
#include "tests/unit/templates/shipped.hpp"

using namespace pouch::templates;

namespace {

std::vector<std::string> lines(std::size_t questions, const std::string& text) {
  std::vector<std::pair<int, std::string>> asked;
  for (std::size_t i = 1; i <= questions; ++i) asked.emplace_back(static_cast<int>(i), text);
  std::istringstream in(reply_lines(asked, shipped()));
  std::vector<std::string> result;
  for (std::string line; std::getline(in, line);) result.push_back(line);
  return result;
}

}  // namespace

TEST_CASE("the short reply form has at most ten lines, none wider than 64 characters") {
  const std::string wide =
      "Кой е собственик на камиона?\n  И кой го е карал последен през границата?";
  for (std::size_t count = 0; count <= 30; ++count) {
    INFO(count);
    const auto form = lines(count, wide);
    CHECK(form.size() <= 10);
    for (const auto& line : form) {
      CHECK(characters(line) <= 64);
      CHECK(well_formed(line) == line);
    }
    CHECK(form.at(form.size() - 3) == "Reply kind: full");
    CHECK(form.at(form.size() - 2) == "As of: today");
    CHECK(form.back().find("reply-form.txt") != std::string::npos);
  }
}

TEST_CASE("up to three questions have a line each to type in, up to seven are shown") {
  CHECK(lines(2, "Who?") == std::vector<std::string>{
                                "1. Who?", "", "2. Who?", "", "Reply kind: full", "As of: today",
                                "More fields: reply \"more\", or see the attached reply-form.txt"});
  CHECK(lines(4, "Who?").at(3) == "4. Who?");
  CHECK(lines(7, "Who?").at(6) == "7. Who?");
  CHECK(lines(8, "Who?").at(0) == "Answers, by the numbers above:");
  CHECK(lines(0, "").at(0) == "Answer:");
}

TEST_CASE("the short reply form in every language is as narrow, and its lines are read") {
  std::vector<std::pair<int, std::string>> asked;
  for (int i = 1; i <= 9; ++i) asked.emplace_back(i, "Who?");
  for (const auto* language : shipped().languages()) {
    INFO(language->tag);
    const auto text = reply_lines(asked, shipped(), language);
    INFO(text);
    std::istringstream in(text);
    std::vector<std::string> form;
    for (std::string line; std::getline(in, line);) form.push_back(line);
    REQUIRE(form.size() == 5);
    for (const auto& line : form) CHECK(characters(line) <= 70);
    // A label would make what is typed below it its value.
    CHECK(form[0].find(',') != std::string::npos);
    CHECK(form[0] != "Answers, by the numbers above:");
    const auto filled = read("Form: reply\nAnswer: 1. Petar Petrov\n" + form[2] + "\n" + form[3]);
    CHECK(filled.problems.empty());
    CHECK(filled.warnings.empty());
    CHECK(filled.text("reply_kind") == "FULL");
    CHECK(filled.text("as_of") == "2026-11-24");
    CHECK(names_reply_kind(form[2].substr(0, form[2].find(':')), shipped()));
  }
}
