// The plain text of a mail and its HTML alternative are one form, or a problem.
#include <algorithm>
#include <catch2/catch.hpp>

#include "templates/reading/reader.hpp"
#include "tests/unit/gateway/shipped.hpp"

using namespace pouch;
using pouch::test::shipped;

namespace {

const std::string kForm =
    "Form: request\nTo: BG, RS\nHandling: H1\nInformation wanted:\n1. Who?\n2. When?\n"
    "Facts: A lorry was stopped.\n\n[Person 1]\nRole: suspect\nFamily name: Јовановић\n";

templates::Form read(const std::string& text) {
  return templates::read_form(text, *shipped().find("request"), shipped(), {});
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::vector<templates::Problem> between(const std::string& plain, const std::string& html) {
  return templates::alternative_disagreements(read(plain), read(html));
}

}  // namespace

TEST_CASE("alternatives that say the same in another dress agree") {
  CHECK(between(kForm, kForm).empty());
  CHECK(between(replaced(kForm, "Facts: A lorry was", "*Facts:* *A* lorry\nwas"), kForm).empty());
  CHECK(between(kForm, replaced(kForm, "To: BG, RS", "To:\tBG, RS")).empty());
  CHECK(between(kForm, replaced(kForm, "To: BG, RS", "To: Bulgaria; Serbia")).empty());
  CHECK(between(kForm, kForm + "\nFree text:\nBest regards\n").empty());
}

TEST_CASE("alternatives that differ in a value are a problem at the plain text's line") {
  const auto problems = between(kForm, replaced(kForm, "H1", "H0"));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].line == 3);
  CHECK(problems[0].label == "Handling");
  CHECK(problems[0].code == "disagree");
  CHECK(problems[0].text.find("H0") != std::string::npos);
  CHECK(between(kForm, replaced(kForm, "stopped", "burnt")).size() == 1);
  CHECK(between(kForm, replaced(kForm, "Јовановић", "Јовић")).size() == 1);
  CHECK(between(kForm, replaced(kForm, "2. When?", "2. Where?")).size() == 1);
}

TEST_CASE("a field or block that only one alternative has is a problem") {
  CHECK(between(kForm, replaced(kForm, "Handling: H1\n", "")).size() == 1);
  CHECK(between(replaced(kForm, "Handling: H1\n", ""), kForm).size() == 1);
  CHECK(between(kForm, replaced(kForm, "[Person 1]", "[Person 2]")).size() >= 1);
  CHECK(between(kForm, kForm + "\n[Vehicle 1]\nPlate: CA 1234 AB\n").size() == 1);
}

TEST_CASE("two blocks of one number are compared each with its own") {
  const auto twice = kForm + "\n[Vehicle 1]\nPlate: A 1\n\n[Vehicle 1]\nPlate: B 2\n";
  CHECK(between(twice, twice).empty());
  CHECK(between(twice, kForm + "\n[Vehicle 1]\nPlate: A 1\n").size() == 1);
}

TEST_CASE("a long value is repeated in part, and never with half a character") {
  const auto problems = between(kForm, replaced(kForm, "A lorry", std::string(59, 'a') + "Ђ"));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].text.find("\xD0\"") == std::string::npos);
}

TEST_CASE("many differences are told up to a limit") {
  std::string html = kForm;
  for (int i = 1; i < 60; ++i) html += "\n[Vehicle " + std::to_string(i) + "]\nPlate: A\n";
  CHECK(between(kForm, html).size() == 20);
}
