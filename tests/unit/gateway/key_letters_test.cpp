// Keys of people in the store: when it is said that one ends, how a new one goes its way, and each
// of it once.
#include "gateway/store/key_letters.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "gateway/store/audit.hpp"
#include "gateway/store/key_updates.hpp"
#include "gateway/store/letters.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

struct OneStore {
  StateFolder folder;
  Store store = folder.open();

  std::vector<KeyLetter> waiting(Time now) {
    std::vector<KeyLetter> all;
    while (const auto one = store.key_letters().claim(now)) {
      all.push_back(*one);
      Commit commit;
      commit.at = now;
      commit.key_letter = one->id;
      CHECK(store.commit(commit) == CommitResult::kDone);
      CHECK(store.commit(commit) == CommitResult::kAlreadyDone);
    }
    return all;
  }
  KeyUpdateChange begun(const std::string& code, const std::string& holder = "ana") const {
    const KeyUpdate update{.holder = holder,
                           .old_key = "OLD-" + holder,
                           .new_key = "NEW-" + code,
                           .message = {CaseNumber("SEL", 2026, 3), 1},
                           .until = at(0) + kKeyProofTime,
                           .armoured = "the canary key",
                           .proof = "the canary proof"};
    return {.begun = update, .code = code};
  }
  CommitResult take(const KeyUpdateChange& change, Time now = at(0)) {
    Commit commit;
    commit.at = now;
    commit.key_update = change;
    return store.commit(commit);
  }
  CommitResult take(std::int64_t id, KeyUpdateState to, Time now = at(0)) {
    return take({.id = id, .to = to}, now);
  }
};

}  // namespace

TEST_CASE("a key tells of its end at 60, 30, 7 and 1 days, by the newest step alone") {
  const Time end = at(0) + days(100);
  CHECK_FALSE(key_step(end, end - days(60) - seconds(1)));
  CHECK(key_step(end, end - days(60)) == 60);
  CHECK(key_step(end, end - days(30) - seconds(1)) == 60);
  CHECK(key_step(end, end - days(30)) == 30);
  CHECK(key_step(end, end - days(7)) == 7);
  CHECK(key_step(end, end - days(1)) == 1);
  CHECK(key_step(end, end - seconds(1)) == 1);
  CHECK_FALSE(key_step(end, end));
  CHECK(next_key_step(end, at(0)) == end - days(60));
  CHECK(next_key_step(end, end - days(60)) == end - days(30));
  CHECK(next_key_step(end, end - days(1)) == std::nullopt);
}

TEST_CASE("a year of looks at a key, one each six hours: each step is told once") {
  OneStore one;
  const EndingKey key{"ana", "F1", at(0) + days(200)};
  std::map<std::int64_t, int> told;
  for (auto now = at(0); now < at(0) + days(365); now += hours(6)) {
    one.store.key_letters().note_due({key}, now);
    one.store.key_letters().note_due({key}, now);
    for (const auto& letter : one.waiting(now)) {
      CHECK(letter.holder == "ana");
      CHECK(letter.expires == key.expires);
      ++told[letter.about];
    }
  }
  CHECK(told == std::map<std::int64_t, int>{{60, 1}, {30, 1}, {7, 1}, {1, 1}});
  CHECK_FALSE(one.store.audit().first_broken());
}

TEST_CASE("a key found late is told of once, and a clock that goes back brings no earlier step") {
  OneStore one;
  const EndingKey key{"ana", "F1", at(0) + days(5)};
  CHECK(one.store.key_letters().note_due({key}, at(0)));
  const auto late = one.waiting(at(0));
  REQUIRE(late.size() == 1);
  CHECK(late.front().about == 7);
  CHECK_FALSE(one.store.key_letters().note_due({key}, at(0) - days(20)));
  CHECK(one.waiting(at(0)).empty());
}

TEST_CASE("a key with a new date begins anew, and what was told after a backup stays told") {
  OneStore one;
  EndingKey key{"ana", "F1", at(0) + days(5)};
  one.store.key_letters().note_due({key}, at(0));
  CHECK(one.waiting(at(0)).size() == 1);
  key.expires = at(0) + days(400);
  CHECK_FALSE(one.store.key_letters().note_due({key}, at(0)));
  CHECK(one.store.key_letters().note_due({key}, at(0) + days(340)));
  one.store.key_letters().take_as_told({key}, at(0) + days(370));
  CHECK(one.waiting(at(0) + days(370)).empty());
  CHECK(one.store.key_letters().note_due({key}, at(0) + days(399)));
}

