// By what cases are linked: the things of a form, and when two of them are one.
#include "gateway/decide/things.hpp"

#include <catch2/catch.hpp>

#include "scene.hpp"

using namespace pouch::gateway;
using pouch::test::Scene;
using pouch::test::shipped;

namespace {

using How = std::optional<Meeting>;

Thing person(const std::string& name, const std::string& birth) {
  return {.kind = ThingKind::kPerson, .value = name, .birth = birth, .names = {name}};
}

Thing number(ThingKind kind, const std::string& value) {
  return {.kind = kind, .value = value, .number = value};
}

std::vector<Thing> things_in(const std::string& blocks) {
  auto text = Scene::request_text();
  text.resize(text.find("[Vehicle 1]"));
  return things_of(Scene::read(text + blocks), shipped());
}

}  // namespace

TEST_CASE("a form's things are those of its blocks, each once, and no officer's telephone") {
  const auto things = things_in(
      "[Person 1]\nRole: suspect\nFamily name: Јовановић\nGiven names: Милан\n"
      "Birth date: 12.04.1980\nLink to purpose: consignee\n\n"
      "[Vehicle 1]\nKind: truck\nPlate: CA 1234 AB\nContainer number: CSQU3054383\n\n"
      "[Vehicle 2]\nKind: truck\nPlate: ca-1234-ab\n");
  REQUIRE(things.size() == 3);
  CHECK(things[0].kind == ThingKind::kPerson);
  CHECK(things[0].value == "Милан Јовановић");
  CHECK(things[0].birth == "1980-04-12");
  CHECK(things[1].kind == ThingKind::kPlate);
  CHECK(things[1].value == "CA 1234 AB");
  CHECK(things[2].kind == ThingKind::kContainer);
}

TEST_CASE("persons meet by name and birth date, by the name alone only as possible") {
  struct Row {
    const char *name, *birth, *other_name, *other_birth;
    How how;
  };
  const std::vector<Row> table = {
      {"Milan Jovanović", "1980-04-12", "Jovanovic Milan", "1980-04-12", Meeting::kAsWritten},
      {"Милан Јовановић", "1980-04-12", "Milan Jovanovic", "1980-04-12", Meeting::kAsWritten},
      {"Đorđe Ilić", "1980-04-12", "Djordje Ilic", "1980-04-12", Meeting::kOtherSpelling},
      {"Jovanović", "1980-04-12", "Milan Jovanovic", "1980-04-12", Meeting::kAsWritten},
      // Day and month swapped, a part of the date: similar.
      {"Milan Jovanović", "1980-04-12", "Milan Jovanovic", "1980-12-04", Meeting::kSimilar},
      {"Milan Jovanović", "1980-04-12", "Milan Jovanovic", "1980", Meeting::kSimilar},
      {"Milan Jovanović", "1980-04", "Milan Jovanovic", "1980-04-12", Meeting::kSimilar},
      {"Jovanović", "1980", "Milan Jovanovic", "1980-04-12", std::nullopt},
      // No date: only a whole name of several words, as written.
      {"Milan Jovanović", "", "Milan Jovanovic", "1980-04-12", Meeting::kPossible},
      {"Milan Jovanović", "", "Jovanovic Milan", "", Meeting::kPossible},
      {"Jovanović", "", "Jovanovic", "", std::nullopt},
      {"Đorđe Ilić", "", "Djordje Ilic", "", std::nullopt},
      {"Milan Jovanović", "", "Milan Petar Jovanovic", "", std::nullopt},
      // Another date is another person, another name too.
      {"Milan Jovanović", "1980-04-12", "Milan Jovanovic", "1981-04-12", std::nullopt},
      {"Milan Jovanović", "1980-04-12", "Milan Jovanovic", "1980-05", std::nullopt},
      {"Milan Jovanović", "1980-04-12", "Petar Jovanovic", "1980-04-12", std::nullopt},
  };
  for (const auto& row : table) {
    INFO(row.name << " " << row.birth << " / " << row.other_name << " " << row.other_birth);
    CHECK(meet(person(row.name, row.birth), person(row.other_name, row.other_birth)) == row.how);
    CHECK(meet(person(row.other_name, row.other_birth), person(row.name, row.birth)) == row.how);
  }
}

TEST_CASE("a name that only sounds alike meets with the same birth date and no other") {
  const auto left = person("Georgiou Nikos", "1975-03-01"), right = person("Georgiu Nikos", "");
  auto same = right, swapped = right;
  same.birth = left.birth;
  swapped.birth = "1975-01-03";
  CHECK(meet(left, same));
  CHECK_FALSE(meet(left, swapped) == How(Meeting::kAsWritten));
  CHECK_FALSE(meet(left, right));
}

TEST_CASE("numbers meet as written or by signs that look alike, within their kind") {
  const auto plate = number(ThingKind::kPlate, "CA1234AB");
  CHECK(meet(plate, plate) == How(Meeting::kAsWritten));
  CHECK(meet(number(ThingKind::kPlate, "B1234OS"), number(ThingKind::kPlate, "B12340S")) ==
        How(Meeting::kSimilar));
  CHECK_FALSE(meet(plate, number(ThingKind::kPlate, "CA1235AB")));
  CHECK_FALSE(meet(plate, number(ThingKind::kDocument, "CA1234AB")));
}

TEST_CASE("a text holds a number that is long enough to be no other") {
  CHECK(stands_in(number(ThingKind::kPlate, "CA1234AB"), "the lorry СА 1234-АВ again"));
  CHECK_FALSE(stands_in(number(ThingKind::kPlate, "CA1234AB"), "the lorry CA 1235 AB again"));
  CHECK_FALSE(stands_in(number(ThingKind::kDocument, "123456"), "file 123456"));
  CHECK(stands_in(number(ThingKind::kPhone, "381641234567"), "call +381 64 1234567"));
  CHECK_FALSE(stands_in(person("Milan Jovanovic", "1980-04-12"), "Milan Jovanovic"));
}
