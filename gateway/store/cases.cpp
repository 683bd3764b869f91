#include "gateway/store/cases.hpp"

#include "gateway/fault.hpp"
#include "gateway/store/contents_codec.hpp"
#include "gateway/store/leg_rows.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

using detail::kOverdueLeg;

constexpr std::string_view kCaseColumns =
    "SELECT number, kind, community, requester, requester_address, requester_country,"
    " requester_desk, audience, opened, version, messages, facts, closed FROM cases ";

template <typename Value>
Value whole(std::optional<Value> value) {
  if (!value) {
    throw Fault(false, "store: a value in the store is none that is known",
                "state/pouch.db is damaged, or a newer pouch wrote it");
  }
  return std::move(*value);
}

std::string facts_purpose(const Case& subject) { return "facts:" + subject.number.text(); }

}  // namespace

Cases::Cases(Database& database, Audit& audit, CaseKeys& keys)
    : database_(database), audit_(audit), keys_(keys) {}

Case Cases::read(const Statement& row) {
  Case subject{detail::stored_number(row.text(0))};
  subject.kind = whole(case_kind(row.text(1)));
  subject.community = row.text(2);
  subject.requester = row.text(3);
  subject.requester_address = row.text(4);
  subject.requester_country = row.text(5);
  subject.requester_desk = row.text(6);
  subject.group = row.text(7);
  subject.opened = detail::time_at(row, 8);
  subject.version = row.integer(9);
  subject.messages = static_cast<int>(row.integer(10));
  subject.closed = detail::time_or_none(row, 12);
  // An erased case keeps its number, dates and parties; what its forms said has gone.
  if (const auto key = keys_.find(subject.number)) {
    decode_case_facts(unseal(*key, facts_purpose(subject), row.text(11)), subject);
  }
  subject.legs = detail::read_legs(database_, subject.number);
  return subject;
}

std::optional<Case> Cases::find(const CaseNumber& number) {
  auto statement = database_.prepare(std::string(kCaseColumns) + "WHERE number = ?");
  statement.bind(1, number.text());
  return statement.step() ? std::optional(read(statement)) : std::nullopt;
}

std::vector<Case> Cases::list(const CaseFilter& filter, Time now) {
  const std::string leg = "number IN (SELECT number FROM legs WHERE ";
  std::string sql(kCaseColumns);
  sql += "WHERE ?1 = ?1 AND ?2 = ?2";  // both are bound, whichever are used
  if (filter.open) {
    sql += " AND " + leg + "open = 1)";
  }
  if (filter.overdue) {
    sql += " AND " + leg + std::string(kOverdueLeg) + "?1)";
  }
  if (!filter.country.empty()) {
    sql += " AND (requester_country = ?2 OR " + leg + "country = ?2))";
  }
  auto statement = database_.prepare(sql + " ORDER BY opened, number");
  statement.bind(1, detail::seconds(now)).bind(2, filter.country);
  std::vector<Case> found;
  while (statement.step()) {
    found.push_back(read(statement));
  }
  return found;
}

std::vector<Case> Cases::open_of(const std::string& requester,
                                 const std::vector<std::string>& desks) {
  const auto marks = detail::marks(desks.size());
  auto statement = database_.prepare(
      std::string(kCaseColumns) + "WHERE number IN (SELECT number FROM legs WHERE open = 1) AND" +
      " (requester = ? OR requester_desk IN (" + marks + ") OR number IN (SELECT number FROM legs" +
      " WHERE open = 1 AND desk IN (" + marks + "))) ORDER BY opened, number");
  int index = 0;
  statement.bind(++index, requester);
  for (int round = 0; round < 2; ++round) {
    for (const auto& desk : desks) {
      statement.bind(++index, desk);
    }
  }
  std::vector<Case> found;
  while (statement.step()) {
    found.push_back(read(statement));
  }
  return found;
}

std::vector<AnsweredLeg> Cases::answered_by(const std::string& desk, Time since) {
  auto statement = database_.prepare(
      "SELECT c.opened, l.since, l.deadline IS NOT NULL AND l.since > l.deadline FROM legs l JOIN"
      " cases c ON c.number = l.number WHERE l.open = 0 AND l.desk = ? AND l.since >= ?"
      " AND l.state IN (?, ?)");
  statement.bind(1, desk)
      .bind(2, detail::seconds(since))
      .bind(3, name(LegState::kAnswered))
      .bind(4, name(LegState::kRefused));
  std::vector<AnsweredLeg> found;
  while (statement.step()) {
    found.push_back(
        {detail::time_at(statement, 0), detail::time_at(statement, 1), statement.integer(2) != 0});
  }
  return found;
}

