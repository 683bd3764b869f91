#include "gateway/store/letters.hpp"

#include <stdexcept>
#include <utility>

#include "gateway/store/letter_kinds.hpp"
#include "gateway/store/letter_rows.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kLongestRest{600};  // of a mail that was put back, of a notice

// Answers that no person asked a person for (RFC 3834): they are what a rate limit is for.
std::string automatic_kinds() {
  std::string list;
  for (const auto& rule : letter_rules()) {
    if (rule.automatic) {
      list += (list.empty() ? "('" : ", '") + std::string(rule.kind) + "'";
    }
  }
  return list + ")";
}

// What the audit log calls the end of a delivery.
std::string_view act(std::string_view state) {
  return state == "delivered" ? "delivered" : "not-delivered";
}

}  // namespace

Letters::Letters(Database& database, Audit& audit, CaseKeys& keys, Cases& cases, Notices& notices,
                 ReturnPath return_path)
    : database_(database),
      audit_(audit),
      keys_(keys),
      cases_(cases),
      notices_(notices),
      return_path_(std::move(return_path)) {}

int Letters::count_since(std::string_view recipient, Time since, bool automatic_only) {
  auto statement = database_.prepare(
      "SELECT count(*) FROM deliveries d JOIN letters l ON l.id = d.letter"
      " WHERE d.recipient = ? AND d.created >= ?" +
      (automatic_only ? " AND l.kind IN " + automatic_kinds() : std::string()));
  statement.bind(1, recipient).bind(2, detail::seconds(since)).step();
  return static_cast<int>(statement.integer(0));
}

std::vector<std::string> Letters::recipients_since(std::string_view kind, Time since) {
  auto statement = database_.prepare(
      "SELECT DISTINCT d.recipient FROM letters l JOIN deliveries d ON d.letter = l.id"
      " WHERE l.kind = ? AND l.created >= ? AND d.state IN ('queued', 'delivered')"
      " ORDER BY d.recipient");
  statement.bind(1, kind).bind(2, detail::seconds(since));
  std::vector<std::string> recipients;
  while (statement.step()) {
    recipients.push_back(statement.text(0));
  }
  return recipients;
}

std::vector<QueuedLetter> Letters::of(const CaseNumber& number) {
  auto statement = database_.prepare(std::string(detail::kLetterColumns) +
                                     "WHERE l.number = ? AND l.number <> '' ORDER BY d.id");
  statement.bind(1, number.text());
  return detail::queued_letters(statement);
}

std::vector<std::string> Letters::unknown(const std::set<std::string>& ids) {
  std::vector<std::string> unknown;
  auto known = database_.prepare("SELECT 1 FROM letters WHERE id = ?");
  for (const auto& id : ids) {
    if (!known.bind(1, id).step()) {
      unknown.push_back(id);
    }
    known.reset();
  }
  return unknown;
}

std::vector<QueuedLetter> Letters::due(Time now, std::size_t most) {
  auto statement =
      database_.prepare(std::string(detail::kLetterColumns) +
                        "WHERE d.state = 'queued' AND d.next_at <= ? ORDER BY d.next_at, d.id"
                        " LIMIT ?");
  statement.bind(1, detail::seconds(now)).bind(2, static_cast<std::int64_t>(most));
  return detail::queued_letters(statement);
}

void Letters::record_handover(const std::string& letter_id, const std::string& recipient,
                              std::string_view state, std::string_view answer, Time at,
                              std::optional<Time> next, std::string_view status) {
  if (state != "delivered" && state != "failed" && !(state == "queued" && next)) {
    throw std::logic_error("a letter is delivered, failed, or queued until a time");
  }
  Transaction transaction(database_, "handover");
  auto statement = database_.prepare(
      "UPDATE deliveries SET state = ?, answer = ?, at = ?, next_at = ifnull(?, next_at),"
      " status = ?, attempts = attempts + 1 WHERE letter = ? AND recipient = ?"
      " AND state = 'queued' RETURNING id");
  statement.bind(1, state)
      .bind(2, answer)
      .bind(3, detail::seconds(at))
      .bind(5, status)
      .bind(6, letter_id)
      .bind(7, recipient);
  next ? statement.bind(4, detail::seconds(*next)) : statement.bind_null(4);
  const auto row = statement.step() ? statement.integer(0) : 0;
  statement.run();
  // Told twice (a crash between hand-over and this): the first end stands, and is logged once.
  if (row != 0 && state != "queued") {
    if (state == "failed") {
      notices_.make(row, "not-delivered", at);
    }
    auto letter = database_.prepare("SELECT kind, number, message FROM letters WHERE id = ?");
    letter.bind(1, letter_id).step();
    const auto number = detail::numbered(letter.text(1), letter.integer(2));
    audit_.append({.actor = "gateway",
                   .act = std::string(act(state)),
                   .number = number,
                   .detail = letter.text(0) + " " + letter_id + " to " + recipient},
                  at);
    Receipts(database_, keys_).append_delivery(row, state, at);
    cases_.follow_leg(letter_id, at);
  }
  transaction.commit();
}

