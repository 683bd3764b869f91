// What the newest steps of the schema brought, taken away: for tests that make a store of an older
// version out of a new one. A step that is added there is added here.
#pragma once

#include <string>

namespace pouch::test {

// Of the clocks (the 13th step).
inline std::string without_clocks() {
  std::string sql = "DROP INDEX legs_tick;";
  for (const auto* column : {"delivered", "term_from", "first_deadline", "acknowledge_by", "paused",
                             "term", "wakes", "told", "next_tick"}) {
    sql += "ALTER TABLE legs DROP COLUMN " + std::string(column) + ";";
  }
  return sql + "DROP TABLE reminders; DROP TABLE digests; DROP TABLE digest_hours;";
}

// Of retention (the 14th step).
inline std::string without_retention() {
  return "DROP TRIGGER retention_opened; DROP TRIGGER retention_changed;"
         "DROP TRIGGER retention_leg; DROP TABLE retention; DROP TABLE retention_kept;"
         "DROP TABLE retention_letters; DROP INDEX erasures_unfinished;"
         "ALTER TABLE erasures DROP COLUMN code; ALTER TABLE erasures DROP COLUMN key_gone;";
}

}  // namespace pouch::test
