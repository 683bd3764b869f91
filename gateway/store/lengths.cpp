#include "gateway/store/lengths.hpp"

#include <algorithm>

#include "gateway/store/claimer.hpp"

namespace pouch::gateway {
namespace {

Time time_at(const Statement& row, int column) {
  return Time(std::chrono::seconds(row.integer(column)));
}

void add(Length& length, Time at) {
  ++length.count;
  length.oldest = length.oldest ? std::min(*length.oldest, at) : at;
}

void add(Length& length, const Length& more) {
  length.count += more.count;
  if (more.oldest) {
    length.oldest = length.oldest ? std::min(*length.oldest, *more.oldest) : *more.oldest;
  }
}

// `sql` gives a count and an oldest time.
Length length_of(Database& database, const char* sql) {
  auto statement = database.prepare(sql);
  statement.step();
  const auto count = static_cast<std::size_t>(statement.integer(0));
  return {count, count == 0 ? std::nullopt : std::optional(time_at(statement, 1))};
}

void read_spool(Database& database, Lengths& lengths) {
  auto statement = database.prepare(
      "SELECT received, state, claimer, why <> '' FROM spool"
      " WHERE state IN ('waiting', 'claimed')");
  while (statement.step()) {
    // A claim of a dead process counts as waiting.
    const bool worked = statement.text(1) == "claimed" && is_living(statement.text(2));
    auto& length = worked                      ? lengths.worked
                   : statement.integer(3) != 0 ? lengths.put_back
                                               : lengths.waiting;
    add(length, time_at(statement, 0));
  }
}

void read_letters(Database& database, Time now, Lengths& lengths) {
  auto statement = database.prepare(
      "SELECT lower(substr(recipient, instr(recipient, '@') + 1)) AS domain, next_at > ?,"
      " count(*), min(created) FROM deliveries WHERE state = 'queued' GROUP BY 1, 2 ORDER BY 1");
  statement.bind(1, now.time_since_epoch().count());
  while (statement.step()) {
    auto& domains = lengths.domains;
    if (domains.empty() || domains.back().domain != statement.text(0)) {
      domains.push_back({statement.text(0), {}, {}});
    }
    const Length length{static_cast<std::size_t>(statement.integer(2)), time_at(statement, 3)};
    const bool deferred = statement.integer(1) != 0;
    add(deferred ? domains.back().deferred : domains.back().due, length);
    add(deferred ? lengths.deferred : lengths.due, length);
  }
  std::stable_sort(lengths.domains.begin(), lengths.domains.end(),
                   [](const DomainLength& left, const DomainLength& right) {
                     return left.due.count + left.deferred.count >
                            right.due.count + right.deferred.count;
                   });
  if (lengths.domains.size() > kMostDomains) {
    lengths.other_domains = lengths.domains.size() - kMostDomains;
    lengths.domains.resize(kMostDomains);
  }
}

// Ids are given in order and never twice; a restore skips some.
Length read_unindexed(Database& database, std::uint64_t indexed) {
  auto statement = database.prepare(
      "SELECT (SELECT count(*) FROM messages WHERE id > ?1),"
      " (SELECT received FROM messages WHERE id > ?1 ORDER BY id LIMIT 1)");
  statement.bind(1, static_cast<std::int64_t>(indexed)).step();
  const auto count = std::max<std::int64_t>(statement.integer(0), 0);
  return {static_cast<std::size_t>(count),
          count == 0 ? std::nullopt : std::optional(time_at(statement, 1))};
}

void read_legs(Database& database, Time now, Lengths& lengths) {
  const auto read = [](Statement& statement) {
    statement.step();
    const auto count = static_cast<std::size_t>(statement.integer(0));
    return Length{count, count == 0 ? std::nullopt : std::optional(time_at(statement, 1))};
  };
  auto waiting = database.prepare("SELECT count(*), min(since) FROM legs WHERE state = ?");
  waiting.bind(1, name(LegState::kWaiting));
  lengths.waiting_legs = read(waiting);
  auto overdue = database.prepare(
      "SELECT count(*), min(deadline) FROM legs WHERE open = 1 AND paused IS NULL AND deadline IS"
      " NOT NULL AND deadline < ?");
  overdue.bind(1, now.time_since_epoch().count());
  lengths.overdue_legs = read(overdue);
}

}  // namespace

Lengths read_lengths(Database& database, std::uint64_t indexed, Time now) {
  Lengths lengths;
  read_spool(database, lengths);
  read_letters(database, now, lengths);
  lengths.failed = length_of(database,
                             "SELECT count(*), min(created) FROM deliveries INDEXED BY"
                             " deliveries_open WHERE state IN ('queued', 'failed') AND"
                             " state = 'failed'");
  lengths.held =
      length_of(database, "SELECT count(*), min(received) FROM spool WHERE state = 'held'");
  lengths.notices =
      length_of(database, "SELECT count(*), min(created) FROM notices WHERE state = 'waiting'");
  lengths.unindexed = read_unindexed(database, indexed);
  auto unmoved = database.prepare("SELECT count(*) FROM unmoved");
  unmoved.step();
  lengths.unmoved = static_cast<std::size_t>(unmoved.integer(0));
  read_legs(database, now, lengths);
  return lengths;
}

}  // namespace pouch::gateway
