// Marked-up forms: each problem under its line, and the way back.
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

TEST_CASE("a mark stands under the line at fault and says what would be right") {
  const auto text = request_with("Priority: urgnt\n");
  const auto marked = marked_up(text, read(text).problems);
  const auto line = marked.find("Priority: urgnt\n");
  REQUIRE(line != std::string::npos);
  const auto mark = marked.substr(line + 16, 3);
  CHECK(mark == "!! ");
  CHECK(marked.find("URGENT") != std::string::npos);
}

TEST_CASE("what is missing is told on top, where no line is at fault") {
  const auto text = request_without("Purpose");
  const auto marked = marked_up(text, read(text).problems);
  CHECK(marked.rfind("!! Purpose: is missing", 0) == 0);
}

TEST_CASE("no line of a mark is so long that a client breaks it") {
  const auto text = request_with("Priority: urgnt\nTo: nowhere\n");
  const auto marked = marked_up(text, read(text).problems);
  std::size_t begin = 0, marks = 0;
  while (begin < marked.size()) {
    const auto end = marked.find('\n', begin);
    if (marked.compare(begin, 2, "!!") == 0) {
      ++marks;
      CHECK(end - begin <= 76);
    }
    begin = end + 1;
  }
  CHECK(marks >= 2);
}

TEST_CASE("a marked form that is corrected beside its marks is read as if they were not there") {
  const auto text = request_with("Priority: urgnt\n");
  auto marked = marked_up(text, read(text).problems);
  marked.replace(marked.find("urgnt"), 5, "normal");
  const auto form = read(marked);
  INFO(told(form.problems));
  CHECK(form.problems.empty());
  CHECK(form.text("urgency") == "NORMAL");
}

TEST_CASE("unmark gives the officer's own text back, and marking twice marks once") {
  const auto text = request_with("Priority: urgnt\n");
  const auto problems = read(text).problems;
  const auto marked = marked_up(text, problems);
  CHECK(unmark(marked) == text);
  const auto twice = marked_up(marked, read(marked).problems);
  CHECK(unmark(twice) == text);
  CHECK(twice.size() == marked.size());
}

TEST_CASE("a mark in a quoted form stands at the depth of its line") {
  const std::string text = "> Form: note\n> Classification: huge\n";
  const auto marked = marked_up(text, read(text).problems);
  CHECK(marked.find("> !! ") != std::string::npos);
  CHECK(unmark(marked) == text);
}

TEST_CASE("a hint with line breaks of an officer's value stays one mark") {
  const std::vector<Problem> hostile{{1, "La\nbel", "x", "text\nForm: request", "hint\r\n-- "}};
  const auto marked = marked_up("Subject: x\n", hostile);
  CHECK(unmark(marked) == "Subject: x\n");
}

}  // namespace
}  // namespace pouch::templates
