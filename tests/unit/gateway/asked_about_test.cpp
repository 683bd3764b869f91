// Which questions to the archive are about a thing that identifies, and nothing else.
#include "gateway/decide/asked_about.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/gateway/scene.hpp"

using namespace pouch::gateway;

namespace {

// "plate CA1234AB + person milan jovanovic 1980-04-12 | vin …"
std::string said(const AskedThings& asked) {
  std::string text;
  for (const auto& together : asked) {
    std::string all;
    for (const auto& thing : together) {
      all += (all.empty() ? "" : " + ") + std::string(name(thing.kind)) + " " +
             (thing.kind == ThingKind::kPerson ? thing.value : thing.number) +
             (thing.birth.empty() ? "" : " " + thing.birth);
    }
    text += (text.empty() ? "" : " | ") + all;
  }
  return text;
}

}  // namespace

TEST_CASE("a question is about things when it names them and nothing else") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"plate:ca1234ab", "plate CA1234AB"},
      {"plate:\"СА 1234 АВ\"", "plate CA1234AB"},
      {"vin:WDB9634031L123456", "vin WDB9634031L123456"},
      {"phone:+381641234567", "phone 381641234567"},
      {"document:\"AB 123456\"", "document AB123456"},
      {"iban:BG80BNBG96611020345678", "iban BG80BNBG96611020345678"},
      {"BG80BNBG96611020345678", "iban BG80BNBG96611020345678"},
      {"CSQU3054383", "container CSQU3054383"},
      {"WDB9634031L123456", "vin WDB9634031L123456"},
      {"person:\"Milan Jovanović\"", "person Milan Jovanović"},
      {"person:(milan jovanovic)", "person milan jovanovic"},
      {"person:milan person:jovanovic", "person milan jovanovic"},
      {"person:jovanovic 1980-04-12", "person jovanovic 1980-04-12"},
      {"12.04.1980 person:jovanovic", "person jovanovic 1980-04-12"},
      {"person:jovanovic born:1980-04-12", "person jovanovic 1980-04-12"},
      {"plate:ca1234ab OR vin:WDB9634031L123456", "plate CA1234AB | vin WDB9634031L123456"},
      {"plate:ca1234ab person:\"milan jovanovic\" 1980-04-12",
       "plate CA1234AB + person milan jovanovic 1980-04-12"}};
  for (const auto& [query, things] : table) {
    INFO(query);
    CHECK(said(asked_about(query)) == things);
  }
}

TEST_CASE("no question is about a thing that has free text, a wildcard, a NOT or a condition") {
  for (const auto* query : {"jovanovic",
                            "milan jovanovic",
                            "\"milan jovanovic\"",
                            "heroin",
                            "ca1234ab",
                            "person:jov*",
                            "person:jovanovic",
                            "person:jovanovic~ 1980-04-12",
                            "person:\"milan jovanovic\" heroin",
                            "plate:ca12*",
                            "plate:*4567",
                            "phone:*4567",
                            "plate:ca1234ab lorry",
                            "plate:ca1234ab -lorry",
                            "NOT plate:ca1234ab",
                            "plate:ca1234ab date:2026",
                            "plate:ca1234ab country:BG",
                            "plate:ca1234ab is:open",
                            "plate:ca1234ab OR heroin",
                            "heroin OR plate:ca1234ab",
                            "case:SEL-2026-000017-29",
                            "SEL-2026-000017-29",
                            "from:ana",
                            "country:BG",
                            "is:overdue",
                            "person:jovanovic 1980",
                            "person:jovanovic 1980-04-12 1981-04-12",
                            "1980-04-12",
                            "person:\"a b\" person:\"c d\" 1980-04-12",
                            "subject:lorry",
                            "text:ca1234ab",
                            "plate:abc",
                            "document:12",
                            "CSQU3054384",
                            "BG81BNBG96611020345678",
                            "(plate:ca1234ab",
                            "",
                            "attachment:crossings",
                            "place:44.01650",
                            "ana@police.ro.example",
                            "192.0.2.1"}) {
    INFO(query);
    CHECK(asked_about(query).empty());
  }
}

TEST_CASE("the blocks of a form are things by themselves, a name of one word is none") {
  const auto form = pouch::test::Scene::read(
      "Form: search\nScope: permitted\nJustification: x\n\n[Person 1]\nFamily name: Jovanović\n"
      "Given names: Milan\n\n[Person 2]\nFamily name: Petrov\n\n[Person 3]\nFamily name: Popov\n"
      "Birth date: 1980-04-12\n\n[Vehicle 1]\nPlate: CA 1234 AB\n");
  CHECK(said(asked_about(form, pouch::test::shipped())) ==
        "person Milan Jovanović | person Popov 1980-04-12 | plate CA1234AB");
}
