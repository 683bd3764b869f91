#include "gateway/store/leg_rows.hpp"

#include "gateway/fault.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway::detail {
namespace {

Leg leg_of(const Statement& row) {
  Leg leg;
  leg.country = row.text(0);
  leg.desk = row.text(1);
  const auto state = leg_state(row.text(2));
  if (!state) {
    throw Fault(false, "store: a leg is in a state that is not known",
                "state/pouch.db is damaged, or a newer pouch wrote it");
  }
  leg.state = *state;
  leg.since = time_at(row, 3);
  leg.deadline = time_or_none(row, 4);
  leg.last_message = static_cast<int>(row.integer(5));
  leg.clock.delivered = time_or_none(row, 6);
  leg.clock.term_from = time_or_none(row, 7);
  leg.clock.first_deadline = time_or_none(row, 8);
  leg.clock.acknowledge_by = time_or_none(row, 9);
  leg.clock.paused = time_or_none(row, 10);
  leg.clock.term = static_cast<int>(row.integer(11));
  leg.clock.wakes = row.integer(12) != 0;
  leg.clock.told = static_cast<unsigned>(row.integer(13));
  leg.clock.counts_until = time_or_none(row, 14);
  return leg;
}

std::vector<Leg> legs_of(Database& database, const std::string& number) {
  auto statement = database.prepare(
      "SELECT country, desk, state, since, deadline, last_message, delivered, term_from,"
      " first_deadline, acknowledge_by, paused, term, wakes, told, counts_until FROM legs"
      " WHERE number = ? ORDER BY position");
  statement.bind(1, number);
  std::vector<Leg> legs;
  while (statement.step()) {
    legs.push_back(leg_of(statement));
  }
  return legs;
}

}  // namespace

std::vector<Leg> read_legs(Database& database, const CaseNumber& number) {
  return legs_of(database, number.text());
}

// overdue_told stays as it is: a deadline is told once, also when the leg is written again.
void write_legs(Database& database, const Case& subject) {
  auto statement = database.prepare(
      "INSERT INTO legs (number, position, country, desk, state, open, since, deadline,"
      " last_message, delivered, term_from, first_deadline, acknowledge_by, paused, term, wakes,"
      " told, counts_until) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (number, "
      "position) DO UPDATE"
      " SET country = excluded.country, desk = excluded.desk, state = excluded.state,"
      " open = excluded.open, since = excluded.since, deadline = excluded.deadline,"
      " last_message = excluded.last_message, delivered = coalesce(delivered, excluded.delivered),"
      " term_from = excluded.term_from, first_deadline = excluded.first_deadline,"
      " acknowledge_by = excluded.acknowledge_by, paused = excluded.paused,"
      " told = CASE term WHEN excluded.term THEN told | excluded.told ELSE excluded.told END,"
      " term = excluded.term, wakes = excluded.wakes, counts_until = excluded.counts_until");
  std::int64_t position = 0;
  for (const auto& leg : subject.legs) {
    statement.bind(1, subject.number.text())
        .bind(2, position++)
        .bind(3, leg.country)
        .bind(4, leg.desk)
        .bind(5, name(leg.state))
        .bind(6, std::int64_t{is_open(leg.state) ? 1 : 0})
        .bind(7, seconds(leg.since))
        .bind(9, std::int64_t{leg.last_message})
        .bind(15, std::int64_t{leg.clock.term})
        .bind(16, std::int64_t{leg.clock.wakes ? 1 : 0})
        .bind(17, std::int64_t{leg.clock.told});
    bind_time(statement, 8, leg.deadline);
    bind_time(statement, 10, leg.clock.delivered);
    bind_time(statement, 11, leg.clock.term_from);
    bind_time(statement, 12, leg.clock.first_deadline);
    bind_time(statement, 13, leg.clock.acknowledge_by);
    bind_time(statement, 14, leg.clock.paused);
    bind_time(statement, 18, leg.clock.counts_until);
    statement.run();
  }
  database.prepare("DELETE FROM legs WHERE number = ? AND position >= ?")
      .bind(1, subject.number.text())
      .bind(2, position)
      .run();
  schedule(database, subject.number.text());
}

void schedule(Database& database, const std::string& number) {
  auto statement =
      database.prepare("UPDATE legs SET next_tick = ? WHERE number = ? AND position = ?");
  std::int64_t position = 0;
  for (const auto& leg : legs_of(database, number)) {
    bind_time(statement, 1, next_tick(leg.clocked()));
    statement.bind(2, number).bind(3, position++).run();
  }
}

}  // namespace pouch::gateway::detail
