#include "gateway/store/retention.hpp"

#include <array>
#include <utility>

#include "gateway/fault.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kErased = "erased";
constexpr std::chrono::days kRemindAfter{14};  // whoever is asked to erase copies
constexpr std::int64_t kMostAsked = 3;         // letters to one of them, the first with it
constexpr std::string_view kByMail = "as their mail in the case says";  // where it lies sealed

std::int64_t stored(RetentionDay day) { return day.time_since_epoch().count(); }

RetentionDay day_at(const Statement& row, int column) {
  return RetentionDay(std::chrono::days(row.integer(column)));
}

std::optional<RetentionDay> day_or_none(const Statement& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(day_at(row, column));
}

void bind_day(Statement& statement, int index, const std::optional<RetentionDay>& day) {
  day ? statement.bind(index, stored(*day)) : statement.bind_null(index);
}

template <typename Value>
Value whole(std::optional<Value> value) {
  if (!value) {
    throw Fault(false, "store: a retention of a kind that is not known",
                "state/pouch.db is damaged, or a newer pouch wrote it");
  }
  return *value;
}

std::optional<RetentionDue> due_at(const Statement& row, int column) {
  if (row.is_null(column)) {
    return std::nullopt;
  }
  return RetentionDue{day_at(row, column), whole(due_for(row.text(column + 1))),
                      row.text(column + 2)};
}

constexpr std::string_view kRow =
    "SELECT number, due, why, supplier, ends, told_due, told_why, told_supplier, noticed, last,"
    " held, held_by, held_why, ordered_by FROM retention ";

RetentionRow read(const Statement& row) {
  RetentionRow result{detail::stored_number(row.text(0))};
  result.due = due_at(row, 1);
  result.ends = day_or_none(row, 4);
  result.held = detail::time_or_none(row, 10);
  result.held_by = row.text(11);
  result.held_why = row.text(12);
  result.ordered_by = row.text(13);
  result.state.held = result.held.has_value();
  result.state.ordered = !result.ordered_by.empty();
  result.state.told = due_at(row, 5);
  result.state.noticed = day_or_none(row, 8).value_or(RetentionDay());
  result.state.last =
      row.text(9).empty() ? RetentionLetter::kNotice : whole(retention_letter(row.text(9)));
  return result;
}

}  // namespace

Retention::Retention(Database& database, Audit& audit, const Secret& data_key,
                     std::string epoch_mark)
    : database_(database),
      audit_(audit),
      rows_(database, "retention_letters"),
      key_(data_key.derive("retention")),
      epoch_mark_(std::move(epoch_mark)) {}

// --- looks ---------------------------------------------------------------------------------------

std::vector<CaseNumber> Retention::waiting(RetentionDay today, LookAt which,
                                           const std::string& after, std::size_t most) {
  constexpr std::array<std::string_view, 3> kWhich{"look <= ?1 AND ordered_by <> ''", "look <= ?1",
                                                   "(look <= ?1 OR stale = 1)"};
  auto statement = database_.prepare("SELECT number FROM retention WHERE number > ?2 AND " +
                                     std::string(kWhich.at(static_cast<std::size_t>(which))) +
                                     " ORDER BY number LIMIT ?3");
  statement.bind(1, stored(today)).bind(2, after).bind(3, static_cast<std::int64_t>(most));
  std::vector<CaseNumber> numbers;
  while (statement.step()) {
    numbers.push_back(detail::stored_number(statement.text(0)));
  }
  return numbers;
}

std::optional<RetentionDay> Retention::next_look() {
  auto statement = database_.prepare("SELECT min(look) FROM retention WHERE look IS NOT NULL");
  statement.step();
  return day_or_none(statement, 0);
}

bool Retention::any_stale() {
  return database_.prepare("SELECT 1 FROM retention WHERE stale = 1 LIMIT 1").step();
}

