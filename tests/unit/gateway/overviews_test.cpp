// Absences and overviews in the store: what is replaced, what a burst makes, what a crash leaves.
#include "gateway/store/overviews.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "gateway/store/absences.hpp"
#include "gateway/store/cases.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

struct TwoCountries {
  StateFolder folder;
  Store store = folder.open();
  CaseNumber number = open_case();

  CaseNumber open_case() {
    const auto commit = new_case(store, folder.accept("raw"));
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    return commit.opened->number;
  }
  void change(LegState state, Time now, std::size_t leg = 0) {
    Commit commit;
    commit.at = now;
    commit.changed = *store.cases().find(number);
    commit.changed->legs[leg].state = state;
    commit.changed->legs[leg].since = now;
    commit.about = MessageNumber{number, 1};
    REQUIRE(store.commit(commit) == CommitResult::kDone);
  }
  CommitResult write(const OverviewRow& row, const std::string& said, Time now) {
    Commit commit;
    commit.at = now;
    commit.overview = row.id;
    commit.overview_said = said;
    commit.about = MessageNumber{number, 1};
    return store.commit(commit);
  }
  std::string said() { return said_of(store.cases().find(number)->legs); }
};

}  // namespace

TEST_CASE("an overview follows the acceptance, then a burst of changes makes one more") {
  TwoCountries two;
  auto& overviews = two.store.overviews();
  CHECK_FALSE(overviews.claim(at(3)));
  const auto first = overviews.claim(at(3) + kGathering);
  REQUIRE(first);
  CHECK(first->version == 1);
  CHECK_FALSE(first->before);
  REQUIRE(two.write(*first, two.said(), at(3) + kGathering) == CommitResult::kDone);
  CHECK(two.write(*first, two.said(), at(4) + kGathering) == CommitResult::kAlreadyDone);
  CHECK_FALSE(overviews.next());
  const auto burst = at(0) + hours(2);
  two.change(LegState::kAcknowledged, burst);
  two.change(LegState::kAcknowledged, burst + minutes(5), 1);
  two.change(LegState::kAnswered, burst + minutes(14));
  CHECK_FALSE(overviews.claim(burst + minutes(14)));
  const auto second = overviews.claim(burst + kGathering);
  REQUIRE(second);
  CHECK(second->version == 2);
  CHECK(second->before == at(3) + kGathering);
  CHECK(overviews.seed(*second) != overviews.seed(*first));
  CHECK(two.write(*second, two.said(), burst + kGathering) == CommitResult::kDone);
  CHECK_FALSE(overviews.next());
}

TEST_CASE("what changes while an overview is written comes in the next one") {
  TwoCountries two;
  const auto row = two.store.overviews().claim(at(0) + hours(1));
  REQUIRE(row);
  const auto before = two.said();
  two.change(LegState::kAnswered, at(0) + hours(1));
  CHECK(two.write(*row, before, at(0) + hours(1)) == CommitResult::kDone);
  CHECK(two.store.overviews().next() == at(0) + hours(1) + kGathering);
}

TEST_CASE("the last overview always says how the legs stand, whatever came when") {
  std::mt19937 random(7);
  TwoCountries two;
  std::string last;
  int written = 0, changes = 0;
  const LegState states[] = {LegState::kSent, LegState::kAcknowledged, LegState::kAnswered,
                             LegState::kRefused};
  auto now = at(0);
  for (int step = 0; step < 300; ++step) {
    now += minutes(1 + random() % 12);
    if (random() % 3 == 0) {
      two.change(states[random() % 4], now, random() % 2);
      ++changes;
    }
    if (const auto row = two.store.overviews().claim(now)) {
      last = two.said();
      REQUIRE(two.write(*row, last, now) == CommitResult::kDone);
      ++written;
    }
  }
  now += hours(1);
  if (const auto row = two.store.overviews().claim(now)) {
    last = two.said();
    REQUIRE(two.write(*row, last, now) == CommitResult::kDone);
  }
  CHECK(last == two.said());
  CHECK(written < changes);  // gathered
  CHECK_FALSE(two.store.overviews().next());
}

TEST_CASE("a request to one country has no overview") {
  StateFolder folder;
  auto store = folder.open();
  auto commit = new_case(store, folder.accept("raw"));
  commit.opened->legs.resize(1);
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  CHECK_FALSE(store.overviews().next());
}

TEST_CASE("an absence that is announced replaces the one before, what had begun stays known") {
  TwoCountries two;
  const auto announce = [&](config::Absence absence, Time now) {
    Commit commit;
    commit.at = now;
    commit.absence = std::move(absence);
    commit.about = MessageNumber{two.number, 1};
    REQUIRE(two.store.commit(commit) == CommitResult::kDone);
  };
  const auto day = [](int n) { return at(0) + std::chrono::days(n); };
  announce({"ana", day(5), day(9), "ion"}, day(0));
  announce({"nfp-ro", day(0), day(9), "nfp-ro2"}, day(0));
  announce({"ana", day(1), day(7), "mia"}, day(1));  // the one to come is gone
  auto all = two.store.absences().since(day(1));
  REQUIRE(all.size() == 2);
  CHECK(all[1].who == "ana");
  CHECK(all[1].substitute == "mia");
  announce({"ana", day(3), day(4), "dan"}, day(3));  // that one has begun, and ends now
  all = two.store.absences().since(day(0));
  REQUIRE(all.size() == 3);
  CHECK(all[1].substitute == "mia");
  CHECK(all[1].until == day(3));
  CHECK(all[2].until == day(4));
  CHECK(two.store.absences().since(day(4)).size() == 1);
}

}  // namespace pouch::gateway
