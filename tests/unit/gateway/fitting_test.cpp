// Which form may go to which address and name which case (SPEC section 6, DOMAIN section 5).
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/gateway/people.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::People;

namespace {

templates::Template made(const std::string& name, const std::string& goes_to) {
  templates::Template which;
  which.name = name;
  which.title = name;
  which.goes_to = goes_to;
  templates::FieldSpec number;
  number.id = "case_no";
  number.label = "Case number";
  number.type = templates::Type::kReference;
  which.fields.push_back(number);
  return which;
}

bool reached(const Decision& decision, const std::string& id) {
  return std::any_of(decision.letters.begin(), decision.letters.end(), [&](const auto& letter) {
    return std::any_of(letter.to.begin(), letter.to.end(),
                       [&](const Party& party) { return party.id == id; });
  });
}

}  // namespace

TEST_CASE("a police form to a group's address leaks nothing there") {
  People people;
  for (const auto* goes_to : {"countries", "requester", "gateway"}) {
    INFO(goes_to);
    const auto decision =
        people.form("pfp-ro", made("alert", goes_to), {{"to_states", "BG"}}, {"seepag"});
    CHECK(decision.outcome == Outcome::kRefused);
    CHECK(decision.problems.at(0).code == "wrong-address");
    CHECK(decision.problems.at(0).hint.find("requests@pouch.example") != std::string::npos);
    CHECK_FALSE(reached(decision, "pfp-bg"));
  }
}

TEST_CASE("a case note to the gateway's own address goes to those whom it names, else it asks") {
  People people;
  const auto note = made("case-note", "group");
  CHECK(people.form("pfp-ro", note, {}, {}).reason == "to-whom");
  const auto named = people.form("pfp-ro", note, {{"participants", "BG, Ivanova, executing"}}, {});
  REQUIRE(named.outcome == Outcome::kAccepted);
  CHECK(reached(named, "pfp-bg"));
  CHECK_FALSE(named.opened->group == "seepag");
  CHECK(people.form("pfp-ro", note, {{"participants", "GR, Georgiou"}}, {}).reason == "to-whom");
  // In the thread of a note it is an answer to its writer.
  const auto opened = people.form("pfp-ro", note, {}, {"seepag"});
  REQUIRE(opened.outcome == Outcome::kAccepted);
  people.carried(opened, "pfp-ro");
  const auto answer = people.form("pfp-bg", note, {}, {}, opened.opened);
  CHECK(answer.outcome == Outcome::kAccepted);
  CHECK(reached(answer, "pfp-ro"));
  // A police request is no thread for it.
  const auto police = *people.request({"BG"}).opened;
  CHECK(people.form("pfp-ro", note, {}, {}, police).reason == "no-right");
}

TEST_CASE("H1: the prosecution's forms name no police case, nor the reverse") {
  People people;
  auto police = people.request({"BG"}, {"H1"});
  people.known = {*police.opened};
  const auto number = police.opened->number.text();
  const auto rogatory = made("legal-assistance", "countries");
  const auto crossing =
      people.form("pfp-ro", rogatory, {{"to_states", "BG"}, {"case_no", number}}, {});
  CHECK(crossing.reason == "no-right");
  CHECK_FALSE(reached(crossing, "pfp-bg"));
  const auto unknown =
      people.form("pfp-ro", rogatory,
                  {{"to_states", "BG"}, {"case_no", CaseNumber("SEL", 2026, 999).text()}}, {});
  CHECK(unknown.reason == "no-right");
  CHECK(unknown.problems.at(0).hint == crossing.problems.at(0).hint);
  const auto own = people.form("ana", made("alert", "countries"),
                               {{"to_states", "BG"}, {"case_no", number}}, {});
  CHECK(own.outcome == Outcome::kAccepted);
  people.known.front().community = "prosecution";
  CHECK(
      people.form("ana", made("alert", "countries"), {{"to_states", "BG"}, {"case_no", number}}, {})
          .reason == "no-right");
}

TEST_CASE("a letter rogatory goes to the prosecution's focal points, from prosecutors alone") {
  People people;
  auto rogatory = made("legal-assistance", "countries");
  rogatory.communities = {"prosecution"};
  const auto decision = people.form("pfp-ro", rogatory, {{"to_states", "BG"}}, {});
  REQUIRE(decision.outcome == Outcome::kAccepted);
  CHECK(reached(decision, "pfp-bg"));
  CHECK_FALSE(reached(decision, "nfp-bg"));
  CHECK(people.form("ana", rogatory, {{"to_states", "BG"}}, {}).reason == "no-right");
}

TEST_CASE("H2 stops copies to desks that were not named") {
  People people;
  people.add_desk("lo-bg", "BG", "police", config::DeskKind::kLiaison).copies = true;
  CHECK(reached(people.request({"BG"}, {"H1"}), "lo-bg"));
  const auto decision = people.request({"BG"}, {"H2"});
  CHECK_FALSE(reached(decision, "lo-bg"));
  REQUIRE(decision.audience.narrowed.size() == 1);
  CHECK(decision.audience.narrowed[0].code == "H2");
}

TEST_CASE("H2: passing on what was received brings a reminder of the provider's permission") {
  People people;
  const auto closed = *people.request({"BG"}, {"H2"}).opened;
  const auto passed = people.answer("nfp-bg", closed, "FORWARDED");
  REQUIRE(passed.outcome == Outcome::kAccepted);
  CHECK(passed.warnings.at(0).code == "needs-permission");
  const auto open = *people.request({"BG"}, {"H1"}).opened;
  CHECK(people.answer("nfp-bg", open, "FORWARDED").warnings.empty());
}
