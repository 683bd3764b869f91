// Retention in the store: noted once, told once, kept, held and erased, whoever looks how often.
#include "gateway/store/retention.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "gateway/store/audit.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/erasures.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/work/retention_look.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::days;

struct OneCase {
  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;
  Time now = at(0);
  CaseNumber number = open_case();

  OneCase() {
    runtime.site.state = folder.state();
    runtime.now = [this] { return now; };
  }
  CaseNumber open_case(const std::string& text = "text") {
    auto commit = new_case(store, folder.accept("raw"));
    commit.message->contents = {"subject", text, "", {}};
    for (auto& leg : commit.opened->legs) {
      leg.state = LegState::kAnswered;
      leg.since = at(0);
    }
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    return commit.opened->number;
  }
  RetentionDone look(LookAt which = LookAt::kChanged) {
    return look_at_retention(runtime, store, which);
  }
  std::size_t letters() {
    std::size_t count = 0;
    while (const auto row = store.retention().claim(now)) {
      Commit commit;
      commit.at = now;
      commit.retention_letter = row->id;
      commit.about = MessageNumber{number, 1};
      CHECK(store.commit(commit) == CommitResult::kDone);
      CHECK(store.commit(commit) == CommitResult::kAlreadyDone);
      ++count;
    }
    return count;
  }
  void say(RetentionOrder order) {
    auto subject = *store.cases().find(number);
    Commit commit;
    commit.at = now;
    commit.about = MessageNumber{number, 1};
    commit.changed = subject;
    commit.retention = std::move(order);
    REQUIRE(store.commit(commit) == CommitResult::kDone);
  }
};

}  // namespace

TEST_CASE("a year of looks, one a day: each owner hears three times, then it is erased once") {
  OneCase one;
  std::size_t told = 0, erased = 0;
  for (int day = 0; day < 365; ++day) {
    one.now = at(0) + days(day);
    for (int again = 0; again < 2; ++again) {
      const auto done = one.look();
      told += done.asked;
      erased += done.erased;
    }
    one.letters();
  }
  CHECK(told == 3);
  CHECK(erased == 1);
  CHECK(one.store.erasures().is_erased(one.number));
  CHECK_FALSE(one.store.retention().next_look());
  CHECK_FALSE(one.store.audit().first_broken());
}

TEST_CASE("what has changed is looked at once a day, what is due at once") {
  OneCase one;
  CHECK(one.store.retention().any_stale());
  one.look(LookAt::kDue);
  CHECK(one.store.retention().any_stale());
  one.look();
  CHECK_FALSE(one.store.retention().any_stale());
  const auto next = one.store.retention().next_look();
  REQUIRE(next);
  CHECK(*next > std::chrono::floor<days>(one.now));
  one.say({one.number, RetentionOrder::What::kErase, {}, false, {}, "ana.ionescu"});
  CHECK(one.look(LookAt::kOrdered).erased == 1);
}

TEST_CASE("what is kept while a look goes on is not erased by it") {
  OneCase one;
  one.now = at(0) + days(100);
  one.look();
  one.now = at(0) + days(400);
  const auto plan = retention_plan(one.runtime, one.store, one.number);
  REQUIRE(plan);
  REQUIRE(plan->look.step.erase);
  one.say({one.number,
           RetentionOrder::What::kKeep,
           {},
           true,
           std::chrono::floor<days>(one.now) + days(1000),
           "ana.ionescu"});
  CHECK(carry_out(one.runtime, one.store, *plan).erased == 0);
  CHECK(one.look().erased == 0);
  CHECK_FALSE(one.store.erasures().is_erased(one.number));
}

