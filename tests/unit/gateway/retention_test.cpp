// How long a case is kept, day by day: which review is due, what is told when, when it is erased.
#include "gateway/cases/retention.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

namespace pouch::gateway {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
namespace chrono = std::chrono;

const RetentionRules kRules;

sys_days day(int year, unsigned month, unsigned date) {
  return chrono::year(year) / chrono::month(month) / chrono::day(date);
}

RetentionFacts opened(sys_days when) {
  RetentionFacts facts;
  facts.opened = when;
  return facts;
}

// What happened to a case that nobody answers for, looked at every `every` days.
struct Told {
  std::vector<std::pair<RetentionLetter, sys_days>> letters;
  std::optional<sys_days> erased;
};
Told live(const RetentionDue& due, sys_days from, int every, RetentionState state = {}) {
  Told told;
  for (auto today = from; today < from + days(2000); today += days(every)) {
    const auto step = step_of(due, state, kRules, today);
    if (step.erase) {
      told.erased = today;
      return told;
    }
    if (step.tell) {
      told.letters.emplace_back(*step.tell, today);
      if (*step.tell == RetentionLetter::kNotice) {
        state.told = due;
        state.noticed = today;
      }
      state.last = *step.tell;
    }
  }
  return told;
}

}  // namespace

TEST_CASE("months are the calendar's, a short month ends with its last day") {
  CHECK(months_after(day(2026, 8, 31), 6) == day(2027, 2, 28));
  CHECK(months_after(day(2027, 8, 31), 6) == day(2028, 2, 29));
  CHECK(months_after(day(2028, 2, 29), 12) == day(2029, 2, 28));
  CHECK(months_after(day(2028, 2, 29), 48) == day(2032, 2, 29));
  CHECK(months_after(day(2026, 12, 1), 1) == day(2027, 1, 1));
}

TEST_CASE("the first review comes half a year after the exchange is concluded, or after three") {
  auto facts = opened(day(2026, 1, 10));
  CHECK(due_of(facts, kRules) == RetentionDue{day(2029, 1, 10), DueFor::kReview, ""});
  facts.concluded = day(2026, 3, 1);
  CHECK(due_of(facts, kRules) == RetentionDue{day(2026, 9, 1), DueFor::kReview, ""});
  facts.concluded = day(2028, 12, 1);
  CHECK(due_of(facts, kRules).on == day(2029, 1, 10));
}

TEST_CASE("victims, witnesses and minors are reviewed each year") {
  auto facts = opened(day(2026, 1, 10));
  facts.yearly = true;
  CHECK(due_of(facts, kRules) == RetentionDue{day(2027, 1, 10), DueFor::kYearlyReview, ""});
  facts.kept = {{"", day(2027, 1, 5), day(2030, 1, 5)}};
  CHECK(due_of(facts, kRules).on == day(2028, 1, 5));  // kept for longer, before they were in it
}

TEST_CASE("kept on until the day that was said, and concluded later is a first review again") {
  auto facts = opened(day(2026, 1, 10));
  facts.concluded = day(2026, 3, 1);
  facts.kept = {{"", day(2026, 8, 20), day(2028, 8, 20)}};
  CHECK(due_of(facts, kRules).on == day(2028, 8, 20));
  facts.concluded = day(2027, 2, 1);
  CHECK(due_of(facts, kRules).on == day(2027, 8, 1));
}

TEST_CASE("a supplier's day is obeyed, and moved by the supplier alone") {
  auto facts = opened(day(2026, 1, 10));
  facts.limits = {{"nfp-bg", day(2026, 1, 20), day(2026, 6, 1)},
                  {"nfp-rs", day(2026, 1, 21), day(2026, 7, 1)}};
  CHECK(due_of(facts, kRules) == RetentionDue{day(2026, 6, 1), DueFor::kSupplier, "nfp-bg"});
  facts.kept = {{"", day(2026, 5, 1), day(2029, 5, 1)},
                {"nfp-rs", day(2026, 5, 1), day(2028, 1, 1)}};
  CHECK(due_of(facts, kRules) == RetentionDue{day(2026, 6, 1), DueFor::kSupplier, "nfp-bg"});
  facts.kept.push_back({"nfp-bg", day(2026, 5, 2), day(2027, 1, 1)});
  CHECK(due_of(facts, kRules) == RetentionDue{day(2027, 1, 1), DueFor::kSupplier, "nfp-bg"});
  // Data that came after it have their own day.
  facts.limits.push_back({"nfp-bg", day(2026, 5, 3), day(2026, 5, 30)});
  CHECK(due_of(facts, kRules).on == day(2026, 5, 30));
}

