#include "gateway/cases/leg_clock.hpp"

#include <algorithm>

namespace pouch::gateway {
namespace {

using Time = LegClock::Time;

struct TickRow {
  std::string_view name;
  TickFor who;
  int percent;                  // of the term; 0: not of the term
  std::chrono::minutes unread;  // after delivery; 0: not of the reading
};

constexpr std::array<TickRow, kTicks.size()> kRows{{
    {"unread", TickFor::kSubstitute, 0, std::chrono::minutes(15)},
    {"unread-centre", TickFor::kCentre, 0, std::chrono::minutes(30)},
    {"unacknowledged", TickFor::kDesk, 0, {}},
    {"half", TickFor::kDesk, 50, {}},
    {"most", TickFor::kDesk, 80, {}},
    {"due", TickFor::kDesk, 100, {}},
    {"liaison", TickFor::kLiaison, 120, {}},
    {"centre", TickFor::kCentre, 150, {}},
}};

const TickRow& row(Tick tick) { return kRows.at(static_cast<std::size_t>(tick)); }

std::optional<Time> of_term(int percent, const ClockedLeg& leg) {
  const auto& from = leg.clock.term_from;
  if (!from || !leg.deadline || *leg.deadline <= *from) {
    return std::nullopt;
  }
  return *from + (*leg.deadline - *from) * percent / 100;
}

// What belongs to one term alone; a new one begins with these untold.
constexpr bool is_of_term(Tick tick) { return tick >= Tick::kHalf; }

}  // namespace

std::string_view name(Tick tick) { return row(tick).name; }

std::optional<Tick> tick_named(std::string_view name) {
  const auto found =
      std::find_if(kTicks.begin(), kTicks.end(), [&](Tick tick) { return row(tick).name == name; });
  return found == kTicks.end() ? std::nullopt : std::optional(*found);
}

TickFor meant_for(Tick tick) { return row(tick).who; }

std::optional<Time> end_of(const ClockedLeg& leg) {
  return leg.open ? leg.clock.counts_until : std::nullopt;
}

std::optional<Time> moment_of(Tick tick, const ClockedLeg& leg) {
  if (!leg.ticks || leg.clock.paused) {
    return std::nullopt;
  }
  if (row(tick).percent > 0) {
    return of_term(row(tick).percent, leg);
  }
  if (!leg.silent) {
    return std::nullopt;
  }
  if (tick == Tick::kUnacknowledged) {
    return leg.clock.acknowledge_by;
  }
  return leg.clock.wakes && leg.clock.delivered
             ? std::optional<Time>(*leg.clock.delivered + row(tick).unread)
             : std::nullopt;
}

std::optional<Time> next_tick(const ClockedLeg& leg) {
  auto next = end_of(leg);
  for (const auto tick : kTicks) {
    const auto moment = leg.clock.has_told(tick) ? std::nullopt : moment_of(tick, leg);
    if (moment && (!next || *moment < *next)) {
      next = moment;
    }
  }
  return next;
}

PassedTicks passed_ticks(const ClockedLeg& leg, Time now) {
  PassedTicks result;
  for (const auto tick : kTicks) {
    const auto moment = leg.clock.has_told(tick) ? std::nullopt : moment_of(tick, leg);
    if (!moment || *moment > now) {
      continue;
    }
    result.passed.push_back(tick);
    const auto same = std::find_if(result.tell.begin(), result.tell.end(),
                                   [&](Tick other) { return meant_for(other) == meant_for(tick); });
    if (same == result.tell.end()) {
      result.tell.push_back(tick);
    } else if (*moment >= *moment_of(*same, leg)) {
      *same = tick;
    }
  }
  return result;
}

void pause(LegClock& clock, Time now) {
  if (!clock.paused) {
    clock.paused = now;
  }
}

void resume(LegClock& clock, std::optional<Time>& deadline, Time now) {
  if (!clock.paused) {
    return;
  }
  const auto stood = std::max(now - *clock.paused, std::chrono::seconds(0));
  clock.paused.reset();
  for (auto* moment : {&clock.term_from, &deadline, &clock.acknowledge_by}) {
    if (*moment) {
      **moment += stood;
    }
  }
}

bool delay(LegClock& clock, std::optional<Time>& deadline, Time until, Time now) {
  if (!deadline || until <= *deadline || until <= now) {
    return false;
  }
  if (!clock.first_deadline) {
    clock.first_deadline = deadline;
  }
  deadline = until;
  clock.term_from = now;
  clock.paused.reset();
  ++clock.term;
  for (const auto tick : kTicks) {
    if (is_of_term(tick)) {
      clock.told &= ~(1U << static_cast<unsigned>(tick));
    }
  }
  return true;
}

}  // namespace pouch::gateway
