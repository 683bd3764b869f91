// The clock of a leg (DOMAIN section 7): when who is told, once, whatever happens in between.
#include "gateway/cases/leg_clock.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

Time at(std::int64_t seconds) { return Time(std::chrono::seconds(seconds)); }
const Time kStart = at(1'000'000);

Leg leg_of_a_week() {
  Leg leg;
  leg.country = "BG";
  leg.desk = "nfp-bg";
  leg.deadline = kStart + days(10);
  leg.clock.term_from = kStart;
  leg.clock.acknowledge_by = kStart + days(1);
  return leg;
}

void tell(Leg& leg, const PassedTicks& ticks) {
  for (const auto tick : ticks.passed) {
    leg.clock.tell(tick);
  }
}

}  // namespace

TEST_CASE("a desk is reminded at 50, 80 and 100 %, its liaison desk and the centre after that") {
  auto leg = leg_of_a_week();
  leg.state = LegState::kAcknowledged;
  const std::map<Tick, int> after{{Tick::kHalf, 5},
                                  {Tick::kMost, 8},
                                  {Tick::kDue, 10},
                                  {Tick::kLiaison, 12},
                                  {Tick::kCentre, 15}};
  for (const auto& [tick, day] : after) {
    CHECK(next_tick(leg.clocked()) == kStart + days(day));
    CHECK(passed_ticks(leg.clocked(), kStart + days(day) - minutes(1)).passed.empty());
    const auto passed = passed_ticks(leg.clocked(), kStart + days(day));
    CHECK(passed.tell == std::vector<Tick>{tick});
    tell(leg, passed);
  }
  CHECK_FALSE(next_tick(leg.clocked()));
}

TEST_CASE("a desk that says nothing is asked to acknowledge, one that has said something is not") {
  auto leg = leg_of_a_week();
  CHECK(next_tick(leg.clocked()) == kStart + days(1));
  CHECK(passed_ticks(leg.clocked(), kStart + days(2)).tell ==
        std::vector<Tick>{Tick::kUnacknowledged});
  leg.state = LegState::kAcknowledged;
  CHECK(next_tick(leg.clocked()) == kStart + days(5));
}

TEST_CASE("a FLASH that nobody has read goes to the substitute, then the centre is told") {
  auto leg = leg_of_a_week();
  leg.deadline = kStart + hours(8);
  leg.clock.acknowledge_by = kStart + hours(1);
  leg.clock.wakes = true;
  CHECK(next_tick(leg.clocked()) == kStart + hours(1));  // nobody has it yet
  leg.clock.delivered = kStart + minutes(1);
  CHECK(next_tick(leg.clocked()) == kStart + minutes(16));
  const auto first = passed_ticks(leg.clocked(), kStart + minutes(16));
  CHECK(first.tell == std::vector<Tick>{Tick::kUnread});
  tell(leg, first);
  CHECK(next_tick(leg.clocked()) == kStart + minutes(31));
  leg.state = LegState::kAcknowledged;
  CHECK(next_tick(leg.clocked()) == kStart + hours(4));
}

TEST_CASE("after an outage each audience hears once, of the last that passed") {
  auto leg = leg_of_a_week();
  const auto all = passed_ticks(leg.clocked(), kStart + days(30));
  CHECK(all.tell == std::vector<Tick>{Tick::kDue, Tick::kLiaison, Tick::kCentre});
  CHECK(all.passed.size() == 6);
  tell(leg, all);
  CHECK_FALSE(next_tick(leg.clocked()));
}

TEST_CASE("a question asked back stops the clock, its answer gives back the days it stood") {
  auto leg = leg_of_a_week();
  leg.state = LegState::kClarificationAsked;
  pause(leg.clock, kStart + days(4));
  pause(leg.clock, kStart + days(6));  // asked again: it has stood since the first
  CHECK_FALSE(next_tick(leg.clocked()));
  CHECK_FALSE(leg.overdue(kStart + days(40)));
  leg.state = LegState::kAcknowledged;
  resume(leg.clock, leg.deadline, kStart + days(14));
  CHECK(leg.deadline == kStart + days(20));
  CHECK(next_tick(leg.clocked()) == kStart + days(15));
  resume(leg.clock, leg.deadline, kStart + days(16));
  CHECK(leg.deadline == kStart + days(20));
}

TEST_CASE("a DELAY begins a new term, and the first deadline stays visible") {
  auto leg = leg_of_a_week();
  leg.state = LegState::kAcknowledged;
  tell(leg, passed_ticks(leg.clocked(), kStart + days(11)));
  CHECK_FALSE(delay(leg.clock, leg.deadline, kStart + days(9), kStart + days(11)));
  CHECK(delay(leg.clock, leg.deadline, kStart + days(31), kStart + days(11)));
  CHECK(leg.clock.first_deadline == kStart + days(10));
  CHECK(leg.clock.term == 2);
  CHECK(next_tick(leg.clocked()) == kStart + days(21));
  CHECK(delay(leg.clock, leg.deadline, kStart + days(41), kStart + days(21)));
  CHECK(leg.clock.first_deadline == kStart + days(10));
  Leg free;
  CHECK_FALSE(delay(free.clock, free.deadline, kStart, kStart - days(1)));
}

// Any order of events, any looks and any that were missed: of one term no tick is told twice, none
// while the leg is closed or its clock stands, and none is left out that has passed.
TEST_CASE("whatever happens in whatever order, each tick of a term is told once") {
  std::size_t told_in_all = 0, terms = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    auto leg = leg_of_a_week();
    leg.clock.wakes = seed % 3 == 0;
    auto now = kStart;
    std::set<std::pair<int, Tick>> told;
    for (int step = 0; step < 40; ++step) {
      now += hours(random() % 60);
      switch (random() % 8) {
        case 0:
          leg.state = LegState::kClarificationAsked;
          pause(leg.clock, now);
          break;
        case 1:
          if (leg.state == LegState::kClarificationAsked) {
            leg.state = LegState::kAcknowledged;
            resume(leg.clock, leg.deadline, now);
          }
          break;
        case 2:
          if (is_open(leg.state) && random() % 4 == 0) {
            leg.state = LegState::kAcknowledged;
            resume(leg.clock, leg.deadline, now);
            terms += delay(leg.clock, leg.deadline, now + days(random() % 20), now) ? 1 : 0;
          }
          break;
        case 3:
          leg.clock.delivered = leg.clock.delivered.value_or(now);
          break;
        case 4:
          if (random() % 10 == 0) {
            leg.state = LegState::kAnswered;
          }
          break;
        default: {
          const auto due = next_tick(leg.clocked());
          const auto passed = passed_ticks(leg.clocked(), now);
          CHECK((due && *due <= now) == !passed.passed.empty());
          if (leg.clock.paused || !is_open(leg.state)) {
            CHECK(passed.passed.empty());
          }
          std::set<TickFor> audiences;
          for (const auto tick : passed.tell) {
            CHECK(told.insert({leg.clock.term, tick}).second);
            CHECK(audiences.insert(meant_for(tick)).second);
            ++told_in_all;
          }
          tell(leg, passed);
          CHECK(passed_ticks(leg.clocked(), now).passed.empty());
        }
      }
    }
  }
  CHECK(told_in_all > 5000);
  CHECK(terms > 300);
}

TEST_CASE("a tick has a name of its own") {
  for (const auto tick : kTicks) {
    CHECK(tick_named(name(tick)) == tick);
  }
  CHECK_FALSE(tick_named("never"));
}

}  // namespace pouch::gateway
