// The clock of a leg (DOMAIN section 7). It starts when the gateway accepts the request and ends
// with an answer, a refusal or a withdrawal; it stands while a question that was asked back is
// open, and a DELAY begins a new term without hiding that the first one is missed. A second start,
// the moment at which the requested desk's server took the letter, shows what of the delay is the
// gateway's own. Pure values: whoever calls brings the time.
//
// A tick is a moment at which somebody hears of the leg: its desk at 50, 80 and 100 % of the term,
// the liaison desks at 120 %, the operational centre at 150 %; and before that, the desk that has
// not acknowledged in time, and for FLASH the substitute and then the centre when nobody has even
// said that it was read. Each tick of a term counts once.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace pouch::gateway {

enum class Tick {
  kUnread,          // FLASH, 15 minutes after delivery: to the substitute
  kUnreadCentre,    // FLASH, 30 minutes after it: the operational centre is told
  kUnacknowledged,  // the time to acknowledge has passed: to the desk
  kHalf,            // of the term: to the desk
  kMost,            // 80 %
  kDue,             // 100 %: to the desk, and to the requester
  kLiaison,         // 120 %: to the liaison desks of the asked country
  kCentre,          // 150 %: to the operational centre
};
inline constexpr std::array<Tick, 8> kTicks{
    Tick::kUnread, Tick::kUnreadCentre, Tick::kUnacknowledged, Tick::kHalf,
    Tick::kMost,   Tick::kDue,          Tick::kLiaison,        Tick::kCentre};
std::string_view name(Tick tick);  // "half" …
std::optional<Tick> tick_named(std::string_view name);
// Whom it is for; ticks of one audience that have passed together are told as the last of them.
enum class TickFor { kSubstitute, kDesk, kLiaison, kCentre };
TickFor meant_for(Tick tick);

struct LegClock {
  using Time = std::chrono::sys_seconds;

  std::optional<Time> delivered{};       // to the requested desk, as its server said
  std::optional<Time> term_from{};       // of the term that runs; nullopt: no clock runs
  std::optional<Time> first_deadline{};  // of the first term, once a DELAY has moved it
  std::optional<Time> acknowledge_by{};
  std::optional<Time> paused{};        // since a question was asked back
  std::optional<Time> counts_until{};  // an alert's: then the leg ends by itself
  int term = 1;                        // counts the terms: 1, and one more with each DELAY
  bool wakes = false;                  // FLASH: asks for word that it was read
  unsigned told = 0;                   // ticks that have been told, bit by bit in the order of Tick

  bool has_told(Tick tick) const { return (told >> static_cast<unsigned>(tick) & 1U) != 0; }
  void tell(Tick tick) { told |= 1U << static_cast<unsigned>(tick); }

  friend bool operator==(const LegClock&, const LegClock&) = default;
};

// What a leg must be for its clock to tick: open, with a letter that went out.
struct ClockedLeg {
  const LegClock& clock;
  std::optional<LegClock::Time> deadline;
  bool ticks = false;   // sent, acknowledged or partly answered
  bool silent = false;  // no word of the desk yet
  bool open = false;    // something is owed, whether or not anything has gone out
};

// When it ends by itself; nullopt: never, as things stand.
std::optional<LegClock::Time> end_of(const ClockedLeg& leg);

// When a tick comes; nullopt: never, as things stand.
std::optional<LegClock::Time> moment_of(Tick tick, const ClockedLeg& leg);
// The earliest moment of a tick that has not been told, or of its end.
std::optional<LegClock::Time> next_tick(const ClockedLeg& leg);
// Those that have passed at `now` and have not been told. After an outage several have: of those
// for one audience the last alone is in `tell`, all are in `passed`.
struct PassedTicks {
  std::vector<Tick> tell, passed;
};
PassedTicks passed_ticks(const ClockedLeg& leg, LegClock::Time now);

// A question asked back: the clock stands until it is answered. Nothing changes in one that stands.
void pause(LegClock& clock, LegClock::Time now);
// It is answered: the term goes on where it stood, its end as much later as it stood.
void resume(LegClock& clock, std::optional<LegClock::Time>& deadline, LegClock::Time now);
// The desk names a later day: a new term from now until then. A day that is not later than the
// deadline changes nothing: false.
bool delay(LegClock& clock, std::optional<LegClock::Time>& deadline, LegClock::Time until,
           LegClock::Time now);

}  // namespace pouch::gateway
