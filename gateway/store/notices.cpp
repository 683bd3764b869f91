#include "gateway/store/notices.hpp"

#include <utility>

#include "gateway/store/claimer.hpp"
#include "gateway/store/letter_kinds.hpp"
#include "gateway/store/letter_rows.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

std::string list_of(const std::vector<Notice>& notices) {
  std::string ids = "(";
  for (const auto& notice : notices) {
    ids += (ids.size() > 1 ? "," : "") + std::to_string(notice.id);
  }
  return ids + ")";
}

}  // namespace

Notices::Notices(Database& database, Audit& audit, const Secret& data_key, std::string epoch_mark)
    : database_(database),
      audit_(audit),
      key_(data_key.derive("notices")),
      epoch_mark_(std::move(epoch_mark)) {}

// A letter whose first notice was overtaken by the operator's retry, and that fails again, is told.
void Notices::make(std::int64_t id, std::string_view kind, Time at) {
  const auto letter = detail::delivery(database_, id);
  const auto& rule = letter_rule(letter->kind);
  auto statement = database_.prepare(
      "INSERT INTO notices (delivery, kind, audience, state, created, not_before)"
      " VALUES (?1, ?2, ?3, 'waiting', ?4, ?4) ON CONFLICT (delivery, kind, audience)"
      " DO UPDATE SET state = 'waiting', created = ?4, not_before = ?4, claimer = NULL"
      " WHERE state = 'overtaken'");
  const auto tell = [&](std::string_view audience) {
    statement.bind(1, id).bind(2, kind).bind(3, audience).bind(4, detail::seconds(at)).run();
  };
  if (rule.tells_sender && !letter->number.empty()) {
    tell("sender");
  }
  if (rule.tells_operator) {
    tell("operator");
  }
}

int Notices::newly_delayed(Time now, std::chrono::seconds after) {
  const auto next = next_delay(after);
  if (!next || *next > now) {
    return 0;  // the write lock is not for looking
  }
  Transaction transaction(database_, "delayed");
  auto statement = database_.prepare(std::string(detail::kLetterColumns) +
                                     "WHERE d.state = 'queued' AND d.warned IS NULL"
                                     " AND d.created <= ? ORDER BY d.id");
  statement.bind(1, detail::seconds(now - after));
  const auto letters = detail::queued_letters(statement);
  statement.reset();
  auto warned = database_.prepare("UPDATE deliveries SET warned = ? WHERE id = ?");
  for (const auto& letter : letters) {
    warned.bind(1, detail::seconds(now)).bind(2, letter.delivery).run();
    make(letter.delivery, "delayed", now);
    audit_.append({.actor = "gateway",
                   .act = "delayed",
                   .number = letter.number,
                   .detail = letter.kind + " " + letter.id + " to " + letter.recipient +
                             ", attempts " + std::to_string(letter.attempts)},
                  now);
  }
  transaction.commit();
  return static_cast<int>(letters.size());
}

std::optional<Time> Notices::next_delay(std::chrono::seconds after) {
  auto statement = database_.prepare(
      "SELECT min(created) FROM deliveries WHERE state = 'queued' AND warned IS NULL");
  statement.step();
  return statement.is_null(0) ? std::nullopt : std::optional(detail::time_at(statement, 0) + after);
}

std::vector<Notice> Notices::claim(Time now, std::size_t most) {
  const auto due = next();
  if (!due || *due > now) {
    return {};
  }
  Transaction transaction(database_, "notice.claim", Survives::kKill);
  std::vector<Notice> claimed;
  {
    auto candidates = database_.prepare(
        "SELECT id, kind, audience, claimer, delivery FROM notices WHERE state = 'waiting'"
        " AND not_before <= ? ORDER BY id");
    candidates.bind(1, detail::seconds(now));
    while (claimed.size() < most && candidates.step()) {
      const bool for_operator = candidates.text(2) == "operator";
      const bool fits = claimed.empty() || (claimed.front().for_operator && for_operator);
      if (fits && (candidates.is_null(3) || !is_living(candidates.text(3)))) {
        claimed.push_back({candidates.integer(0), candidates.text(1) == "not-delivered",
                           for_operator, *detail::delivery(database_, candidates.integer(4))});
      }
      if (!claimed.empty() && !claimed.front().for_operator) {
        break;
      }
    }
  }
  if (claimed.empty()) {
    return {};
  }
  database_.prepare("UPDATE notices SET claimer = ? WHERE id IN " + list_of(claimed))
      .bind(1, this_process())
      .run();
  transaction.commit();
  return claimed;
}

void Notices::put_back(const std::vector<Notice>& notices, Time not_before, std::string_view why,
                       Time now) {
  Transaction transaction(database_, "notice.postpone");
  database_
      .prepare(
          "UPDATE notices SET claimer = NULL, not_before = ? WHERE state = 'waiting'"
          " AND id IN " +
          list_of(notices))
      .bind(1, detail::seconds(not_before))
      .run();
  audit_.append({.actor = "gateway",
                 .act = "postponed",
                 .detail = std::to_string(notices.size()) + " notices: " + std::string(why)},
                now);
  transaction.commit();
}

void Notices::end(const std::vector<Notice>& notices, std::string_view state, std::string_view why,
                  Time now) {
  Transaction transaction(database_, "notice.end");
  auto statement = database_.prepare(
      "UPDATE notices SET state = ?, claimer = NULL WHERE id = ? AND state = 'waiting'");
  for (const auto& notice : notices) {
    statement.bind(1, state).bind(2, notice.id).run();
    if (database_.changes() > 0) {
      audit_.append({.actor = "gateway",
                     .act = std::string(state),
                     .number = notice.letter.number,
                     .detail = "notice of " + notice.letter.kind + " " + notice.letter.id + ": " +
                               std::string(why)},
                    now);
    }
  }
  transaction.commit();
}

bool Notices::finish(const std::vector<std::int64_t>& notices) {
  auto statement = database_.prepare(
      "UPDATE notices SET state = 'written', claimer = NULL WHERE id = ? AND state = 'waiting'");
  for (const auto id : notices) {
    statement.bind(1, id).run();
    if (database_.changes() == 0) {
      return false;
    }
  }
  return true;
}

std::optional<Time> Notices::next() {
  auto statement = database_.prepare(
      "SELECT not_before, claimer FROM notices WHERE state = 'waiting' ORDER BY not_before");
  while (statement.step()) {
    if (statement.is_null(1) || !is_living(statement.text(1))) {
      return detail::time_at(statement, 0);
    }
  }
  return std::nullopt;
}

std::string Notices::seed(const Notice& notice) const {
  return keyed_digits(key_, "notice " + std::to_string(notice.id)) + epoch_mark_;
}

}  // namespace pouch::gateway
