// What the newest steps of the schema brought, taken away: for tests that make a store of an older
// version out of a new one. A step that is added there is added here.
#pragma once

#include <string>

namespace pouch::test {

// Of what desks have answered.
inline std::string without_answered() { return "DROP INDEX legs_answered;"; }

// Of the page's letters, and what came after them.
inline std::string without_web_letters() { return without_answered() + "DROP TABLE web_letters;"; }

// Of the time until which a leg counts, of notes that are closed, of the days that they name, of
// files that were taken back; and what came after them.
inline std::string without_ends() {
  return without_web_letters() +
         "ALTER TABLE legs DROP COLUMN counts_until; ALTER TABLE cases DROP COLUMN closed;"
         "ALTER TABLE message_parts DROP COLUMN withdrawn;"
         "DROP TABLE case_days;";
}

// Of absences and overviews, and what came after them.
inline std::string without_overviews() {
  return without_ends() + "DROP TABLE absences; DROP TABLE overviews;";
}

// Of groups, and what came after them.
inline std::string without_group_members() {
  return without_overviews() + "DROP TABLE group_members; DROP TABLE group_welcomes;";
}

// Of people's keys, and what came after them.
inline std::string without_key_updates() {
  return without_group_members() +
         "DROP TABLE key_letters; DROP TABLE key_updates; DROP TABLE letter_keys;"
         "ALTER TABLE letters DROP COLUMN signed_with;";
}

// Of retention, and what came after it.
inline std::string without_retention() {
  return without_key_updates() +
         "DROP TRIGGER retention_opened; DROP TRIGGER retention_changed;"
         "DROP TRIGGER retention_leg; DROP TABLE retention; DROP TABLE retention_kept;"
         "DROP TABLE retention_letters; DROP INDEX erasures_unfinished;"
         "ALTER TABLE erasures DROP COLUMN code; ALTER TABLE erasures DROP COLUMN key_gone;";
}

// Of receipts and heads of the audit log, and what came after them.
inline std::string without_evidence() {
  return without_retention() +
         "DROP TABLE audit_heads; DROP TABLE receipts; DROP TABLE message_keys;"
         "DROP TABLE gateway_keys;"
         "DROP TABLE public_keys;";
}

// Of the yearly figures, and what came after them.
inline std::string without_codes() {
  return without_evidence() + "DROP TABLE codes; DROP TABLE uncounted;";
}

// Of the clocks, and what came after them.
inline std::string without_clocks() {
  auto sql = without_codes() + "DROP INDEX legs_tick;";
  for (const auto* column : {"delivered", "term_from", "first_deadline", "acknowledge_by", "paused",
                             "term", "wakes", "told", "next_tick"}) {
    sql += "ALTER TABLE legs DROP COLUMN " + std::string(column) + ";";
  }
  return sql + "DROP TABLE reminders; DROP TABLE digests; DROP TABLE digest_hours;";
}

}  // namespace pouch::test