void Letters::put_off(Time now, Time until, std::chrono::seconds give_up, std::string_view why) {
  Transaction transaction(database_, "putoff");
  auto statement = database_.prepare(
      "UPDATE deliveries SET next_at = min(?, created + ?), answer = ?, at = ?"
      " WHERE state = 'queued' AND next_at <= ?");
  statement.bind(1, detail::seconds(until))
      .bind(2, static_cast<std::int64_t>(give_up.count()))
      .bind(3, why)
      .bind(4, detail::seconds(now))
      .bind(5, detail::seconds(now))
      .run();
  transaction.commit();
}

int Letters::bring_forward(Time now, std::chrono::seconds longest) {
  const std::pair<std::string, std::chrono::seconds> rests[] = {
      {"deliveries SET next_at = ?1 WHERE state = 'queued' AND next_at > ?2", longest},
      {"spool SET not_before = ?1 WHERE state = 'waiting' AND not_before > ?2", kLongestRest},
      {"notices SET not_before = ?1 WHERE state = 'waiting' AND not_before > ?2", kLongestRest}};
  auto look = database_.prepare(
      "SELECT (SELECT ifnull(max(next_at), 0) FROM deliveries WHERE state = 'queued') > ?1"
      " OR (SELECT ifnull(max(not_before), 0) FROM spool WHERE state = 'waiting') > ?2"
      " OR (SELECT ifnull(max(not_before), 0) FROM notices WHERE state = 'waiting') > ?2");
  look.bind(1, detail::seconds(now + longest)).bind(2, detail::seconds(now + kLongestRest)).step();
  if (look.integer(0) == 0) {
    return 0;  // the write lock is not for looking
  }
  look.reset();
  Transaction transaction(database_, "putoff");
  int brought = 0;
  for (const auto& [what, rest] : rests) {
    database_.prepare("UPDATE " + what)
        .bind(1, detail::seconds(now))
        .bind(2, detail::seconds(now + rest))
        .run();
    brought += static_cast<int>(database_.changes());
  }
  transaction.commit();
  return brought;
}

std::optional<Time> Letters::next_delivery() {
  auto statement = database_.prepare("SELECT min(next_at) FROM deliveries WHERE state = 'queued'");
  statement.step();
  return detail::time_or_none(statement, 0);
}

std::vector<QueuedLetter> Letters::queue(bool with_delivered) {
  auto statement =
      database_.prepare(std::string(detail::kLetterColumns) +
                        (with_delivered ? "" : "WHERE d.state IN ('queued', 'failed') ") +
                        "ORDER BY d.created, d.id");
  return detail::queued_letters(statement);
}

bool Letters::retry(const std::string& letter_id, Time now) {
  Transaction transaction(database_, "retry");
  auto statement = database_.prepare(
      "UPDATE deliveries SET state = 'queued', next_at = ? WHERE letter = ?"
      " AND state IN ('queued', 'failed')");
  statement.bind(1, detail::seconds(now)).bind(2, letter_id).run();
  const bool found = database_.changes() > 0;
  transaction.commit();
  return found;
}

bool Letters::drop(const std::string& letter_id, std::string_view actor, Time now) {
  Transaction transaction(database_, "drop-letter");
  std::vector<std::int64_t> rows;
  {
    auto statement = database_.prepare(
        "UPDATE deliveries SET state = 'dropped', at = ? WHERE letter = ?"
        " AND state IN ('queued', 'failed') RETURNING id");
    statement.bind(1, detail::seconds(now)).bind(2, letter_id);
    while (statement.step()) {
      rows.push_back(statement.integer(0));
    }
  }
  const auto dropped = rows.size();
  if (dropped == 0) {
    return false;
  }
  // Whoever heard that it failed hears now that it will not be sent again.
  auto forget = database_.prepare(
      "DELETE FROM notices WHERE delivery = ? AND kind = 'not-delivered' AND state <> 'waiting'");
  for (const auto row : rows) {
    forget.bind(1, row).run();
    notices_.make(row, "not-delivered", now);
    Receipts(database_, keys_).append_delivery(row, "dropped", now);
  }
  auto letter = database_.prepare("SELECT number, kind FROM letters WHERE id = ?");
  letter.bind(1, letter_id).step();
  audit_.append(
      {.actor = std::string(actor),
       .act = "dropped",
       .number = letter.text(0),
       .detail = letter.text(1) + " " + letter_id + ", " + std::to_string(dropped) + " recipients"},
      now);
  cases_.follow_leg(letter_id, now);
  transaction.commit();
  return true;
}

std::string Letters::return_path(std::string_view ours, const QueuedLetter& letter) const {
  return return_path_.address(ours, letter.delivery, letter.recipient);
}

std::optional<QueuedLetter> Letters::returned_to(const std::vector<std::string>& recipients,
                                                 std::string_view ours) {
  std::optional<QueuedLetter> found;
  for (const auto& recipient : recipients) {
    const auto token = return_token(recipient, ours);
    auto letter = token ? detail::delivery(database_, token->delivery) : std::nullopt;
    if (!letter || !return_path_.proves(*token, letter->recipient)) {
      continue;
    }
    if (found && found->delivery != letter->delivery) {
      return std::nullopt;  // one report on two letters: which one does it mean?
    }
    found = std::move(letter);
  }
  return found;
}

}  // namespace pouch::gateway