RetentionRow Retention::row(const CaseNumber& number) {
  auto statement = database_.prepare(std::string(kRow) + "WHERE number = ?");
  statement.bind(1, number.text());
  return statement.step() ? read(statement) : RetentionRow{number};
}

std::vector<RetentionRow> Retention::rows() {
  auto statement =
      database_.prepare(std::string(kRow) +
                        "WHERE number NOT IN (SELECT number FROM erasures) ORDER BY ends, number");
  std::vector<RetentionRow> found;
  while (statement.step()) {
    found.push_back(read(statement));
  }
  return found;
}

std::vector<Keeping> Retention::kept(const CaseNumber& number) {
  auto statement =
      database_.prepare("SELECT who, said, until FROM retention_kept WHERE number = ? ORDER BY id");
  statement.bind(1, number.text());
  std::vector<Keeping> found;
  while (statement.step()) {
    found.push_back({statement.text(0), day_at(statement, 1), day_at(statement, 2)});
  }
  return found;
}

void Retention::make_letter(const CaseNumber& number, std::string_view kind,
                            const std::string& receiver, RetentionDay ends, Time now) {
  database_
      .prepare(
          "INSERT OR IGNORE INTO retention_letters (number, kind, receiver, ends, state,"
          " created, not_before) VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?5)")
      .bind(1, number.text())
      .bind(2, kind)
      .bind(3, receiver)
      .bind(4, stored(ends))
      .bind(5, detail::seconds(now))
      .run();
}

void Retention::note(const RetentionLook& look, Time now) {
  Transaction transaction(database_, "retention");
  auto statement = database_.prepare(
      "UPDATE retention SET stale = 0, look = ?2, due = ?3, why = ?4, supplier = ?5, ends = ?6"
      " WHERE number = ?1 AND (SELECT version FROM cases c WHERE c.number = ?1) = ?7");
  bind_day(statement, 2, look.step.next);
  statement.bind(1, look.number.text())
      .bind(3, stored(look.due.on))
      .bind(4, name(look.due.why))
      .bind(5, look.due.supplier)
      .bind(6, stored(look.step.end))
      .bind(7, look.version)
      .run();
  if (database_.changes() == 0) {
    return;
  }
  if (const auto letter = look.step.tell) {
    if (*letter == RetentionLetter::kNotice) {
      database_
          .prepare(
              "UPDATE retention SET told_due = due, told_why = why, told_supplier = supplier,"
              " noticed = ?2 WHERE number = ?1")
          .bind(1, look.number.text())
          .bind(2, stored(std::chrono::floor<std::chrono::days>(now)))
          .run();
    }
    database_.prepare("UPDATE retention SET last = ?2 WHERE number = ?1")
        .bind(1, look.number.text())
        .bind(2, name(*letter))
        .run();
    for (const auto& owner : look.owners) {
      make_letter(look.number, name(*letter), owner, look.step.end, now);
    }
    audit_.append({.actor = "gateway",
                   .act = "retention",
                   .number = look.number.text(),
                   .detail = std::string(name(*letter)) + ", " + std::string(name(look.due.why))},
                  now);
  }
  transaction.commit();
}

void Retention::look_later(const CaseNumber& number, const std::optional<RetentionDay>& day) {
  auto statement = database_.prepare("UPDATE retention SET look = ?2, stale = 0 WHERE number = ?1");
  bind_day(statement, 2, day);
  statement.bind(1, number.text()).run();
}

// --- the operator --------------------------------------------------------------------------------

bool Retention::is_held(const CaseNumber& number) {
  auto statement =
      database_.prepare("SELECT 1 FROM retention WHERE number = ? AND held IS NOT NULL");
  return statement.bind(1, number.text()).step();
}

bool Retention::hold(const CaseNumber& number, std::string_view by, std::string_view why,
                     Time now) {
  Transaction transaction(database_, "hold");
  const bool laid = lay_hold(number, by, why, now);
  transaction.commit();
  return laid;
}

