#include "gateway/store/audit.hpp"

#include <stdexcept>
#include <utility>

#include "gateway/store/case_keys.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kColumns =
    "SELECT sequence, at, actor, act, number, detail, hash FROM audit ";

// Each part with its length in front, so that no octet can move from one column to the next.
void add(std::string& bytes, std::string_view part) {
  bytes += std::to_string(part.size());
  bytes += ':';
  bytes += part;
}

AuditRow row_of(const Statement& statement) {
  AuditRow row;
  row.sequence = statement.integer(0);
  row.at = Time(std::chrono::seconds(statement.integer(1)));
  row.actor = statement.text(2);
  row.act = statement.text(3);
  row.number = statement.text(4);
  row.detail = statement.text(5);
  row.hash = hex(statement.text(6));
  return row;
}

Fault missing_head() {
  return {false, "audit: the head of the log is missing or was changed",
          "somebody wrote to state/pouch.db; look with: pouch audit verify"};
}

}  // namespace

Audit::Audit(Database& database, const Secret& data_key, CaseKeys* keys)
    : database_(database),
      keys_(keys),
      key_(data_key.derive("audit")),
      words_key_(key_of_no_case(data_key)) {}

std::string Audit::chained(std::string_view previous, const AuditRow& row) const {
  std::string bytes;
  add(bytes, "row");
  add(bytes, previous);
  add(bytes, std::to_string(row.sequence));
  add(bytes, std::to_string(row.at.time_since_epoch().count()));
  for (const auto& column : {row.actor, row.act, row.number, row.detail}) {
    add(bytes, column);
  }
  return keyed_hash(key_, bytes);
}

std::string Audit::tag(const Head& head) const {
  std::string bytes;
  add(bytes, "head");
  add(bytes, std::to_string(head.sequence));
  add(bytes, head.hash);
  return keyed_hash(key_, bytes);
}

std::optional<Audit::Head> Audit::head() {
  auto statement = database_.prepare("SELECT sequence, hash, tag FROM audit_head");
  if (!statement.step()) {
    return std::nullopt;
  }
  Head head{statement.integer(0), statement.text(1)};
  return same_octets(tag(head), statement.text(2)) ? std::optional(std::move(head)) : std::nullopt;
}

void Audit::set_head(const Head& head) {
  database_.prepare("INSERT OR REPLACE INTO audit_head (one, sequence, hash, tag) VALUES (1,?,?,?)")
      .bind(1, head.sequence)
      .bind_blob(2, head.hash)
      .bind_blob(3, tag(head))
      .run();
}

void Audit::begin() {
  auto begun =
      database_.prepare("SELECT EXISTS (SELECT 1 FROM audit_head) OR EXISTS (SELECT 1 FROM audit)");
  begun.step();
  if (begun.integer(0) == 0) {
    set_head({});
  }
}

std::int64_t Audit::last_sequence() {
  const auto last = head();
  if (!last) {
    throw missing_head();
  }
  return last->sequence;
}

void Audit::append(const AuditEntry& entry, Time at) {
  if (!database_.in_transaction()) {
    throw std::logic_error("an audit row outside of the transaction of its act");
  }
  auto last = head();
  if (!last) {
    throw missing_head();
  }
  AuditRow row;
  static_cast<AuditEntry&>(row) = entry;
  row.sequence = last->sequence + 1;
  row.at = at;
  const auto hash = chained(last->hash, row);
  database_
      .prepare(
          "INSERT INTO audit (sequence, at, actor, act, number, detail, hash)"
          " VALUES (?,?,?,?,?,?,?)")
      .bind(1, row.sequence)
      .bind(2, at.time_since_epoch().count())
      .bind(3, row.actor)
      .bind(4, row.act)
      .bind(5, row.number)
      .bind(6, row.detail)
      .bind_blob(7, hash)
      .run();
  set_head({row.sequence, hash});
}

std::optional<std::int64_t> Audit::first_broken() {
  // One statement sees one state of the log, while others go on writing.
  auto statement = database_.prepare(
      "SELECT a.sequence, a.at, a.actor, a.act, a.number, a.detail, a.hash,"
      " h.sequence, h.hash, h.tag FROM audit_head h LEFT JOIN audit a ON TRUE WHERE h.one = 1"
      " ORDER BY a.sequence");
  std::string previous;
  std::int64_t expected = 1;
  Head end;
  std::string end_tag;
  bool any = false;
  while (statement.step()) {
    any = true;
    end = {statement.integer(7), statement.text(8)};
    end_tag = statement.text(9);
    if (statement.is_null(0)) {
      continue;  // a log without rows
    }
    const auto row = row_of(statement);
    auto hash = chained(previous, row);
    if (row.sequence != expected || hex(hash) != row.hash) {
      return expected;
    }
    previous = std::move(hash);
    ++expected;
  }
  const bool whole =
      any && same_octets(tag(end), end_tag) && end.sequence == expected - 1 && end.hash == previous;
  return whole ? std::nullopt : std::optional(expected);
}

std::vector<AuditRow> Audit::rows(std::string_view number) {
  // '0' follows '/': the half-open range holds the case and its messages, and what only begins like
  // it with a lesser character, which the second condition leaves out. "+" keeps the range's index.
  auto statement = database_.prepare(
      std::string(kColumns) +
      (number.empty() ? "ORDER BY sequence"
                      : "WHERE number <> '' AND number >= ?1 AND number < ?1 || '0'"
                        " AND (number = ?1 OR number >= ?1 || '/') ORDER BY +sequence"));
  if (!number.empty()) {
    statement.bind(1, number);
  }
  std::vector<AuditRow> rows;
  while (statement.step()) {
    rows.push_back(row_of(statement));
  }
  return rows;
}

void Audit::each(std::int64_t first, std::int64_t last,
                 const std::function<void(const AuditRow&)>& look) {
  auto statement =
      database_.prepare(std::string(kColumns) + "WHERE sequence BETWEEN ? AND ? ORDER BY sequence");
  statement.bind(1, first).bind(2, last);
  while (statement.step()) {
    look(row_of(statement));
  }
}

void Audit::note(const AuditEntry& entry, Time at) { note_all({entry}, at); }

void Audit::note_all(const std::vector<AuditEntry>& entries, Time at) {
  Transaction transaction(database_, "note");
  for (const auto& entry : entries) {
    append(entry, at);
  }
  transaction.commit();
}

Time Audit::last_note() {
  auto statement = database_.prepare("SELECT at FROM audit ORDER BY sequence DESC LIMIT 1");
  return Time(std::chrono::seconds(statement.step() ? statement.integer(0) : 0));
}

}  // namespace pouch::gateway
