// A new key as `decide` takes it: each wrong offer and each wrong code is refused with the rule
// named, and changes nothing.
#include <catch2/catch.hpp>

#include "gateway/decide/decide.hpp"
#include "tests/unit/gateway/people.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::People;

namespace {

KeyOffer offer() {
  KeyOffer offer;
  offer.fingerprint = "KEY-NEW";
  offer.algorithm = "ed25519";
  offer.user_ids = {"Old <old@elsewhere.example>", "Ana Ionescu <Ana@police.ro.example>"};
  offer.armoured = "the new key";
  offer.code = "KEY-AAAA";
  offer.proof = "sealed";
  return offer;
}

KeyUpdate update() {
  return {.id = 7,
          .holder = "ana",
          .old_key = "KEY-ANA",
          .new_key = "KEY-NEW",
          .message = {CaseNumber("SEL", 2026, 3), 1}};
}

Decision announce(People& people, std::optional<KeyOffer> what, const std::string& id = "ana") {
  people.key_offer = std::move(what);
  return people.control(id, {{"action", "KEY_UPDATE"}});
}

Decision return_code(People& people, std::optional<KeyUpdate> of, const std::string& id = "ana") {
  if (of && of->until == Time{}) {
    of->until = people.now + std::chrono::hours(1);
  }
  people.key_answer = KeyAnswer{.has_code = true, .update = std::move(of)};
  return people.plain(id, std::nullopt);
}

void check_refused(const Decision& decision, const std::string& reason) {
  INFO(reason);
  CHECK(decision.outcome == Outcome::kRefused);
  CHECK(decision.reason == "key-update");
  CHECK_FALSE(decision.key_update);
  CHECK_FALSE(decision.the_case());
  REQUIRE(decision.problems.size() == 1);
  CHECK(decision.problems.front().code == reason);
  CHECK_FALSE(decision.problems.front().hint.empty());
}

}  // namespace

TEST_CASE("an announced key waits for its code, and for nothing else is it good") {
  People people;
  const auto decision = announce(people, offer());
  REQUIRE(decision.outcome == Outcome::kAccepted);
  REQUIRE(decision.key_update);
  const auto& begun = *decision.key_update->begun;
  CHECK(decision.key_update->to == KeyUpdateState::kAsked);
  CHECK(begun.holder == "ana");
  CHECK(begun.old_key == "KEY-ANA");
  CHECK(begun.new_key == "KEY-NEW");
  CHECK(begun.until == people.now + kKeyProofTime);
  CHECK(decision.key_update->code == "KEY-AAAA");
  CHECK(decision.notices.back().find("NOT taken into use") != std::string::npos);
}

TEST_CASE("each wrong offer of a key is refused by its own rule, and a private key is not kept") {
  People people;
  people.add_member("dimitar", "Dimitar", "dimitar@police.bg.example", "BG", "police");
  people.directory.members.front().keys.push_back("KEY-ANA-2");
  check_refused(announce(people, std::nullopt), "no-key-file");
  auto bad = offer();
  bad.wrong = "the file holds 2 keys";
  bad.hint = "one";
  check_refused(announce(people, bad), "unusable-key");
  bad.secret = true;
  const auto secret = announce(people, bad);
  check_refused(secret, "private-key");
  CHECK(secret.keep_nothing);
  CHECK(secret.problems.front().text.find("WARNING") == 0);
  for (const auto& [fingerprint, reason] :
       {std::pair("KEY-DIMITAR", "key-of-another"), std::pair("KEY-NFP-BG", "key-of-another"),
        std::pair("KEY-ANA-2", "key-known")}) {
    auto other = offer();
    other.fingerprint = fingerprint;
    check_refused(announce(people, other), reason);
  }
  auto nameless = offer();
  nameless.user_ids = {"Ana <ana@police.ro.example.org>", "ana", ""};
  check_refused(announce(people, nameless), "key-address");
  auto same = offer();
  same.fingerprint = "KEY-ANA";  // a new date
  CHECK(announce(people, same).outcome == Outcome::kAccepted);
}

TEST_CASE("a code counts once, in time, for its holder and the key that announced") {
  People people;
  const auto good = return_code(people, update());
  REQUIRE(good.outcome == Outcome::kAccepted);
  REQUIRE(good.key_update);
  CHECK(good.key_update->id == 7);
  CHECK(good.key_update->to == KeyUpdateState::kProved);
  REQUIRE(good.answer);
  CHECK(good.answer->kind == AnswerKind::kKeyUpdate);
  CHECK_FALSE(good.the_case());

  check_refused(return_code(people, std::nullopt), "unknown-code");
  check_refused(return_code(people, update(), "nfp-bg"), "code-of-another");
  auto other_key = update();
  other_key.old_key = "KEY-ANA-2";
  check_refused(return_code(people, other_key), "other-key");
  auto late = update();
  late.until = people.now;
  check_refused(return_code(people, late), "code-late");
  for (const auto& [state, reason] : {std::pair(KeyUpdateState::kProved, "code-used"),
                                      std::pair(KeyUpdateState::kConfirmed, "code-used"),
                                      std::pair(KeyUpdateState::kLapsed, "code-late"),
                                      std::pair(KeyUpdateState::kRefused, "code-ended"),
                                      std::pair(KeyUpdateState::kWithdrawn, "code-ended"),
                                      std::pair(KeyUpdateState::kReplaced, "code-ended")}) {
    auto ended = update();
    ended.state = state;
    check_refused(return_code(people, ended), reason);
  }
}

TEST_CASE("the word stop ends an update that is open, and no other") {
  People people;
  for (const auto state : {KeyUpdateState::kAsked, KeyUpdateState::kProved}) {
    auto open = update();
    open.state = state;
    people.key_answer = KeyAnswer{.stops = true, .update = open};
    const auto stopped = people.plain("ana", std::nullopt);
    REQUIRE(stopped.key_update);
    CHECK(stopped.key_update->to == KeyUpdateState::kWithdrawn);
  }
  for (const auto state : {KeyUpdateState::kConfirmed, KeyUpdateState::kLapsed}) {
    auto ended = update();
    ended.state = state;
    people.key_answer = KeyAnswer{.stops = true, .update = ended};
    const auto nothing = people.plain("ana", std::nullopt);
    CHECK(nothing.outcome == Outcome::kAccepted);
    CHECK_FALSE(nothing.key_update);
    CHECK(nothing.answer);
  }
}
