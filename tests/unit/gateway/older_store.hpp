// What the newest steps of the schema brought, taken away: for tests that make a store of an older
// version out of a new one. A step that is added there is added here.
#pragma once

#include <string>

namespace pouch::test {

// Of absences and overviews (the newest step).
inline std::string without_overviews() { return "DROP TABLE absences; DROP TABLE overviews;"; }

// Of the clocks (the 13th step), and what came after them.
inline std::string without_clocks() {
  std::string sql = "DROP INDEX legs_tick;";
  for (const auto* column : {"delivered", "term_from", "first_deadline", "acknowledge_by", "paused",
                             "term", "wakes", "told", "next_tick"}) {
    sql += "ALTER TABLE legs DROP COLUMN " + std::string(column) + ";";
  }
  return sql + "DROP TABLE reminders; DROP TABLE digests; DROP TABLE digest_hours;" +
         without_overviews();
}

}  // namespace pouch::test
