#include "gateway/store/absences.hpp"

#include "gateway/store/sqlite.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {

std::vector<config::Absence> Absences::since(Time moment) {
  auto row = database_.prepare(
      "SELECT who, starts, until, substitute FROM absences WHERE until > ? ORDER BY starts, id");
  row.bind(1, detail::seconds(moment));
  std::vector<config::Absence> found;
  while (row.step()) {
    found.push_back({.who = row.text(0),
                     .from = detail::time_at(row, 1),
                     .until = detail::time_at(row, 2),
                     .substitute = row.text(3)});
  }
  return found;
}

void Absences::write(const config::Absence& absence, const std::string& number, Time now) {
  database_.prepare("DELETE FROM absences WHERE who = ? AND starts >= ?")
      .bind(1, absence.who)
      .bind(2, detail::seconds(now))
      .run();
  database_.prepare("UPDATE absences SET until = ?2 WHERE who = ?1 AND until > ?2")
      .bind(1, absence.who)
      .bind(2, detail::seconds(now))
      .run();
  database_
      .prepare(
          "INSERT INTO absences (who, starts, until, substitute, number, created)"
          " VALUES (?, ?, ?, ?, ?, ?)")
      .bind(1, absence.who)
      .bind(2, detail::seconds(absence.from))
      .bind(3, detail::seconds(absence.until))
      .bind(4, absence.substitute)
      .bind(5, number)
      .bind(6, detail::seconds(now))
      .run();
}

}  // namespace pouch::gateway