TEST_CASE("a hold that comes while a look goes on stops it, and ends what waits to be told") {
  OneCase one;
  one.now = at(0) + days(100);
  one.look();
  const auto plan = [&] {
    one.now = at(0) + days(400);
    return retention_plan(one.runtime, one.store, one.number);
  }();
  auto& retention = one.store.retention();
  CHECK(retention.hold(one.number, "operator:root", "court", one.now));
  CHECK_FALSE(retention.hold(one.number, "operator:root", "court", one.now));
  CHECK(one.letters() == 0);
  CHECK(carry_out(one.runtime, one.store, *plan).erased == 0);
  CHECK(one.look().erased == 0);
  CHECK(one.store.erasures().erase(one.number, {"operator:root", "x"}, one.now).held);
  CHECK(retention.release(one.number, "operator:root", "over", one.now));
  CHECK_FALSE(retention.release(one.number, "operator:root", "over", one.now));
  CHECK(one.look().asked == 1);
  CHECK_FALSE(one.store.erasures().is_erased(one.number));
}

TEST_CASE("a prosecutor's hold comes with a mail, and ends with one") {
  OneCase one;
  one.say({one.number, RetentionOrder::What::kHold, {}, false, {}, "radu"});
  CHECK(one.store.retention().is_held(one.number));
  one.now = at(0) + days(2000);
  CHECK(one.look().asked == 0);
  one.say({one.number, RetentionOrder::What::kEndHold, {}, false, {}, "radu"});
  CHECK_FALSE(one.store.retention().is_held(one.number));
  CHECK(one.look().asked == 1);
}

TEST_CASE("who had copies is asked once, and confirms once") {
  OneCase one;
  ErasureOrder order{"operator:root", "test"};
  order.tell = {"nfp@mvr.bg.example", "ana@police.ro.example"};
  one.store.erasures().erase(one.number, order, one.now);
  one.store.erasures().erase(one.number, order, one.now);
  std::size_t asked = 0;
  while (const auto row = one.store.retention().claim(one.now)) {
    CHECK_FALSE(row->kind);
    one.store.retention().end(*row, "untold", "test", one.now);
    ++asked;
  }
  CHECK(asked == 2);
  Commit commit;
  commit.at = one.now;
  commit.retention =
      RetentionOrder{one.number, RetentionOrder::What::kConfirm, "NFP@mvr.bg.example"};
  one.store.commit_alone(commit);
  const auto all = one.store.retention().asked_to_erase();
  CHECK(std::count_if(all.begin(), all.end(),
                      [](const AskedToErase& who) { return who.confirmed.has_value(); }) == 1);
}

TEST_CASE("what was sealed is deleted, and a new store gives the room back") {
  OneCase one;
  std::string noise(4u << 20, 0);
  std::mt19937 random(7);
  for (auto& octet : noise) {
    octet = static_cast<char>(random());
  }
  const auto large = one.open_case(noise);
  const auto pages = [&](const char* what) {
    auto statement = one.store.database().prepare(std::string("PRAGMA ") + what);
    statement.step();
    return statement.integer(0);
  };
  const auto before = pages("page_count");
  one.store.erasures().erase(large, {"operator:root", "test"}, one.now);
  auto left = one.store.database().prepare(
      "SELECT (SELECT count(*) FROM message_texts t JOIN messages m ON m.id = t.message"
      " WHERE m.number = ?1) + (SELECT count(*) FROM message_parts p JOIN messages m"
      " ON m.id = p.message WHERE m.number = ?1)");
  left.bind(1, large.text()).step();
  CHECK(left.integer(0) == 0);
  left.reset();
  while (one.store.erasures().give_back()) {
  }
  CHECK(pages("page_count") < before);
  CHECK(pages("freelist_count") < 256);
}

TEST_CASE("the key of a case whose erasure was broken off goes at the next look") {
  OneCase one;
  one.store.database().execute(
      ("INSERT INTO erasures (number, at, why) VALUES ('" + one.number.text() + "', 1, 'erased')")
          .c_str());
  CHECK(one.store.erasures().finish_left());
  CHECK_FALSE(one.store.erasures().finish_left());
  auto keys = Database::open_keys(one.folder.state());
  CHECK_FALSE(keys.prepare("SELECT 1 FROM case_keys").step());
}

}  // namespace pouch::gateway
