#include "gateway/decide/decide.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/unit/gateway/people.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::People;
using pouch::test::told;

namespace {

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("opens one case with a leg and a letter per country") {
  People people;
  const auto decision = people.request({"BG", "RS"});
  REQUIRE(decision.outcome == Outcome::kAccepted);
  REQUIRE(decision.opened);
  CHECK(decision.opened->legs.size() == 2);
  CHECK(told(decision, LetterKind::kRequest) == Ids{"nfp-bg", "nfp-rs"});
  CHECK(told(decision, LetterKind::kReceipt) == Ids{"ana"});
  CHECK(decision.opened->requester_desk == "nfp-ro");
  CHECK(decision.opened->legs[0].deadline);
  CHECK(decision.letters.back().kind == LetterKind::kReceipt);
}

TEST_CASE(
    "lets a leg wait when the country's desk has no usable key, and goes on with the others") {
  People people;
  people.unusable = {"KEY-NFP-BG"};
  const auto decision = people.request({"BG", "RS"});
  REQUIRE(decision.outcome == Outcome::kAccepted);
  CHECK(decision.opened->legs[0].state == LegState::kWaiting);
  CHECK(decision.opened->legs[1].state == LegState::kSent);
  CHECK(told(decision, LetterKind::kRequest) == Ids{"nfp-rs"});
  REQUIRE(decision.warnings.size() == 1);
  CHECK(decision.warnings[0].code == "leg-waits");
}

TEST_CASE("refuses a country outside the exchange, none, and a broadcast without right") {
  People people;
  for (const auto& countries : std::vector<Ids>{{"FR"}, {"BG", "FR"}, {"ALL"}, {}}) {
    const auto decision = people.request(countries);
    CHECK(decision.outcome == Outcome::kRefused);
    CHECK_FALSE(decision.opened);
    CHECK(told(decision, LetterKind::kRefusal) == Ids{"ana"});
    CHECK(decision.letters.size() == 1);  // at most one letter
  }
  people.ana.rights.push_back("broadcast");
  CHECK(people.request({"ALL"}).opened->legs.size() == 2);
}

TEST_CASE("carries a request to the sender's own country to his own focal point, with a warning") {
  People people;
  const auto decision = people.request({"RO"});
  CHECK(told(decision, LetterKind::kRequest) == Ids{"nfp-ro"});
  REQUIRE(decision.warnings.size() == 1);
  CHECK(decision.warnings[0].code == "own-country");
}

TEST_CASE("sends copies to the liaison desks that want them, of both sides only") {
  People people;
  people.add_desk("lo-bg", "BG", "police", config::DeskKind::kLiaison).copies = true;
  people.add_desk("lo-ro", "RO", "police", config::DeskKind::kLiaison).copies = true;
  people.add_desk("lo-rs", "RS", "police", config::DeskKind::kLiaison).copies = true;
  const auto decision = people.request({"BG"});
  CHECK(told(decision, LetterKind::kCopy) == Ids{"lo-bg", "lo-ro"});
}

TEST_CASE("an answer goes to the requester and his focal point, to nobody else") {
  People people;
  auto decision = people.request({"BG", "RS"});
  decision = people.answer("nfp-bg", *decision.opened, "FULL");
  REQUIRE(decision.outcome == Outcome::kAccepted);
  CHECK(told(decision, LetterKind::kReply) == Ids{"ana", "nfp-ro"});
  CHECK(decision.changed->legs[0].state == LegState::kAnswered);
  CHECK(decision.changed->legs[1].state == LegState::kSent);
  for (const auto& letter : decision.letters) {
    CHECK(letter.to.size() == 1);  // separate encryptions (SECURITY class 31)
  }
}

TEST_CASE("each kind of answer sets its leg's state") {
  People people;
  const auto opened = *people.request({"BG"}).opened;
  const std::vector<std::pair<std::string, LegState>> effects{
      {"ACK", LegState::kAcknowledged},       {"FULL", LegState::kAnswered},
      {"PARTIAL", LegState::kPartlyAnswered}, {"NO_TRACE", LegState::kAnswered},
      {"REFUSAL", LegState::kRefused},        {"CLARIFY", LegState::kClarificationAsked},
      {"DELAY", LegState::kAcknowledged},     {"FORWARDED", LegState::kAcknowledged}};
  for (const auto& [kind, state] : effects) {
    INFO(kind);
    CHECK(people.answer("nfp-bg", opened, kind).changed->legs[0].state == state);
  }
}

TEST_CASE("refuses an answer from a desk that was not asked, and without a known case") {
  People people;
  const auto opened = *people.request({"BG"}).opened;
  for (const auto* desk : {"nfp-rs", "nfp-ro", "pfp-bg"}) {
    const auto decision = people.answer(desk, opened, "FULL");
    CHECK(decision.outcome == Outcome::kRefused);
    CHECK(decision.reason == "no-right");
  }
  CHECK(people.answer("nfp-bg", std::nullopt, "FULL").problems.at(0).code == "unknown-case");
}

TEST_CASE("a substitute may answer for the desk that names it") {
  People people;
  people.desk("nfp-bg").substitute = "nfp-bg-night";
  people.add_desk("nfp-bg-night", "BG", "police", config::DeskKind::kFocalPoint);
  auto opened = *people.request({"BG"}).opened;
  opened.legs[0].desk = "nfp-bg";
  CHECK(people.answer("nfp-bg-night", opened, "FULL").outcome == Outcome::kAccepted);
}

TEST_CASE("a plain reply of the desk acknowledges the leg and leaves the clock running") {
  People people;
  const auto opened = *people.request({"BG"}).opened;
  const auto decision = people.plain("nfp-bg", opened);
  REQUIRE(decision.outcome == Outcome::kAccepted);
  CHECK(decision.changed->legs[0].state == LegState::kAcknowledged);
  CHECK(decision.changed->legs[0].deadline == opened.legs[0].deadline);
  CHECK(told(decision, LetterKind::kReply) == Ids{"ana", "nfp-ro"});
}

TEST_CASE("a note in the thread goes to its parties, and a stranger to the case is refused") {
  People people;
  const auto opened = *people.request({"BG", "RS"}).opened;
  const auto asked = people.plain("ana", opened);
  CHECK(asked.outcome == Outcome::kRefused);
  CHECK(asked.reason == "to-whom");
  people.to_names = {"all"};
  const auto decision = people.plain("ana", opened);
  CHECK(told(decision, LetterKind::kNote) == Ids{"nfp-bg", "nfp-rs"});
  people.to_names.clear();
  CHECK(people.plain("pfp-ro", opened).reason == "no-right");
}

TEST_CASE("a fresh note goes to the sender's own focal point") {
  People people;
  const auto decision = people.plain("ana", std::nullopt);
  REQUIRE(decision.outcome == Outcome::kAccepted);
  CHECK(told(decision, LetterKind::kNote) == Ids{"nfp-ro"});
  CHECK(decision.opened->kind == CaseKind::kNote);
}

TEST_CASE("group mail goes to the group, once for all, the writer excepted") {
  People people;
  const auto decision = people.group_mail("pfp-ro", std::nullopt);
  REQUIRE(decision.outcome == Outcome::kAccepted);
  REQUIRE(decision.letters.size() == 2);
  CHECK(told(decision, LetterKind::kCaseNote) == Ids{"pfp-bg"});
  CHECK(people.group_mail("ana", std::nullopt).reason == "no-right");
  // An answer to the gateway's own address reaches the writer alone.
  people.carried(decision, "pfp-ro");
  people.answers_kind = "case-note";
  people.answers = 1;
  const auto answer = people.plain("pfp-bg", *decision.opened);
  CHECK(told(answer, LetterKind::kNote) == Ids{"pfp-ro"});
  CHECK(people.plain("ana", *decision.opened).outcome == Outcome::kRefused);
}

TEST_CASE("handling is inherited, and the strictest wins") {
  People people;
  auto opened = *people.request({"BG"}, {"H1"}).opened;
  CHECK(opened.handling == Ids{"H1"});
  const auto decision = people.answer("nfp-bg", opened, "FULL", {"H2"});
  CHECK(decision.changed->handling == Ids{"H1", "H2"});
}

TEST_CASE("H2 keeps a case from searches of desks that were not named") {
  People people;
  const auto open = people.request({"BG"}).readers;
  CHECK(std::count(open.begin(), open.end(), "state:BG:police") == 1);
  const auto closed = people.request({"BG"}, {"H2"}).readers;
  CHECK(std::count(closed.begin(), closed.end(), "state:BG:police") == 0);
  CHECK(std::count(closed.begin(), closed.end(), "desk:nfp-bg") == 1);
}

TEST_CASE("refuses for a missing right, a foreign community, a classification too high") {
  People people;
  people.ana.rights = {"search"};
  CHECK(people.request({"BG"}).reason == "no-right");
  people.ana.rights = {"send"};
  people.classification = "SECRET";
  CHECK(people.request({"BG"}).reason == "classification");
}

TEST_CASE("is a function of its arguments: the same situation gives the same decision") {
  People people;
  const auto first = people.request({"BG", "RS"});
  const auto second = people.request({"BG", "RS"});
  CHECK(first.notices == second.notices);
  CHECK(first.readers == second.readers);
  CHECK(first.letters.size() == second.letters.size());
}
