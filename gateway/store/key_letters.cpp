#include "gateway/store/key_letters.hpp"

#include <utility>

#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kEnds = "ends";

}  // namespace

KeyLetters::KeyLetters(Database& database, Audit& audit, const Secret& data_key,
                       std::string epoch_mark)
    : database_(database),
      audit_(audit),
      rows_(database, "key_letters"),
      key_(data_key.derive("key-letters")),
      epoch_mark_(std::move(epoch_mark)) {}

// A later step was told: a clock that went back does not bring the earlier one.
bool KeyLetters::is_told(const EndingKey& key, int step) {
  auto statement = database_.prepare(
      "SELECT 1 FROM key_letters WHERE what = ?1 AND fingerprint = ?2 AND expires = ?3"
      " AND about <= ?4");
  return statement.bind(1, kEnds)
      .bind(2, key.fingerprint)
      .bind(3, detail::seconds(key.expires))
      .bind(4, std::int64_t{step})
      .step();
}

bool KeyLetters::note_due(const std::vector<EndingKey>& keys, Time now) {
  std::vector<std::pair<const EndingKey*, int>> due;
  for (const auto& key : keys) {
    const auto step = key_step(key.expires, now);
    if (step && !is_told(key, *step)) {
      due.emplace_back(&key, *step);
    }
  }
  if (due.empty()) {
    return false;  // the write lock is not for looking
  }
  Transaction transaction(database_, "key-step");
  auto row = database_.prepare(
      "INSERT OR IGNORE INTO key_letters (what, holder, fingerprint, expires, about, state, "
      "created,"
      " not_before) VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6, ?6)");
  for (const auto& [key, step] : due) {
    row.bind(1, kEnds)
        .bind(2, key->holder)
        .bind(3, key->fingerprint)
        .bind(4, detail::seconds(key->expires))
        .bind(5, std::int64_t{step})
        .bind(6, detail::seconds(now))
        .run();
    if (database_.changes() > 0) {
      audit_.append(
          {.actor = "gateway",
           .act = "key-ends",
           .detail = key->holder + ", " + key->fingerprint + ", " + std::to_string(step) + " days"},
          now);
    }
  }
  transaction.commit();
  return true;
}

void KeyLetters::take_as_told(const std::vector<EndingKey>& keys, Time now) {
  note_due(keys, now);
  database_.execute(
      "UPDATE key_letters SET state = 'untold', claimer = NULL WHERE state = 'waiting'");
}

std::optional<KeyLetter> KeyLetters::claim(Time now) {
  const auto id = rows_.claim(now);
  if (!id) {
    return std::nullopt;
  }
  auto row = database_.prepare(
      "SELECT what, holder, fingerprint, expires, about FROM key_letters WHERE id = ?");
  row.bind(1, *id).step();
  return KeyLetter{.id = *id,
                   .what = row.text(0),
                   .holder = row.text(1),
                   .fingerprint = row.text(2),
                   .expires = detail::time_at(row, 3),
                   .about = row.integer(4)};
}

void KeyLetters::put_back(const KeyLetter& letter, Time not_before, std::string_view why,
                          Time now) {
  Transaction transaction(database_, "notice.postpone");
  rows_.put_back(letter.id, not_before);
  note_end(letter, "postponed", why, now);
  transaction.commit();
}

void KeyLetters::end(const KeyLetter& letter, std::string_view state, std::string_view why,
                     Time now) {
  Transaction transaction(database_, "notice.end");
  if (rows_.end(letter.id, state)) {
    note_end(letter, state, why, now);
  }
  transaction.commit();
}

void KeyLetters::note_end(const KeyLetter& letter, std::string_view act, std::string_view why,
                          Time now) {
  audit_.append({.actor = "gateway",
                 .act = std::string(act),
                 .detail = "a letter on the key " + letter.fingerprint + " of " + letter.holder +
                           ", " + letter.what + ": " + std::string(why)},
                now);
}

std::optional<Time> KeyLetters::next() { return rows_.next(); }

std::string KeyLetters::seed(const KeyLetter& letter) const {
  return keyed_digits(key_, "key letter " + std::to_string(letter.id)) + epoch_mark_;
}

void KeyLetters::make(std::string_view what, const std::string& holder,
                      const std::string& fingerprint, std::int64_t update, Time now) {
  database_
      .prepare(
          "INSERT OR IGNORE INTO key_letters (what, holder, fingerprint, expires, about, state,"
          " created, not_before) VALUES (?1, ?2, ?3, 0, ?4, 'waiting', ?5, ?5)")
      .bind(1, what)
      .bind(2, holder)
      .bind(3, fingerprint)
      .bind(4, update)
      .bind(5, detail::seconds(now))
      .run();
}

bool KeyLetters::finish(std::int64_t letter) { return letter == 0 || rows_.end(letter, "written"); }

}  // namespace pouch::gateway