bool Retention::release(const CaseNumber& number, std::string_view by, std::string_view why,
                        Time now) {
  Transaction transaction(database_, "hold");
  const bool ended = end_hold(number, by, why, now);
  transaction.commit();
  return ended;
}

bool Retention::lay_hold(const CaseNumber& number, std::string_view by, std::string_view why,
                         Time now) {
  if (is_held(number)) {
    return false;
  }
  database_
      .prepare(
          "INSERT INTO retention (number, stale, held, held_by, held_why)"
          " VALUES (?1, 0, ?2, ?3, ?4) ON CONFLICT (number) DO UPDATE"
          " SET held = ?2, held_by = ?3, held_why = ?4, look = NULL")
      .bind(1, number.text())
      .bind(2, detail::seconds(now))
      .bind(3, by)
      .bind(4, why)
      .run();
  overtake(number);
  audit_.append({.actor = std::string(by),
                 .act = "held back",
                 .number = number.text(),
                 .detail = "legal hold; reason: " + std::string(why)},
                now);
  return true;
}

// Its owner is told anew: the days of the notice begin again.
bool Retention::end_hold(const CaseNumber& number, std::string_view by, std::string_view why,
                         Time now) {
  if (!is_held(number)) {
    return false;
  }
  database_
      .prepare(
          "UPDATE retention SET held = NULL, held_by = '', held_why = '', ordered_by = '',"
          " told_due = NULL, noticed = NULL, last = '',"
          " stale = (SELECT kind <> 'archive' FROM cases c WHERE c.number = ?1)"
          " WHERE number = ?1")
      .bind(1, number.text())
      .run();
  audit_.append({.actor = std::string(by),
                 .act = "hold ended",
                 .number = number.text(),
                 .detail = "legal hold; reason: " + std::string(why)},
                now);
  return true;
}

// What waits to be told is so no more.
void Retention::overtake(const CaseNumber& number) {
  database_
      .prepare(
          "UPDATE retention_letters SET state = 'overtaken', claimer = NULL"
          " WHERE number = ? AND state = 'waiting' AND kind <> 'erased'")
      .bind(1, number.text())
      .run();
}

std::vector<AskedToErase> Retention::asked_to_erase() {
  auto statement = database_.prepare(
      "SELECT number, receiver, min(created), max(confirmed) FROM retention_letters"
      " WHERE kind = 'erased' GROUP BY number, receiver ORDER BY min(id) DESC");
  std::vector<AskedToErase> asked;
  while (statement.step()) {
    asked.push_back({detail::stored_number(statement.text(0)), statement.text(1),
                     detail::time_at(statement, 2), detail::time_or_none(statement, 3)});
  }
  return asked;
}

// --- letters -------------------------------------------------------------------------------------

std::optional<RetentionLetterRow> Retention::claim(Time now) {
  const auto id = rows_.claim(now);
  if (!id) {
    return std::nullopt;
  }
  auto row =
      database_.prepare("SELECT number, kind, receiver, ends FROM retention_letters WHERE id = ?");
  row.bind(1, *id).step();
  return RetentionLetterRow{.id = *id,
                            .number = detail::stored_number(row.text(0)),
                            .kind = row.text(1) == kErased
                                        ? std::nullopt
                                        : std::optional(whole(retention_letter(row.text(1)))),
                            .receiver = row.text(2),
                            .ends = day_at(row, 3)};
}

void Retention::put_back(const RetentionLetterRow& row, Time not_before, std::string_view why,
                         Time now) {
  Transaction transaction(database_, "notice.postpone");
  rows_.put_back(row.id, not_before);
  note_end(row, "postponed", why, now);
  transaction.commit();
}

void Retention::end(const RetentionLetterRow& row, std::string_view state, std::string_view why,
                    Time now) {
  Transaction transaction(database_, "notice.end");
  if (rows_.end(row.id, state)) {
    note_end(row, state, why, now);
  }
  transaction.commit();
}

