// Blank forms, filled with their own examples, are valid and read back to what was filled in; for
// every shipped template, so that a new one is tested by being there.
#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"
#include "templates/types/vocabulary.hpp"
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

TEST_CASE("every shipped template is complete and without fault") {
  CHECK(shipped().all().size() >= 4);
  for (const auto* which : shipped().all()) {
    INFO(which->name);
    CHECK_FALSE(which->title.empty());
    for (const auto& field : which->fields) {
      INFO(field.id);
      CHECK_FALSE(field.help.empty());
      CHECK_FALSE(field.example.empty());
    }
  }
}

TEST_CASE("a blank form left as it is has problems only for what is missing") {
  for (const auto* which : shipped().all()) {
    const auto text = blank(*which, shipped(), {});
    INFO(text);
    const auto form = read(text);
    INFO(told(form.problems));
    for (const auto& problem : form.problems) {
      CHECK(problem.code == "missing");
    }
    CHECK(form.unknown.empty());
    CHECK(form.blocks.empty());
    CHECK(form.free_text.empty());
  }
}

TEST_CASE("no line of a blank form is so long that a client breaks it") {
  for (const auto* which : shipped().all()) {
    const auto text = blank(*which, shipped(), {});
    for (const auto& line : split_lines(text, 10000)) {
      INFO(which->name << ": " << line.whole);
      CHECK(characters(line.whole) <= 76);
    }
  }
}

TEST_CASE("a blank form shows what is known of the officer") {
  const auto text = blank(*shipped().find("reply"), shipped(),
                          {{"answers", "SEL-2026-000001-17"}, {"questions", "1. Who?\n4. Where?"}});
  CHECK(text.find("Answers: SEL-2026-000001-17\n") != std::string::npos);
  CHECK(text.find("## 4. Where?\n4.\n") != std::string::npos);
  const auto form = read(text);
  CHECK(form.text("answers") == "SEL-2026-000001-17");
  CHECK(form.find("answer") == nullptr);  // numbers without an answer are not there
}

}  // namespace
}  // namespace pouch::templates
