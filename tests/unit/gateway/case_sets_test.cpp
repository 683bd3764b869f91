// What a query says of the state of a case, asked of the store of today.
#include "gateway/archive/case_sets.hpp"

#include <algorithm>

#include "search/index/fields.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

struct SomeCases {
  StateFolder folder;
  Store store = folder.open();
  std::vector<std::string> numbers;

  // One of each state, the last one with two legs; deadlines a day apart.
  SomeCases() {
    for (int i = 0; i <= static_cast<int>(LegState::kNotDelivered); ++i) {
      add({leg(static_cast<LegState>(i), i)});
    }
    add({leg(LegState::kAnswered, 1), leg(LegState::kSent, 20)});
  }
  static Leg leg(LegState state, int days) {
    auto made = leg_to("BG", state);
    made.deadline = at(0) + std::chrono::days(days);
    return made;
  }
  void add(std::vector<Leg> legs) {
    const auto raw = "raw " + std::to_string(numbers.size());
    auto commit = new_case(store, folder.accept(raw), raw);
    for (std::size_t i = 0; i < legs.size(); ++i) {
      legs[i].country = i == 0 ? "BG" : "RS";
    }
    commit.opened->legs = std::move(legs);
    numbers.push_back(commit.opened->number.text());
    REQUIRE(store.commit(commit) == CommitResult::kDone);
  }
  // Numbers of the cases by their order of opening, from 0.
  std::vector<int> where(const search::CaseCondition& condition, Time now = at(0)) {
    const auto set = cases_where(store.database(), condition, now);
    std::vector<int> found;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const bool named = std::count(set.cases.begin(), set.cases.end(), numbers[i]) > 0;
      if (named != set.all_but) {
        found.push_back(static_cast<int>(i));
      }
    }
    return found;
  }
};

using Found = std::vector<int>;

}  // namespace

TEST_CASE("each state of a leg is a value of the search field is, and finds its cases") {
  SomeCases cases;
  for (int i = 0; i <= static_cast<int>(LegState::kNotDelivered); ++i) {
    std::string value(name(static_cast<LegState>(i)));
    std::replace(value.begin(), value.end(), ' ', '-');
    INFO(value);
    REQUIRE(search::flag("is", value) != nullptr);
    CHECK(search::flag("is", value)->of_store);
    auto found = cases.where({value});
    const auto two_legs = std::find(found.begin(), found.end(), 9);
    CHECK((two_legs != found.end()) == (value == "answered" || value == "sent"));
    found.erase(std::remove(found.begin(), found.end(), 9), found.end());
    CHECK(found == Found{i});
  }
}

TEST_CASE("open, closed and overdue are judged by the legs and the clock") {
  SomeCases cases;
  CHECK(cases.where({"open"}) == Found{0, 1, 2, 3, 6, 8, 9});
  CHECK(cases.where({"closed"}) == Found{4, 5, 7});
  CHECK(cases.where({"overdue"}, at(0)).empty());
  CHECK(cases.where({"overdue"}, at(10) + std::chrono::days(1)) == Found{0, 1});
  CHECK(cases.where({"overdue"}, at(0) + std::chrono::days(30)) == Found{0, 1, 2, 3, 6, 8, 9});
}

TEST_CASE("a deadline lies within days, both included") {
  SomeCases cases;
  const auto first = std::chrono::floor<std::chrono::days>(at(0));
  const auto days = [](int count) { return std::chrono::days(count); };
  CHECK(cases.where({"", first, first + days(1)}) == Found{0, 1, 9});
  CHECK(cases.where({"", first + days(20), first + days(20)}) == Found{9});
  CHECK(cases.where({"", first + days(21), first + days(90)}).empty());
}

TEST_CASE("of many cases the lesser part is named") {
  StateFolder folder;
  auto store = folder.open();
  auto& database = store.database();
  database.execute("PRAGMA foreign_keys=OFF");
  database.execute(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
      " INSERT INTO legs (number, position, country, desk, state, open, since, last_message)"
      " SELECT 'SEL-' || i, 0, 'BG', '', iif(i % 10 = 0, 'refused', 'answered'), 0, 0, 1 FROM n");
  const auto answered = cases_where(database, {"answered"}, at(0));
  CHECK(answered.all_but);
  CHECK(answered.cases.size() == 300);
  const auto closed = cases_where(database, {"closed"}, at(0));
  CHECK(closed.all_but);
  CHECK(closed.cases.empty());
}

}  // namespace pouch::gateway