void Retention::note_end(const RetentionLetterRow& row, std::string_view act, std::string_view why,
                         Time now) {
  audit_.append(
      {.actor = "gateway",
       .act = std::string(act),
       .number = row.number.text(),
       .detail = "a letter on retention, " + std::string(row.kind ? name(*row.kind) : kErased) +
                 ", to " + row.receiver + ": " + std::string(why)},
      now);
}

std::optional<Time> Retention::next() { return rows_.next(); }

std::string Retention::seed(const RetentionLetterRow& row) const {
  return keyed_digits(key_, "retention " + std::to_string(row.id)) + epoch_mark_;
}

// --- within the transaction of a commit ----------------------------------------------------------

void Retention::write(const std::optional<RetentionOrder>& order, Time at) {
  if (!order) {
    return;
  }
  switch (order->what) {
    case RetentionOrder::What::kKeep:
      return keep(*order, at);
    case RetentionOrder::What::kErase:
      database_.prepare("UPDATE retention SET ordered_by = ?2, look = 0 WHERE number = ?1")
          .bind(1, order->number.text())
          .bind(2, order->by)
          .run();
      return;
    case RetentionOrder::What::kConfirm:
      database_
          .prepare(
              "UPDATE retention_letters SET confirmed = ?3, claimer = NULL,"
              " state = CASE state WHEN 'waiting' THEN 'overtaken' ELSE state END"
              " WHERE number = ?1 AND receiver = ?2 COLLATE NOCASE AND kind = 'erased' AND "
              "confirmed IS NULL")
          .bind(1, order->number.text())
          .bind(2, order->who)
          .bind(3, detail::seconds(at))
          .run();
      return;
    case RetentionOrder::What::kHold:
      lay_hold(order->number, order->by, kByMail, at);
      return;
    case RetentionOrder::What::kEndHold:
      end_hold(order->number, order->by, kByMail, at);
      return;
  }
}

void Retention::keep(const RetentionOrder& order, Time at) {
  auto row = database_.prepare(
      "INSERT INTO retention_kept (number, who, said, until, said_by) VALUES (?1, ?2, ?3, ?4, ?5)");
  row.bind(1, order.number.text())
      .bind(3, stored(std::chrono::floor<std::chrono::days>(at)))
      .bind(4, stored(order.until))
      .bind(5, order.by);
  if (order.of_case) {
    row.bind(2, std::string_view()).run();
  }
  if (!order.who.empty()) {
    row.bind(2, order.who).run();
  }
  database_.prepare("UPDATE retention SET stale = 1, look = 0 WHERE number = ?")
      .bind(1, order.number.text())
      .run();
  overtake(order.number);
}

bool Retention::finish(std::int64_t letter, Time at) {
  if (letter == 0) {
    return true;
  }
  if (!rows_.end(letter, "written")) {
    return false;
  }
  remind_to_erase(letter, at);
  return true;
}

void Retention::remind_to_erase(std::int64_t letter, Time at) {
  const auto next = at + kRemindAfter;
  database_
      .prepare(
          "INSERT OR IGNORE INTO retention_letters (number, kind, receiver, ends, state, created,"
          " not_before) SELECT number, kind, receiver, ?3, 'waiting', ?2, ?4"
          " FROM retention_letters r WHERE id = ?1 AND kind = 'erased' AND confirmed IS NULL"
          " AND (SELECT count(*) FROM retention_letters o WHERE o.number = r.number"
          " AND o.kind = r.kind AND o.receiver = r.receiver) < ?5")
      .bind(1, letter)
      .bind(2, detail::seconds(at))
      .bind(3, stored(std::chrono::floor<std::chrono::days>(next)))
      .bind(4, detail::seconds(next))
      .bind(5, kMostAsked)
      .run();
}

}  // namespace pouch::gateway