TEST_CASE("a new key goes each step once, and each is told once") {
  OneStore one;
  auto& updates = one.store.key_updates();
  REQUIRE(one.take(one.begun("C1")) == CommitResult::kDone);
  auto asked = updates.of_code("C1");
  REQUIRE(asked);
  CHECK(asked->state == KeyUpdateState::kAsked);
  CHECK(asked->armoured == "the canary key");
  CHECK(asked->proof == "the canary proof");
  CHECK_FALSE(updates.of_code("C2"));
  CHECK(one.take(asked->id, KeyUpdateState::kConfirmed) == CommitResult::kCaseChanged);
  CHECK(one.take(asked->id, KeyUpdateState::kProved) == CommitResult::kDone);
  CHECK(one.take(asked->id, KeyUpdateState::kProved) == CommitResult::kCaseChanged);
  CHECK(one.take(asked->id, KeyUpdateState::kConfirmed) == CommitResult::kDone);
  CHECK(one.take(asked->id, KeyUpdateState::kRefused) == CommitResult::kCaseChanged);
  CHECK(one.take(asked->id, KeyUpdateState::kWithdrawn) == CommitResult::kCaseChanged);
  CHECK(updates.open().empty());
  CHECK(updates.find(asked->id)->armoured.empty());
  std::vector<std::string> told;
  for (const auto& letter : one.waiting(at(0))) {
    told.push_back(letter.what);
  }
  CHECK(told == std::vector<std::string>{"asked", "proved", "confirmed"});
}

TEST_CASE("a newer announcement takes the place of the older one for the same key alone") {
  OneStore one;
  auto& updates = one.store.key_updates();
  REQUIRE(one.take(one.begun("C1")) == CommitResult::kDone);
  REQUIRE(one.take(one.begun("C2", "dimitar")) == CommitResult::kDone);
  REQUIRE(one.take(one.begun("C3")) == CommitResult::kDone);
  CHECK(updates.of_code("C1")->state == KeyUpdateState::kReplaced);
  CHECK(updates.of_code("C2")->state == KeyUpdateState::kAsked);
  CHECK(updates.of_code("C3")->state == KeyUpdateState::kAsked);
  CHECK(updates.of("ana").size() == 2);
  CHECK(updates.open().size() == 2);
}

TEST_CASE("a code that does not come back lapses at its time, and is told of once") {
  OneStore one;
  auto& updates = one.store.key_updates();
  REQUIRE(one.take(one.begun("C1")) == CommitResult::kDone);
  CHECK(one.waiting(at(0)).size() == 1);
  CHECK(updates.next_lapse() == at(0) + kKeyProofTime);
  CHECK_FALSE(updates.lapse(at(0) + kKeyProofTime - seconds(1)));
  CHECK(updates.lapse(at(0) + kKeyProofTime));
  CHECK_FALSE(updates.lapse(at(0) + kKeyProofTime));
  CHECK_FALSE(updates.next_lapse());
  const auto told = one.waiting(at(0) + kKeyProofTime);
  REQUIRE(told.size() == 1);
  CHECK(told.front().what == "lapsed");
}

TEST_CASE("neither the new key nor its code can be read in the store's file") {
  OneStore one;
  auto change = one.begun("C1");
  change.code = "the canary code";
  REQUIRE(one.take(change) == CommitResult::kDone);
  REQUIRE(one.store.key_updates().of_code("the canary code"));
  for (const auto* file : {"pouch.db", "pouch.db-wal"}) {
    const auto bytes = read_text(one.folder.state() / file);
    CHECK(bytes.find("canary") == std::string::npos);
  }
}

TEST_CASE("a code is read out of a Reply however it was typed, and nothing else is one") {
  const std::string random(64, '\x05');
  const auto code = key_code(random);
  REQUIRE(code.size() == 33);
  CHECK(code.substr(0, 4) == "KEY-");
  CHECK(key_code_in("Here it is:\n  " + code + ".\n") == code);
  std::string small = code;
  for (auto& c : small) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  CHECK(key_code_in("key- " + small) == code);
  CHECK_FALSE(key_code_in(code.substr(0, 32)));
  CHECK_FALSE(key_code_in("KEY-0000-0000-0000-0000-0000-0000"));
  CHECK_FALSE(key_code_in(""));
  CHECK(key_code(std::string(64, '\xFF')).empty());  // no digit favoured: thrown away
}

}  // namespace pouch::gateway
