// Letters on their way: one row per recipient, queued until it is delivered, failed or dropped
// (SPEC section 2 step 8).
#include <stdexcept>

#include "gateway/store/steps.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kColumns =
    "SELECT l.id, l.kind, l.message_id, l.number, d.recipient, d.state, d.answer, d.attempts,"
    " d.created, d.next_at, l.message FROM deliveries d JOIN letters l ON l.id = d.letter ";

// Answers that no person wrote (RFC 3834): they are what a rate limit is for.
constexpr std::string_view kAutomatic = "('receipt', 'refusal', 'answer', 'stranger')";

std::int64_t seconds(Time time) { return time.time_since_epoch().count(); }

QueuedLetter queued_letter(const Statement& row) {
  QueuedLetter letter{row.text(0), row.text(1), row.text(2), row.text(3),
                      row.text(4), row.text(5), row.text(6)};
  letter.attempts = static_cast<int>(row.integer(7));
  letter.created = Time(std::chrono::seconds(row.integer(8)));
  letter.next = Time(std::chrono::seconds(row.integer(9)));
  if (row.integer(10) != 0) {
    letter.number += "/" + std::to_string(row.integer(10));
  }
  return letter;
}

std::vector<QueuedLetter> all(Statement& statement) {
  std::vector<QueuedLetter> letters;
  while (statement.step()) {
    letters.push_back(queued_letter(statement));
  }
  return letters;
}

// What the audit log calls the end of a delivery.
std::string_view act(std::string_view state) {
  return state == "delivered" ? "delivered" : "not-delivered";
}

}  // namespace

int Store::letters_to_since(std::string_view recipient, Time since, bool automatic_only) {
  auto statement = database_.prepare(
      "SELECT count(*) FROM deliveries d JOIN letters l ON l.id = d.letter"
      " WHERE d.recipient = ? AND d.created >= ?" +
      (automatic_only ? " AND l.kind IN " + std::string(kAutomatic) : std::string()));
  statement.bind(1, recipient).bind(2, seconds(since)).step();
  return static_cast<int>(statement.integer(0));
}

std::vector<QueuedLetter> Store::letters_of(const CaseNumber& number) {
  auto statement = database_.prepare(std::string(kColumns) +
                                     "WHERE l.number = ? AND l.number <> '' ORDER BY d.id");
  statement.bind(1, number.text());
  return all(statement);
}

std::vector<QueuedLetter> Store::due(Time now, std::size_t most) {
  auto statement =
      database_.prepare(std::string(kColumns) +
                        "WHERE d.state = 'queued' AND d.next_at <= ? ORDER BY d.next_at, d.id"
                        " LIMIT ?");
  statement.bind(1, seconds(now)).bind(2, static_cast<std::int64_t>(most));
  return all(statement);
}

std::string Store::wire(const std::string& letter_id) {
  auto statement = database_.prepare("SELECT wire FROM letters WHERE id = ?");
  if (!statement.bind(1, letter_id).step()) {
    throw Fault(false, "store: there is no letter " + letter_id, "");
  }
  return statement.text(0);
}

void Store::record_handover(const std::string& letter_id, const std::string& recipient,
                            std::string_view state, std::string_view answer, Time at,
                            std::optional<Time> next) {
  if (state != "delivered" && state != "failed" && !(state == "queued" && next)) {
    throw std::logic_error("a letter is delivered, failed, or queued until a time");
  }
  reached("handover.before");
  Transaction transaction(database_);
  auto statement = database_.prepare(
      "UPDATE deliveries SET state = ?, answer = ?, at = ?, next_at = ifnull(?, next_at),"
      " attempts = attempts + 1 WHERE letter = ? AND recipient = ? AND state = 'queued'");
  statement.bind(1, state)
      .bind(2, answer)
      .bind(3, seconds(at))
      .bind(5, letter_id)
      .bind(6, recipient);
  next ? statement.bind(4, seconds(*next)) : statement.bind_null(4);
  statement.run();
  // Told twice (a crash between hand-over and this): the first end stands, and is logged once.
  if (database_.changes() > 0 && state != "queued") {
    auto letter = database_.prepare("SELECT kind, number, message FROM letters WHERE id = ?");
    letter.bind(1, letter_id).step();
    const auto number = letter.integer(2) == 0
                            ? letter.text(1)
                            : letter.text(1) + "/" + std::to_string(letter.integer(2));
    audit_.append({"gateway", std::string(act(state)), number,
                   letter.text(0) + " " + letter_id + " to " + recipient},
                  at);
  }
  transaction.commit();
  reached("handover.after");
}

void Store::put_off(Time now, Time until, std::chrono::seconds give_up, std::string_view why) {
  auto statement = database_.prepare(
      "UPDATE deliveries SET next_at = min(?, created + ?), answer = ?, at = ?"
      " WHERE state = 'queued' AND next_at <= ?");
  statement.bind(1, seconds(until))
      .bind(2, static_cast<std::int64_t>(give_up.count()))
      .bind(3, why)
      .bind(4, seconds(now))
      .bind(5, seconds(now))
      .run();
}

std::optional<Time> Store::next_delivery() {
  auto statement = database_.prepare("SELECT min(next_at) FROM deliveries WHERE state = 'queued'");
  statement.step();
  return statement.is_null(0) ? std::nullopt
                              : std::optional(Time(std::chrono::seconds(statement.integer(0))));
}

std::vector<QueuedLetter> Store::queue(bool with_delivered) {
  auto statement = database_.prepare(
      std::string(kColumns) + (with_delivered ? "" : "WHERE d.state IN ('queued', 'failed') ") +
      "ORDER BY d.created, d.id");
  return all(statement);
}

bool Store::retry(const std::string& letter_id, Time now) {
  auto statement = database_.prepare(
      "UPDATE deliveries SET state = 'queued', next_at = ? WHERE letter = ?"
      " AND state IN ('queued', 'failed')");
  statement.bind(1, seconds(now)).bind(2, letter_id).run();
  return database_.changes() > 0;
}

bool Store::drop(const std::string& letter_id, std::string_view actor, Time now) {
  Transaction transaction(database_);
  auto statement = database_.prepare(
      "UPDATE deliveries SET state = 'dropped', at = ? WHERE letter = ?"
      " AND state IN ('queued', 'failed')");
  statement.bind(1, seconds(now)).bind(2, letter_id).run();
  const auto dropped = database_.changes();
  if (dropped == 0) {
    return false;
  }
  auto letter = database_.prepare("SELECT number, kind FROM letters WHERE id = ?");
  letter.bind(1, letter_id).step();
  audit_.append({std::string(actor), "dropped", letter.text(0),
                 letter.text(1) + " " + letter_id + ", " + std::to_string(dropped) + " recipients"},
                now);
  transaction.commit();
  return true;
}

}  // namespace pouch::gateway