TEST_CASE("a notice, a month before, a week before, then the end, whatever days are looked at") {
  const RetentionDue due{day(2027, 2, 28), DueFor::kReview, ""};
  const auto told = live(due, day(2026, 6, 1), 1);
  REQUIRE(told.letters.size() == 3);
  CHECK(told.letters[0] == std::pair(RetentionLetter::kNotice, due.on - days(90)));
  CHECK(told.letters[1] == std::pair(RetentionLetter::kMonth, due.on - days(30)));
  CHECK(told.letters[2] == std::pair(RetentionLetter::kWeek, due.on - days(7)));
  CHECK(told.erased == due.on);
}

TEST_CASE("looked at late, the owner still has all the days of the notice") {
  const RetentionDue due{day(2020, 1, 1), DueFor::kReview, ""};
  const auto told = live(due, day(2026, 11, 1), 1);
  CHECK(told.letters.size() == 3);
  CHECK(told.erased == day(2026, 11, 1) + days(90));
  const auto of_supplier =
      live({day(2020, 1, 1), DueFor::kSupplier, "nfp-bg"}, day(2026, 11, 1), 1);
  CHECK(of_supplier.letters.empty());
  CHECK(of_supplier.erased == day(2026, 11, 1));
}

TEST_CASE("a supplier's day that is near is told at once, and what is left of the reminders") {
  const RetentionDue due{day(2026, 11, 21), DueFor::kSupplier, "nfp-bg"};
  const auto told = live(due, day(2026, 11, 1), 1);
  REQUIRE(told.letters.size() == 2);
  CHECK(told.letters[1] == std::pair(RetentionLetter::kWeek, day(2026, 11, 14)));
  CHECK(told.erased == due.on);
}

TEST_CASE("a hold stops all of it, an order of the owner ends it at once") {
  const RetentionDue due{day(2020, 1, 1), DueFor::kSupplier, "nfp-bg"};
  RetentionState state;
  state.ordered = true;
  CHECK(step_of(due, state, kRules, day(2026, 1, 1)).erase);
  state.held = true;
  const auto step = step_of(due, state, kRules, day(2026, 1, 1));
  CHECK_FALSE(step.erase);
  CHECK_FALSE(step.tell);
  CHECK_FALSE(step.next);
}

TEST_CASE("any pauses between looks: at most one letter of a kind, none in a burst, no early end") {
  std::mt19937 random(20261130);
  for (int round = 0; round < 500; ++round) {
    const RetentionDue due{day(2026, 1, 1) + days(static_cast<int>(random() % 1500)),
                           random() % 3 == 0 ? DueFor::kSupplier : DueFor::kReview, ""};
    RetentionState state;
    std::vector<int> told(3);
    sys_days noticed{};
    auto today = day(2026, 1, 1);
    RetentionStep step;
    for (int look = 0; look < 4000; ++look) {
      step = step_of(due, state, kRules, today);
      if (step.erase) {
        break;
      }
      REQUIRE(step.next);
      CHECK(*step.next > today);
      if (step.tell) {
        ++told[static_cast<std::size_t>(*step.tell)];
        if (*step.tell == RetentionLetter::kNotice) {
          state.told = due;
          state.noticed = noticed = today;
        }
        state.last = *step.tell;
        CHECK_FALSE(step_of(due, state, kRules, today).tell);
      }
      // On the day that it names, or any time later.
      today = *step.next + days(static_cast<int>(random() % 4 == 0 ? random() % 200 : 0));
    }
    REQUIRE(step.erase);
    CHECK(today >= due.on);
    CHECK(*std::max_element(told.begin(), told.end()) <= 1);
    if (due.why == DueFor::kReview) {
      CHECK(told[0] == 1);
      CHECK(today >= noticed + days(kRules.notice));
    }
  }
}

TEST_CASE("the order in which limits and keepings are known changes nothing") {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    auto facts = opened(day(2026, 1, 1));
    facts.yearly = random() % 2 == 0;
    for (unsigned i = 0; i < random() % 5; ++i) {
      facts.limits.push_back({"nfp-" + std::string(1, static_cast<char>('a' + random() % 3)),
                              day(2026, 1, 1) + days(static_cast<int>(random() % 900)),
                              day(2026, 1, 1) + days(static_cast<int>(1000 + 37 * i))});
    }
    const auto due = due_of(facts, kRules);
    std::shuffle(facts.limits.begin(), facts.limits.end(), random);
    CHECK(due_of(facts, kRules) == due);
    CHECK(due.on <= months_after(facts.opened, kRules.later));
  }
}

}  // namespace pouch::gateway
