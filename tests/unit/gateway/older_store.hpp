// What the newest steps of the schema brought, taken away: for tests that make a store of an older
// version out of a new one. A step that is added there is added here.
#pragma once

#include <string>

namespace pouch::test {

// Of groups.
inline std::string without_group_members() {
  return "DROP TABLE group_members; DROP TABLE group_welcomes;";
}

// Of people's keys.
inline std::string without_key_updates() {
  return without_group_members() +
         "DROP TABLE key_letters; DROP TABLE key_updates; DROP TABLE letter_keys;"
         "ALTER TABLE letters DROP COLUMN signed_with;";
}

// Of the clocks (the 13th step).
inline std::string without_clocks() {
  std::string sql = without_key_updates() + "DROP INDEX legs_tick;";
  for (const auto* column : {"delivered", "term_from", "first_deadline", "acknowledge_by", "paused",
                             "term", "wakes", "told", "next_tick"}) {
    sql += "ALTER TABLE legs DROP COLUMN " + std::string(column) + ";";
  }
  return sql + "DROP TABLE reminders; DROP TABLE digests; DROP TABLE digest_hours;";
}

}  // namespace pouch::test
