#include "gateway/store/overviews.hpp"

#include <utility>

#include "gateway/store/leg_rows.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
std::string said_of(const std::vector<Leg>& legs) {
  std::string text;
  for (const auto& leg : legs) {
    text += leg.country + " " + leg.desk + " " + std::string(name(leg.state)) + " " +
            std::to_string(leg.since.time_since_epoch().count());
    text += leg.deadline ? " " + std::to_string(leg.deadline->time_since_epoch().count()) : "";
    text += leg.clock.paused ? " stands\n" : "\n";
  }
  return text;
}

Overviews::Overviews(Database& database, Audit& audit, const Secret& data_key,
                     std::string epoch_mark)
    : database_(database),
      audit_(audit),
      rows_(database, "overviews"),
      key_(data_key.derive("overviews")),
      epoch_mark_(std::move(epoch_mark)) {}

void Overviews::note(const CaseNumber& number, const std::vector<Leg>& legs, Time now) {
  if (legs.size() < 2) {
    return;
  }
  database_
      .prepare(
          "INSERT INTO overviews (number, version, said, state, created, not_before)"
          " VALUES (?1, 0, '', 'waiting', ?3, ?4) ON CONFLICT (number) DO UPDATE SET"
          " state = 'waiting', created = ?3, not_before = ?4, claimer = NULL"
          " WHERE state <> 'waiting' AND said <> ?2")
      .bind(1, number.text())
      .bind(2, said_of(legs))
      .bind(3, detail::seconds(now))
      .bind(4, detail::seconds(now + kGathering))
      .run();
}

std::optional<OverviewRow> Overviews::claim(Time now) {
  const auto id = rows_.claim(now);
  if (!id) {
    return std::nullopt;
  }
  auto row = database_.prepare("SELECT number, version, said, written FROM overviews WHERE id = ?");
  row.bind(1, *id).step();
  return OverviewRow{.id = *id,
                     .number = detail::stored_number(row.text(0)),
                     .version = static_cast<int>(row.integer(1)) + 1,
                     .said = row.text(2),
                     .before = detail::time_or_none(row, 3)};
}

void Overviews::put_back(const OverviewRow& row, Time not_before, std::string_view why, Time now) {
  Transaction transaction(database_, "notice.postpone");
  rows_.put_back(row.id, not_before);
  audit_.append({.actor = "gateway",
                 .act = "postponed",
                 .number = row.number.text(),
                 .detail = "the overview: " + std::string(why)},
                now);
  transaction.commit();
}

void Overviews::end(const OverviewRow& row, std::string_view why, Time now) {
  Transaction transaction(database_, "notice.end");
  if (rows_.end(row.id, "untold")) {
    audit_.append({.actor = "gateway",
                   .act = "untold",
                   .number = row.number.text(),
                   .detail = "the overview: " + std::string(why)},
                  now);
  }
  transaction.commit();
}

std::optional<Time> Overviews::next() { return rows_.next(); }

std::string Overviews::seed(const OverviewRow& row) const {
  return keyed_digits(key_,
                      "overview " + std::to_string(row.id) + " " + std::to_string(row.version)) +
         epoch_mark_;
}

bool Overviews::finish(std::int64_t overview, const std::string& said, Time now) {
  if (overview == 0) {
    return true;
  }
  if (!rows_.end(overview, "written")) {
    return false;
  }
  auto row = database_.prepare("SELECT number FROM overviews WHERE id = ?");
  row.bind(1, overview).step();
  const auto number = detail::stored_number(row.text(0));
  const bool stale = said_of(detail::read_legs(database_, number)) != said;
  database_
      .prepare(
          "UPDATE overviews SET version = version + 1, said = ?2, written = ?3,"
          " state = CASE WHEN ?4 THEN 'waiting' ELSE state END,"
          " not_before = CASE WHEN ?4 THEN ?5 ELSE not_before END WHERE id = ?1")
      .bind(1, overview)
      .bind(2, said)
      .bind(3, detail::seconds(now))
      .bind(4, std::int64_t{stale ? 1 : 0})
      .bind(5, detail::seconds(now + kGathering))
      .run();
  return true;
}

}  // namespace pouch::gateway
