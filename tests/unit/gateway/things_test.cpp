// By what cases are linked: the things of a form, and when two of them are one.
#include "gateway/decide/things.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "scene.hpp"
#include "search/names/name_meeting.hpp"
#include "tests/unit/search/names.hpp"

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

TEST_CASE("index, marker and cross-check give the same tier: here the cross-check and their rule") {
  std::vector<std::string> names;
  for (const auto& group : pouch::search::name_groups()) {
    names.insert(names.end(), group.spellings.begin(), group.spellings.end());
  }
  for (const auto& [left, right] : pouch::search::different_names()) {
    names.insert(names.end(), {left, right});
  }
  std::vector<pouch::search::WholeName> whole;
  for (const auto& name : names) whole.push_back(pouch::search::whole_name(name));
  const auto by_rule = [&](std::size_t left, std::size_t right) -> How {
    const auto met = pouch::search::names_meet(whole[left], whole[right]);
    if (!met) return std::nullopt;
    return met->how == pouch::search::NameTier::kAsWritten       ? Meeting::kAsWritten
           : met->how == pouch::search::NameTier::kOtherSpelling ? Meeting::kOtherSpelling
                                                                 : Meeting::kSimilar;
  };
  std::size_t pairs = 0;
  std::vector<std::string> wrong;
  for (std::size_t i = 0; i < names.size(); i += 3) {  // a third of them against all
    for (std::size_t j = 0; j < names.size(); ++j) {
      ++pairs;
      if (meet(person(names[i], "1980-04-12"), person(names[j], "1980-04-12")) != by_rule(i, j)) {
        wrong.push_back(names[i] + " / " + names[j]);
      }
    }
  }
  WARN(pairs << " pairs");
  CHECK(wrong == std::vector<std::string>{});
}

TEST_CASE("two different names with one birth date never meet as written or by another spelling") {
  for (const auto& [left, right] : pouch::search::different_names()) {
    INFO(left << " and " << right);
    const auto met = meet(person(left, "1980-04-12"), person(right, "1980-04-12"));
    CHECK((!met || met == How(Meeting::kSimilar)));
    CHECK_FALSE(meet(person(left + " Milan", ""), person(right + " Milan", "")));
  }
}

TEST_CASE("two words that the other writes as one meet with the same birth date") {
  const auto how = [](const std::string& left, const std::string& right) {
    return meet(person(left, "1980-04-12"), person(right, "1980-04-12"));
  };
  CHECK(how("Marko Hadži Popović", "Хаџипоповић Марко") == How(Meeting::kOtherSpelling));
  CHECK(how("Sean O'Connor", "SEAN OCONNOR") == How(Meeting::kOtherSpelling));
  CHECK(how("Ана Шушић", "Ana Sušić") == How(Meeting::kSimilar));
}

TEST_CASE("persons of a request's plain words are compared as those of its blocks, with a date") {
  auto text = Scene::request_text();
  const std::string facts = "Facts: ";
  text.insert(text.find(facts) + facts.size(),
              "The driver is Јовановић Марко, рођ. 03.04.1985, and Petar Ilić was with him. ");
  const auto form = Scene::read(text);
  const auto things = things_of(form, shipped());
  const auto named = std::find_if(things.begin(), things.end(), [](const Thing& one) {
    return one.kind == ThingKind::kPerson && one.value == "Јовановић Марко";
  });
  REQUIRE(named != things.end());
  CHECK(named->birth == "1985-04-03");
  CHECK(meet(*named, person("Marko Jovanović", "1985-04-03")) == How(Meeting::kAsWritten));
  CHECK(std::none_of(things.begin(), things.end(),
                     [](const Thing& one) { return one.value == "Petar Ilić"; }));
}
