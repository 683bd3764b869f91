// Reminders in the store: noted once, written once, whoever looks how often.
#include "gateway/store/reminders.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "gateway/store/audit.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/letters.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::days;

struct OneCase {
  StateFolder folder;
  Store store = folder.open();
  CaseNumber number = open_case();

  CaseNumber open_case() {
    auto commit = new_case(store, folder.accept("raw"));
    for (auto& leg : commit.opened->legs) {
      leg.state = LegState::kAcknowledged;
      leg.deadline = at(0) + days(10);
      leg.clock.term_from = at(0);
    }
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    return commit.opened->number;
  }
  std::vector<Reminder> waiting(Time now) {
    std::vector<Reminder> all;
    while (const auto one = store.reminders().claim(now)) {
      all.push_back(*one);
      Commit commit;
      commit.at = now;
      commit.reminder = one->id;
      commit.about = MessageNumber{number, 1};
      CHECK(store.commit(commit) == CommitResult::kDone);
      CHECK(store.commit(commit) == CommitResult::kAlreadyDone);
    }
    return all;
  }
};

}  // namespace

TEST_CASE("the store says when to look, and a look before it makes nothing") {
  OneCase one;
  auto& reminders = one.store.reminders();
  CHECK(reminders.next_tick() == at(0) + days(5));
  CHECK_FALSE(reminders.note_due(at(0) + days(5) - std::chrono::seconds(1)));
  CHECK(one.waiting(at(0) + days(5)).empty());
}

TEST_CASE("a year of looks, one an hour: each leg hears each tick once") {
  OneCase one;
  std::map<std::pair<std::string, Tick>, int> told;
  for (auto now = at(0); now < at(0) + days(365); now += std::chrono::hours(1)) {
    one.store.reminders().note_due(now);
    for (const auto& reminder : one.waiting(now)) {
      ++told[{reminder.country, reminder.tick}];
    }
  }
  CHECK(told.size() == 10);
  for (const auto& [which, count] : told) {
    CHECK(count == 1);
  }
  CHECK_FALSE(one.store.reminders().next_tick());
  CHECK_FALSE(one.store.audit().first_broken());
}

TEST_CASE("a day without the gateway: each audience hears once, of the last") {
  OneCase one;
  CHECK(one.store.reminders().note_due(at(0) + days(11)));
  CHECK_FALSE(one.store.reminders().note_due(at(0) + days(11)));
  const auto all = one.waiting(at(0) + days(11));
  REQUIRE(all.size() == 2);
  CHECK(all[0].tick == Tick::kDue);
  CHECK(all[1].tick == Tick::kDue);
}

TEST_CASE("whoever writes the case with an older clock makes no reminder come twice") {
  OneCase one;
  const auto before = *one.store.cases().find(one.number);
  one.store.reminders().note_due(at(0) + days(5));
  CHECK(one.waiting(at(0) + days(5)).size() == 2);
  Commit commit;
  commit.at = at(0) + days(6);
  commit.changed = before;
  commit.about = MessageNumber{one.number, 1};
  REQUIRE(one.store.commit(commit) == CommitResult::kDone);
  CHECK_FALSE(one.store.reminders().note_due(at(0) + days(6)));
  CHECK(one.store.reminders().next_tick() == at(0) + days(8));
}

TEST_CASE("legs that count until a time end then, also one that waits, and remind nobody") {
  OneCase one;
  auto subject = *one.store.cases().find(one.number);
  REQUIRE(subject.legs.size() == 2);
  for (auto& leg : subject.legs) {
    leg.clock.counts_until = at(0) + days(3);
  }
  subject.legs[1].state = LegState::kWaiting;
  Commit commit;
  commit.at = at(0);
  commit.changed = subject;
  REQUIRE(one.store.commit(commit) == CommitResult::kDone);
  auto& reminders = one.store.reminders();
  CHECK(reminders.next_tick() == at(0) + days(3));
  reminders.note_due(at(0) + days(3) - std::chrono::seconds(1));
  CHECK(one.store.cases().find(one.number)->legs[0].state == LegState::kAcknowledged);
  CHECK_FALSE(reminders.note_due(at(0) + days(30)));
  CHECK(one.waiting(at(0) + days(30)).empty());
  for (const auto& leg : one.store.cases().find(one.number)->legs) {
    CHECK(leg.state == LegState::kEnded);
    CHECK(leg.since == at(0) + days(3));
  }
  CHECK_FALSE(reminders.next_tick());
  CHECK_FALSE(one.store.audit().first_broken());
}

TEST_CASE("after a restore what has passed is not told again") {
  OneCase one;
  one.store.reminders().note_due(at(0) + days(5));
  one.store.reminders().take_as_told(at(0) + days(9));
  CHECK(one.waiting(at(0) + days(9)).empty());
  CHECK_FALSE(one.store.reminders().next());
  CHECK(one.store.reminders().next_tick() == at(0) + days(10));
}

TEST_CASE("a second process gets no reminder that a living one has, and one of the dead") {
  OneCase one;
  one.store.reminders().note_due(at(0) + days(5));
  CHECK(exit_code(in_child([&] {
          auto store = one.folder.open();
          return store.reminders().claim(at(0) + days(5)) ? 0 : 1;
        })) == 0);
  const auto mine = one.store.reminders().claim(at(0) + days(5));
  REQUIRE(mine);
  CHECK(exit_code(in_child([&] {
          auto store = one.folder.open();
          const auto other = store.reminders().claim(at(0) + days(5));
          return other && other->id != mine->id ? 0 : 1;
        })) == 0);
  one.store.reminders().put_back(*mine, at(0) + days(6), "enough letters", at(0) + days(5));
  CHECK(one.store.reminders().seed(*mine) == one.store.reminders().seed(*mine));
}

}  // namespace pouch::gateway
