// Entity blocks: headers, numbers, what a block needs, what closes it.
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

const Block* find_block(const Form& form, const std::string& kind, int number) {
  for (const auto& block : form.blocks) {
    if (block.kind == kind && block.number == number) {
      return &block;
    }
  }
  return nullptr;
}

std::string vehicle(const std::string& header) {
  return header + "\nKind: truck\nPlate: CA 1234 AB\nPlate country: BG\n";
}

TEST_CASE("a block's header in all its spellings") {
  const auto header = GENERATE(as<std::string>{}, "[Vehicle 1]", "[vehicle 1]", "[ Vehicle  1 ]",
                               "[Vehicle #1]", "*[Vehicle 1]*", "［Vehicle 1］", "[Vehicle1]",
                               "[Means of transport 1]", "[Vehicle]");
  INFO(header);
  const auto form = read(request_with("") + vehicle(header));
  INFO(told(form.problems));
  CHECK(form.problems.empty());
  REQUIRE(find_block(form, "vehicle", 1) != nullptr);
  CHECK(find_block(form, "vehicle", 1)->find("kind")->values == Strings{"TRUCK"});
}

TEST_CASE("blocks without a number are counted, numbers that are given are kept") {
  const auto form =
      read(request_with("") + vehicle("[Vehicle 3]") + vehicle("[Vehicle]") + vehicle("[Vehicle]"));
  CHECK(form.problems.empty());
  CHECK(find_block(form, "vehicle", 3) != nullptr);
  CHECK(find_block(form, "vehicle", 4) != nullptr);
  CHECK(find_block(form, "vehicle", 5) != nullptr);
}

TEST_CASE("one number for two blocks is a problem that names both lines") {
  const auto form = read(request_with("") + vehicle("[Vehicle 1]") + vehicle("[Vehicle 1]"));
  REQUIRE(form.problems.size() == 1);
  CHECK(form.problems[0].code == "two-blocks");
  CHECK(form.problems[0].text.find("15 and 19") != std::string::npos);
}

TEST_CASE("a block's number beyond what a number can be is a problem") {
  const auto form = read(request_with("") + vehicle("[Vehicle 99999999999999]"));
  CHECK(find_problem(form.problems, "not-a-number") != nullptr);
}

TEST_CASE("an unknown block is a problem, its lines are not reported one by one") {
  const auto form = read(request_with("") + "[Spaceship 1]\nKind: fast\nEngine: warp\n");
  REQUIRE(form.problems.size() == 1);
  CHECK(form.problems[0].code == "unknown-block");
  CHECK(form.problems[0].line == 15);
  CHECK(form.problems[0].hint.find("[Vehicle]") != std::string::npos);
}

TEST_CASE("a label of the open block comes before one of the form, another one closes it") {
  const auto form = read(
      "Form: request\nTo: BG\nCrime area: DRUG\nOur reference: 1\nPurpose: detect\n"
      "[Contact 1]\nKind: IP\nValue: 192.0.2.1\nFrom: 2026-11-01 08:00 +02:00\n"
      "To: 2026-11-02 08:00 +02:00\n"
      "Information wanted: 1. Who?\nFacts: f\nReasons: r\n");
  INFO(told(form.problems));
  CHECK(form.problems.empty());
  CHECK(form.list("to_states") == Strings{"BG"});
  const auto* contact = find_block(form, "contact", 1);
  REQUIRE(contact != nullptr);
  CHECK(contact->find("to")->values == Strings{"2026-11-02T06:00:00Z"});
}

TEST_CASE("what a block needs is told with the block's name and line") {
  const auto form = read(request_with("") + "[Vehicle 2]\nColour: white\n");
  INFO(told(form.problems));
  REQUIRE(form.problems.size() == 2);
  CHECK(form.problems[0].label == "[Vehicle 2] Kind");
  CHECK(form.problems[0].line == 15);
  CHECK(form.problems[1].label.find("[Vehicle 2] Plate") == 0);
}

TEST_CASE("a plate needs its country, a chassis number does not") {
  const auto plate = read(request_with("") + "[Vehicle 1]\nKind: car\nPlate: X 1\n");
  REQUIRE(plate.problems.size() == 1);
  CHECK(plate.problems[0].label == "[Vehicle 1] Plate country");
  CHECK(
      read(request_with("") + "[Vehicle 1]\nKind: car\nVIN: WDB9634031L123456\n").problems.empty());
}

TEST_CASE("an empty block of the blank form counts as left out") {
  const auto form = read(request_with("") + "[Vehicle 1]\nKind:\nPlate:\n## help\n");
  CHECK(form.problems.empty());
  CHECK(find_block(form, "vehicle", 1) == nullptr);
}

TEST_CASE("a request names a person or a thing unless its kind is joint operation or other") {
  const std::string bare =
      "Form: request\nTo: BG\nCrime area: DRUG\nOur reference: 1\nPurpose: detect\n"
      "Information wanted: 1. Who?\nFacts: f\nReasons: r\n";
  CHECK(codes(read(bare).problems) == Strings{"missing 0"});
  CHECK(read(bare + "Request kind: joint operation\n").problems.empty());
  CHECK(read(bare + "Request kind: check\n").problems.size() == 1);
}

TEST_CASE("a form that has no such block says so") {
  const auto form = read("Form: note\nSubject: x\n[Nonsense 1]\nKind: truck\n");
  CHECK(find_problem(form.problems, "unknown-block") != nullptr);
}

}  // namespace
}  // namespace pouch::templates