std::vector<Case> Cases::open_notes(const std::vector<std::string>& readers, std::size_t most) {
  const auto marks = detail::marks(readers.size());
  auto statement =
      database_.prepare(std::string(kCaseColumns) +
                        "WHERE kind IN ('note', 'group note') AND closed IS NULL AND number NOT IN "
                        "(SELECT number FROM erasures) AND EXISTS (SELECT 1 FROM messages m"
                        " JOIN message_readers r ON r.message = m.id WHERE m.number = cases.number "
                        "AND r.reader IN (" +
                        marks + ")) ORDER BY opened DESC, number DESC LIMIT ?");
  int index = 0;
  for (const auto& reader : readers) {
    statement.bind(++index, reader);
  }
  statement.bind(++index, static_cast<std::int64_t>(most));
  std::vector<Case> found;
  while (statement.step()) {
    found.push_back(read(statement));
  }
  return found;
}

std::vector<std::pair<CaseNumber, std::string>> Cases::waiting_legs() {
  auto statement = database_.prepare(
      "SELECT number, country FROM legs WHERE state = ? ORDER BY number, position");
  statement.bind(1, name(LegState::kWaiting));
  std::vector<std::pair<CaseNumber, std::string>> legs;
  while (statement.step()) {
    legs.emplace_back(detail::stored_number(statement.text(0)), statement.text(1));
  }
  return legs;
}

std::vector<std::pair<CaseNumber, std::string>> Cases::newly_overdue(Time now) {
  // overdue_told is the deadline that was told: one that is moved and missed again is told again.
  const std::string which = std::string(kOverdueLeg) + "? AND overdue_told IS NOT deadline";
  const auto seconds = detail::seconds(now);
  {
    auto any = database_.prepare("SELECT 1 FROM legs WHERE " + which + " LIMIT 1");
    if (!any.bind(1, seconds).step()) {
      return {};  // the write lock is not for looking
    }
  }
  Transaction transaction(database_, "overdue");
  std::vector<std::pair<CaseNumber, std::string>> legs;
  std::vector<std::pair<CaseNumber, CaseReceipt>> unread;
  auto statement =
      database_.prepare("SELECT number, country, desk, deadline, state FROM legs WHERE " + which +
                        " ORDER BY deadline, number, position");
  statement.bind(1, seconds);
  while (statement.step()) {
    legs.emplace_back(detail::stored_number(statement.text(0)), statement.text(1));
    if (statement.text(4) == name(LegState::kSent)) {  // not a word of the desk
      unread.emplace_back(legs.back().first,
                          unread_receipt(legs.back().first, statement.text(1), statement.text(2),
                                         detail::time_at(statement, 3)));
    }
  }
  for (const auto& [number, receipt] : unread) {
    Receipts(database_, keys_).append(number, receipt, now);
  }
  database_.prepare("UPDATE legs SET overdue_told = deadline WHERE " + which)
      .bind(1, seconds)
      .run();
  for (const auto& [number, country] : legs) {
    audit_.append(
        {.actor = "gateway", .act = "overdue", .number = number.text(), .detail = country}, now);
  }
  transaction.commit();
  return legs;
}

std::optional<Time> Cases::next_deadline(Time now) {
  auto statement = database_.prepare(
      "SELECT min(deadline) FROM legs WHERE open = 1 AND paused IS NULL AND deadline IS NOT NULL"
      " AND deadline >= ? AND overdue_told IS NOT deadline");
  statement.bind(1, detail::seconds(now)).step();
  return statement.is_null(0)
             ? std::nullopt
             : std::optional(detail::time_at(statement, 0) + std::chrono::seconds(1));
}

std::string Cases::seal_facts(const Case& subject) {
  return seal(keys_.of(subject.number), facts_purpose(subject), encode_case_facts(subject));
}

bool Cases::write(const Case& subject, bool is_new, std::string_view sealed_facts) {
  auto statement = database_.prepare(
      is_new
          ? "INSERT INTO cases (kind, community, requester, requester_address, requester_country,"
            " requester_desk, audience, opened, messages, facts, number, closed, version)"
            " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,1)"
          : "UPDATE cases SET kind = ?1, community = ?2, requester = ?3, requester_address = ?4,"
            " requester_country = ?5, requester_desk = ?6, audience = ?7, opened = ?8,"
            " messages = ?9, facts = ?10, closed = ?12, version = version + 1"
            " WHERE number = ?11 AND version = ?13");
  statement.bind(1, name(subject.kind))
      .bind(2, subject.community)
      .bind(3, subject.requester)
      .bind(4, subject.requester_address)
      .bind(5, subject.requester_country)
      .bind(6, subject.requester_desk)
      .bind(7, subject.group)
      .bind(8, detail::seconds(subject.opened))
      .bind(9, std::int64_t{subject.messages})
      .bind_blob(10, sealed_facts)
      .bind(11, subject.number.text());
  detail::bind_time(statement, 12, subject.closed);
  if (!is_new) {
    statement.bind(13, subject.version);
  }
  statement.run();
  if (database_.changes() == 0) {
    return false;
  }
  detail::write_legs(database_, subject);
  return true;
}

}  // namespace pouch::gateway
