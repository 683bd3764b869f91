#include "gateway/store/reminders.hpp"

#include <set>
#include <utility>

#include "gateway/fault.hpp"
#include "gateway/store/leg_rows.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

constexpr std::int64_t kAtOnce = 100;  // legs of one transaction

Tick stored_tick(std::string_view name) {
  const auto tick = tick_named(name);
  if (!tick) {
    throw Fault(false, "store: a reminder of a kind that is not known",
                "state/pouch.db is damaged, or a newer pouch wrote it");
  }
  return *tick;
}

}  // namespace

Reminders::Reminders(Database& database, Audit& audit, Overviews& overviews, const Secret& data_key,
                     std::string epoch_mark)
    : database_(database),
      audit_(audit),
      overviews_(overviews),
      rows_(database, "reminders"),
      key_(data_key.derive("reminders")),
      epoch_mark_(std::move(epoch_mark)) {}

std::optional<Time> Reminders::next_tick() {
  auto statement = database_.prepare("SELECT min(next_tick) FROM legs WHERE next_tick IS NOT NULL");
  statement.step();
  return detail::time_or_none(statement, 0);
}

bool Reminders::note_due(Time now) {
  int rows = 0;
  for (auto next = next_tick(); next && *next <= now; next = next_tick()) {
    rows += note(now);
  }
  return rows > 0;
}

int Reminders::note(Time now) {
  Transaction transaction(database_, "tick");
  std::set<std::string> cases;
  auto statement = database_.prepare(
      "SELECT number FROM legs WHERE next_tick <= ? ORDER BY next_tick, number LIMIT ?");
  statement.bind(1, detail::seconds(now)).bind(2, kAtOnce);
  while (statement.step()) {
    cases.insert(statement.text(0));
  }
  statement.reset();
  int rows = 0;
  for (const auto& number : cases) {
    std::int64_t position = 0;
    for (const auto& leg : detail::read_legs(database_, detail::stored_number(number))) {
      note_leg(number, position++, leg, now, rows);
    }
    detail::schedule(database_, number);
  }
  transaction.commit();
  return rows;
}

void Reminders::note_leg(const std::string& number, std::int64_t position, const Leg& leg, Time now,
                         int& rows) {
  if (const auto end = end_of(leg.clocked()); end && *end <= now) {
    return end_leg(number, position, leg, *end, now);
  }
  const auto ticks = passed_ticks(leg.clocked(), now);
  if (ticks.passed.empty()) {
    return;
  }
  auto clock = leg.clock;
  for (const auto tick : ticks.passed) {
    clock.tell(tick);
  }
  database_.prepare("UPDATE legs SET told = ? WHERE number = ? AND position = ?")
      .bind(1, std::int64_t{clock.told})
      .bind(2, number)
      .bind(3, position)
      .run();
  auto row = database_.prepare(
      "INSERT OR IGNORE INTO reminders (number, country, term, tick, state, created, not_before)"
      " VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?5)");
  for (const auto tick : ticks.tell) {
    row.bind(1, number)
        .bind(2, leg.country)
        .bind(3, std::int64_t{clock.term})
        .bind(4, name(tick))
        .bind(5, detail::seconds(now))
        .run();
    if (database_.changes() > 0) {
      ++rows;
      audit_.append({.actor = "gateway",
                     .act = "tick",
                     .number = number,
                     .detail = leg.country + " " + std::string(name(tick))},
                    now);
    }
  }
}

void Reminders::end_leg(const std::string& number, std::int64_t position, const Leg& leg, Time end,
                        Time now) {
  database_
      .prepare("UPDATE legs SET state = ?, open = 0, since = ? WHERE number = ? AND position = ?")
      .bind(1, name(LegState::kEnded))
      .bind(2, detail::seconds(end))
      .bind(3, number)
      .bind(4, position)
      .run();
  audit_.append({.actor = "gateway",
                 .act = "leg",
                 .number = number,
                 .detail = leg.country + ": " + std::string(name(leg.state)) + " to ended"},
                now);
  const auto parsed = detail::stored_number(number);
  overviews_.note(parsed, detail::read_legs(database_, parsed), now);
}

void Reminders::take_as_told(Time now) {
  note_due(now);
  database_.execute(
      "UPDATE reminders SET state = 'untold', claimer = NULL WHERE state = 'waiting'");
}

// --- letters -------------------------------------------------------------------------------------

std::optional<Reminder> Reminders::claim(Time now) {
  const auto id = rows_.claim(now);
  if (!id) {
    return std::nullopt;
  }
  auto row = database_.prepare("SELECT number, country, term, tick FROM reminders WHERE id = ?");
  row.bind(1, *id).step();
  return Reminder{.id = *id,
                  .number = detail::stored_number(row.text(0)),
                  .country = row.text(1),
                  .term = static_cast<int>(row.integer(2)),
                  .tick = stored_tick(row.text(3))};
}

void Reminders::put_back(const Reminder& reminder, Time not_before, std::string_view why,
                         Time now) {
  Transaction transaction(database_, "notice.postpone");
  rows_.put_back(reminder.id, not_before);
  note_end(reminder, "postponed", why, now);
  transaction.commit();
}

void Reminders::end(const Reminder& reminder, std::string_view state, std::string_view why,
                    Time now) {
  Transaction transaction(database_, "notice.end");
  if (rows_.end(reminder.id, state)) {
    note_end(reminder, state, why, now);
  }
  transaction.commit();
}

void Reminders::note_end(const Reminder& reminder, std::string_view act, std::string_view why,
                         Time now) {
  audit_.append({.actor = "gateway",
                 .act = std::string(act),
                 .number = reminder.number.text(),
                 .detail = "a reminder, " + reminder.country + " " +
                           std::string(name(reminder.tick)) + ": " + std::string(why)},
                now);
}

std::optional<Time> Reminders::next() { return rows_.next(); }

std::string Reminders::seed(const Reminder& reminder) const {
  return keyed_digits(key_, "reminder " + std::to_string(reminder.id)) + epoch_mark_;
}

bool Reminders::finish(std::int64_t reminder) {
  return reminder == 0 || rows_.end(reminder, "written");
}

}  // namespace pouch::gateway
