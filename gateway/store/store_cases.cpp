// Cases, legs, messages and their sealed bodies, read; deadlines that have passed.
#include <utility>

#include "gateway/store/contents_codec.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kCaseColumns =
    "SELECT number, kind, community, requester, requester_address, requester_country,"
    " requester_desk, audience, opened, version, messages, facts FROM cases ";

// A leg whose deadline has passed; the same words in every query.
constexpr std::string_view kOverdueLeg = "open = 1 AND deadline IS NOT NULL AND deadline < ";

Time time_at(const Statement& row, int column) {
  return Time(std::chrono::seconds(row.integer(column)));
}

template <typename Value>
Value whole(std::optional<Value> value) {
  if (!value) {
    throw Fault(false, "store: a value in the store is none that is known",
                "state/pouch.db is damaged, or a newer pouch wrote it");
  }
  return std::move(*value);
}

Leg leg_of(const Statement& row) {
  Leg leg;
  leg.country = row.text(0);
  leg.desk = row.text(1);
  leg.state = whole(leg_state(row.text(2)));
  leg.since = time_at(row, 3);
  if (!row.is_null(4)) {
    leg.deadline = time_at(row, 4);
  }
  leg.last_message = static_cast<int>(row.integer(5));
  return leg;
}

}  // namespace

std::vector<Leg> Store::legs_of(const CaseNumber& number) {
  auto statement = database_.prepare(
      "SELECT country, desk, state, since, deadline, last_message FROM legs WHERE number = ?"
      " ORDER BY position");
  statement.bind(1, number.text());
  std::vector<Leg> legs;
  while (statement.step()) {
    legs.push_back(leg_of(statement));
  }
  return legs;
}

Case Store::read_case(const Statement& row) {
  Case subject{whole(CaseNumber::parse(row.text(0)))};
  subject.kind = whole(case_kind(row.text(1)));
  subject.community = row.text(2);
  subject.requester = row.text(3);
  subject.requester_address = row.text(4);
  subject.requester_country = row.text(5);
  subject.requester_desk = row.text(6);
  subject.group = row.text(7);
  subject.opened = time_at(row, 8);
  subject.version = row.integer(9);
  subject.messages = static_cast<int>(row.integer(10));
  // An erased case keeps its number, dates and parties; what its forms said has gone.
  if (const auto key = find_case_key(subject.number)) {
    decode_case_facts(unseal(*key, "facts:" + subject.number.text(), row.text(11)), subject);
  }
  subject.legs = legs_of(subject.number);
  return subject;
}

std::optional<Case> Store::find_case(const CaseNumber& number) {
  auto statement = database_.prepare(std::string(kCaseColumns) + "WHERE number = ?");
  statement.bind(1, number.text());
  return statement.step() ? std::optional(read_case(statement)) : std::nullopt;
}

std::optional<MessageNumber> Store::thread(std::string_view message_id) {
  auto statement = database_.prepare("SELECT number, message FROM thread_ids WHERE message_id = ?");
  if (!statement.bind(1, message_id).step()) {
    return std::nullopt;
  }
  return MessageNumber{whole(CaseNumber::parse(statement.text(0))),
                       static_cast<int>(statement.integer(1))};
}

std::vector<Case> Store::cases(const CaseFilter& filter, Time now) {
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
  statement.bind(1, now.time_since_epoch().count()).bind(2, filter.country);
  std::vector<Case> found;
  while (statement.step()) {
    found.push_back(read_case(statement));
  }
  return found;
}

std::vector<Case> Store::open_cases(const std::string& requester,
                                    const std::vector<std::string>& desks) {
  std::string marks;
  for (std::size_t i = 0; i < desks.size(); ++i) {
    marks += (i == 0 ? "?" : ",?");
  }
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
    found.push_back(read_case(statement));
  }
  return found;
}

std::vector<std::pair<CaseNumber, std::string>> Store::waiting_legs() {
  auto statement = database_.prepare(
      "SELECT number, country FROM legs WHERE state = ? ORDER BY number, position");
  statement.bind(1, name(LegState::kWaiting));
  std::vector<std::pair<CaseNumber, std::string>> legs;
  while (statement.step()) {
    legs.emplace_back(whole(CaseNumber::parse(statement.text(0))), statement.text(1));
  }
  return legs;
}

std::vector<std::pair<CaseNumber, std::string>> Store::newly_overdue(Time now) {
  // overdue_told is the deadline that was told: one that is moved and missed again is told again.
  const std::string which = std::string(kOverdueLeg) + "? AND overdue_told IS NOT deadline";
  const auto seconds = now.time_since_epoch().count();
  {
    auto any = database_.prepare("SELECT 1 FROM legs WHERE " + which + " LIMIT 1");
    if (!any.bind(1, seconds).step()) {
      return {};  // the write lock is not for looking
    }
  }
  Transaction transaction(database_, "overdue");
  std::vector<std::pair<CaseNumber, std::string>> legs;
  auto statement = database_.prepare("SELECT number, country FROM legs WHERE " + which +
                                     " ORDER BY deadline, number, position");
  statement.bind(1, seconds);
  while (statement.step()) {
    legs.emplace_back(whole(CaseNumber::parse(statement.text(0))), statement.text(1));
  }
  database_.prepare("UPDATE legs SET overdue_told = deadline WHERE " + which)
      .bind(1, seconds)
      .run();
  for (const auto& [number, country] : legs) {
    audit_.append({"gateway", "overdue", number.text(), country}, now);
  }
  transaction.commit();
  return legs;
}

std::optional<Time> Store::next_deadline(Time now) {
  auto statement = database_.prepare(
      "SELECT min(deadline) FROM legs WHERE open = 1 AND deadline IS NOT NULL AND deadline >= ?"
      " AND overdue_told IS NOT deadline");
  statement.bind(1, now.time_since_epoch().count()).step();
  return statement.is_null(0) ? std::nullopt
                              : std::optional(time_at(statement, 0) + std::chrono::seconds(1));
}

}  // namespace pouch::gateway
