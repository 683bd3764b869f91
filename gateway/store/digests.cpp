#include "gateway/store/digests.hpp"

#include <algorithm>
#include <utility>

#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

constexpr std::int64_t kLookedAt = 5000;  // of the newest messages: a day has fewer
constexpr std::chrono::hours kApart{12};  // at least, of two digests: after an outage too

}  // namespace

Digests::Digests(Database& database, Audit& audit, const Secret& data_key, std::string epoch_mark)
    : database_(database),
      audit_(audit),
      rows_(database, "digests"),
      key_(data_key.derive("digests")),
      epoch_mark_(std::move(epoch_mark)) {}

bool Digests::note_due(const std::vector<std::string>& desks, const NextDigest& next, Time now) {
  std::vector<std::string> known, due;
  {
    auto statement = database_.prepare("SELECT desk, next FROM digest_hours");
    while (statement.step()) {
      known.push_back(statement.text(0));
      if (detail::time_at(statement, 1) <= now) {
        due.push_back(known.back());
      }
    }
  }
  const auto has = [](const std::vector<std::string>& list, const std::string& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
  };
  const bool same = known.size() == desks.size() &&
                    std::all_of(desks.begin(), desks.end(),
                                [&](const std::string& desk) { return has(known, desk); });
  if (same && due.empty()) {
    return false;  // the write lock is not for looking
  }
  Transaction transaction(database_, "digest");
  auto hour = database_.prepare(
      "INSERT INTO digest_hours (desk, next, last) VALUES (?1, ?2, ?3)"
      " ON CONFLICT (desk) DO UPDATE SET next = ?2, last = ?3");
  auto row = database_.prepare(
      "INSERT OR IGNORE INTO digests (desk, since, hour, state, created, not_before)"
      " SELECT desk, last, next, 'waiting', ?2, ?2 FROM digest_hours WHERE desk = ?1");
  bool any = false;
  for (const auto& desk : desks) {
    if (has(due, desk)) {
      row.bind(1, desk).bind(2, detail::seconds(now)).run();
      any = true;
    }
    if (has(due, desk) || !has(known, desk)) {
      hour.bind(1, desk)
          .bind(2, detail::seconds(next(desk, has(due, desk) ? now + kApart : now)))
          .bind(3, detail::seconds(now))
          .run();
    }
  }
  auto gone = database_.prepare("DELETE FROM digest_hours WHERE desk = ?");
  for (const auto& desk : known) {
    if (!has(desks, desk)) {
      gone.bind(1, desk).run();
    }
  }
  transaction.commit();
  return any;
}

std::optional<Time> Digests::next_hour() {
  auto statement = database_.prepare("SELECT min(next) FROM digest_hours");
  statement.step();
  return detail::time_or_none(statement, 0);
}

std::optional<DigestRow> Digests::claim(Time now) {
  const auto id = rows_.claim(now);
  if (!id) {
    return std::nullopt;
  }
  auto row = database_.prepare("SELECT desk, since FROM digests WHERE id = ?");
  row.bind(1, *id).step();
  return DigestRow{*id, row.text(0), detail::time_at(row, 1)};
}

void Digests::put_back(const DigestRow& row, Time not_before, std::string_view why, Time now) {
  Transaction transaction(database_, "notice.postpone");
  rows_.put_back(row.id, not_before);
  audit_.append({.actor = "gateway",
                 .act = "postponed",
                 .detail = "the digest of " + row.desk + ": " + std::string(why)},
                now);
  transaction.commit();
}

void Digests::end(const DigestRow& row, std::string_view state, std::string_view why, Time now) {
  Transaction transaction(database_, "notice.end");
  if (rows_.end(row.id, state) && state == "untold") {
    audit_.append({.actor = "gateway",
                   .act = "untold",
                   .detail = "the digest of " + row.desk + ": " + std::string(why)},
                  now);
  }
  transaction.commit();
}

std::optional<Time> Digests::next() { return rows_.next(); }

std::string Digests::seed(const DigestRow& row) const {
  return keyed_digits(key_, "digest " + std::to_string(row.id)) + epoch_mark_;
}

std::vector<MessageNumber> Digests::fresh(const std::string& desk,
                                          const std::vector<std::string>& readers, Time since,
                                          std::size_t most) {
  auto statement = database_.prepare(
      "SELECT m.number, m.message FROM (SELECT id, number, message, sender, acting_desk, received"
      " FROM messages ORDER BY id DESC LIMIT ?) m WHERE m.received >= ? AND m.sender <> ?"
      " AND m.acting_desk <> ? AND EXISTS (SELECT 1 FROM message_readers r WHERE r.message = m.id"
      " AND r.reader IN (" +
      detail::marks(readers.size()) + ")) ORDER BY m.id DESC LIMIT ?");
  statement.bind(1, kLookedAt).bind(2, detail::seconds(since)).bind(3, desk).bind(4, desk);
  int index = 4;
  for (const auto& reader : readers) {
    statement.bind(++index, reader);
  }
  statement.bind(++index, static_cast<std::int64_t>(most));
  std::vector<MessageNumber> found;
  while (statement.step()) {
    found.push_back(
        {detail::stored_number(statement.text(0)), static_cast<int>(statement.integer(1))});
  }
  return found;
}

bool Digests::finish(std::int64_t digest) { return digest == 0 || rows_.end(digest, "written"); }

}  // namespace pouch::gateway
