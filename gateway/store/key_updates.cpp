#include "gateway/store/key_updates.hpp"

#include <utility>

#include "gateway/fault.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

constexpr const char* kColumns =
    "SELECT id, holder, old_key, new_key, message, state, asked, until, offered, proof"
    " FROM key_updates ";
constexpr std::string_view kOffered = "key-update:key", kProof = "key-update:proof";

KeyUpdateState stored_state(std::string_view name) {
  const auto state = key_update_state_named(name);
  if (!state) {
    throw Fault(false, "store: a key update in a state that is not known",
                "state/pouch.db is damaged, or a newer pouch wrote it");
  }
  return *state;
}

MessageNumber stored_message(const std::string& text) {
  const auto number = MessageNumber::parse(text);
  if (!number) {
    throw Fault(false, "store: a key update of no message", "state/pouch.db is damaged");
  }
  return *number;
}

bool is_open(KeyUpdateState state) {
  return state == KeyUpdateState::kAsked || state == KeyUpdateState::kProved;
}

// Out of which states a step leads.
std::string_view before(KeyUpdateState to) {
  switch (to) {
    case KeyUpdateState::kProved:
    case KeyUpdateState::kLapsed:
      return "'asked'";
    case KeyUpdateState::kConfirmed:
      return "'proved'";
    case KeyUpdateState::kRefused:
    case KeyUpdateState::kWithdrawn:
    case KeyUpdateState::kReplaced:
      return "'asked', 'proved'";
    case KeyUpdateState::kAsked:
      break;
  }
  return "''";
}

}  // namespace

KeyUpdates::KeyUpdates(Database& database, Audit& audit, KeyLetters& letters,
                       const Secret& data_key)
    : database_(database),
      audit_(audit),
      letters_(letters),
      key_(data_key.derive("key-updates")),
      code_key_(data_key.derive("key-codes")) {}

std::vector<KeyUpdate> KeyUpdates::read(Statement& statement) {
  std::vector<KeyUpdate> updates;
  while (statement.step()) {
    KeyUpdate one{.id = statement.integer(0),
                  .holder = statement.text(1),
                  .old_key = statement.text(2),
                  .new_key = statement.text(3),
                  .message = stored_message(statement.text(4)),
                  .state = stored_state(statement.text(5)),
                  .asked = detail::time_at(statement, 6),
                  .until = detail::time_at(statement, 7)};
    if (!statement.is_null(8)) {
      one.armoured = unseal(key_, kOffered, statement.text(8));
      one.proof = unseal(key_, kProof, statement.text(9));
    }
    updates.push_back(std::move(one));
  }
  return updates;
}

std::optional<KeyUpdate> KeyUpdates::find(std::int64_t id) {
  auto statement = database_.prepare(std::string(kColumns) + "WHERE id = ?");
  statement.bind(1, id);
  auto found = read(statement);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::optional<KeyUpdate> KeyUpdates::of_code(const std::string& code) {
  auto statement = database_.prepare(std::string(kColumns) + "WHERE code = ?");
  statement.bind(1, hex(keyed_hash(code_key_, code)));
  auto found = read(statement);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<KeyUpdate> KeyUpdates::of(const std::string& holder) {
  auto statement = database_.prepare(std::string(kColumns) + "WHERE holder = ? ORDER BY id");
  statement.bind(1, holder);
  return read(statement);
}

std::vector<KeyUpdate> KeyUpdates::open() {
  auto statement =
      database_.prepare(std::string(kColumns) + "WHERE state IN ('asked', 'proved') ORDER BY id");
  return read(statement);
}

bool KeyUpdates::lapse(Time now) {
  const auto next = next_lapse();
  if (!next || *next > now) {
    return false;  // the write lock is not for looking
  }
  Transaction transaction(database_, "key-lapse");
  auto statement =
      database_.prepare(std::string(kColumns) + "WHERE state = 'asked' AND until <= ?");
  statement.bind(1, detail::seconds(now));
  const auto late = read(statement);
  statement.reset();
  for (const auto& one : late) {
    static_cast<void>(write({.id = one.id, .to = KeyUpdateState::kLapsed}, now));
    audit_.append({.actor = "gateway",
                   .act = "key-lapsed",
                   .number = one.message.text(),
                   .detail = one.holder + ", " + one.new_key},
                  now);
  }
  transaction.commit();
  return !late.empty();
}

std::optional<Time> KeyUpdates::next_lapse() {
  auto statement = database_.prepare("SELECT min(until) FROM key_updates WHERE state = 'asked'");
  statement.step();
  return detail::time_or_none(statement, 0);
}

void KeyUpdates::begin(const KeyUpdateChange& change, Time now) {
  const auto& begun = *change.begun;
  auto earlier = database_.prepare(
      "UPDATE key_updates SET state = 'replaced', ended = ?, offered = NULL, proof = NULL"
      " WHERE holder = ? AND old_key = ? AND state IN ('asked', 'proved')");
  earlier.bind(1, detail::seconds(now)).bind(2, begun.holder).bind(3, begun.old_key).run();
  auto row = database_.prepare(
      "INSERT INTO key_updates (holder, old_key, new_key, message, state, asked, until, code,"
      " offered, proof) VALUES (?, ?, ?, ?, 'asked', ?, ?, ?, ?, ?)");
  row.bind(1, begun.holder)
      .bind(2, begun.old_key)
      .bind(3, begun.new_key)
      .bind(4, begun.message.text())
      .bind(5, detail::seconds(now))
      .bind(6, detail::seconds(begun.until))
      .bind(7, hex(keyed_hash(code_key_, change.code)))
      .bind_blob(8, seal(key_, kOffered, begun.armoured))
      .bind_blob(9, seal(key_, kProof, begun.proof))
      .run();
  auto last = database_.prepare("SELECT last_insert_rowid()");
  last.step();
  letters_.make(name(KeyUpdateState::kAsked), begun.holder, begun.new_key, last.integer(0), now);
}

bool KeyUpdates::write(const KeyUpdateChange& change, Time now) {
  if (change.begun) {
    begin(change, now);
    return true;
  }
  auto row = database_.prepare("UPDATE key_updates SET state = ? WHERE id = ? AND state IN (" +
                               std::string(before(change.to)) + ")");
  row.bind(1, name(change.to)).bind(2, change.id).run();
  if (database_.changes() == 0) {
    return false;
  }
  auto facts = database_.prepare("SELECT holder, new_key FROM key_updates WHERE id = ?");
  facts.bind(1, change.id).step();
  letters_.make(name(change.to), facts.text(0), facts.text(1), change.id, now);
  facts.reset();
  if (!is_open(change.to)) {
    database_.prepare("UPDATE key_updates SET ended = ?, offered = NULL, proof = NULL WHERE id = ?")
        .bind(1, detail::seconds(now))
        .bind(2, change.id)
        .run();
  }
  return true;
}

}  // namespace pouch::gateway
