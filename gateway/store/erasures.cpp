#include "gateway/store/erasures.hpp"

#include <array>
#include <string_view>

#include "gateway/store/durable_file.hpp"
#include "gateway/store/letter_file.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

constexpr std::int64_t kIncremental = 2;  // PRAGMA auto_vacuum
constexpr std::int64_t kLeastFree = 32;   // pages, below which nobody bothers
constexpr std::int64_t kMostAtOnce = 512;

// What is sealed of its messages, and what speaks of them: `?1` is the case's number.
constexpr std::array<std::string_view, 12> kDeletes{
    "DELETE FROM message_texts WHERE message IN (SELECT id FROM messages WHERE number = ?1)",
    "DELETE FROM message_parts WHERE message IN (SELECT id FROM messages WHERE number = ?1)",
    "DELETE FROM message_bodies WHERE message IN (SELECT id FROM messages WHERE number = ?1)",
    "DELETE FROM unmoved WHERE message IN (SELECT id FROM messages WHERE number = ?1)",
    "DELETE FROM letter_words WHERE letter IN (SELECT id FROM letters WHERE number = ?1)",
    "DELETE FROM reports WHERE delivery IN (SELECT d.id FROM deliveries d JOIN letters l"
    " ON l.id = d.letter WHERE l.number = ?1)",
    "DELETE FROM links WHERE fresh IN (SELECT id FROM messages WHERE number = ?1)"
    " OR held IN (SELECT id FROM messages WHERE number = ?1)",
    "DELETE FROM marks WHERE number = ?1", "DELETE FROM case_days WHERE number = ?1",
    // No answer is owed to it any more, and nobody is reminded.
    "UPDATE legs SET open = 0, next_tick = NULL WHERE number = ?1",
    "UPDATE reminders SET state = 'overtaken', claimer = NULL WHERE number = ?1"
    " AND state = 'waiting'",
    "UPDATE retention_letters SET state = 'overtaken', claimer = NULL WHERE number = ?1"
    " AND state = 'waiting' AND kind <> 'erased'"};

// Letters of the gateway itself, about what was done: they may still go out.
constexpr std::string_view kMayGoOut = "('receipt', 'refusal', 'answer', 'notice', 'question')";

// What is deleted is overwritten, and no older page stays in the log.
class Overwriting {
 public:
  explicit Overwriting(Database& database) : database_(database) {
    database_.execute("PRAGMA secure_delete=ON");
  }
  ~Overwriting() {
    try {
      database_.execute("PRAGMA secure_delete=OFF");
    } catch (...) {
      // It only makes deleting slower.
    }
  }
  Overwriting(const Overwriting&) = delete;
  Overwriting& operator=(const Overwriting&) = delete;

 private:
  Database& database_;
};

}  // namespace

bool Erasures::is_erased(const CaseNumber& number) { return erased_at(number).has_value(); }

bool Erasures::is_gone(const CaseNumber& number) {
  auto row = database_.prepare("SELECT 1 FROM erasures WHERE number = ?");
  return row.bind(1, number.text()).step();
}

std::optional<Time> Erasures::erased_at(const CaseNumber& number) {
  auto row = database_.prepare("SELECT at FROM erasures WHERE number = ? AND why = 'erased'");
  row.bind(1, number.text());
  return row.step() ? std::optional(detail::time_at(row, 0)) : std::nullopt;
}

std::size_t Erasures::waiting_letters(const CaseNumber& number) {
  auto row = database_.prepare(
      "SELECT count(*) FROM deliveries d JOIN letters l ON l.id = d.letter"
      " WHERE l.number = ? AND d.state = 'queued'");
  row.bind(1, number.text());
  return row.step() ? static_cast<std::size_t>(row.integer(0)) : 0;
}

Erased Erasures::erase(const CaseNumber& number, const ErasureOrder& order, Time now) {
  Erased erased;
  erased.before = is_erased(number);
  std::vector<std::string> files;
  if (!erased.before) {
    counted_cases_.note_codes(number);  // while they can still be read
    const Overwriting overwriting(database_);
    Transaction transaction(database_, "erase");
    auto state = database_.prepare(
        "SELECT version, (SELECT held FROM retention r WHERE r.number = c.number) IS NOT NULL"
        " FROM cases c WHERE number = ?");
    if (state.bind(1, number.text()).step()) {
      erased.changed = order.version && *order.version != state.integer(0);
      erased.held = state.integer(1) != 0;
    }
    state.reset();
    if (erased.held || erased.changed) {
      return erased;
    }
    auto messages = database_.prepare("SELECT id FROM messages WHERE number = ?");
    messages.bind(1, number.text());
    for (; messages.step(); ++erased.messages) {
      index_log_.file_again(messages.integer(0));  // … which finds nothing to file
    }
    erased.kept_searches = kept_searches_.forget(number);
    files = drop_letters(number, now);
    delete_sealed(number);
    tell(number, order.tell, now);
    database_
        .prepare(
            "INSERT OR IGNORE INTO erasures (number, at, why, code)"
            " VALUES (?1, ?2, 'erased', ?3)")
        .bind(1, number.text())
        .bind(2, detail::seconds(now))
        .bind(3, order.code)
        .run();
    audit_.append({.actor = order.actor,
                   .act = "erased",
                   .number = number.text(),
                   .detail = std::to_string(erased.messages) + " messages, " +
                             std::to_string(erased.kept_searches) +
                             " kept searches; reason: " + order.reason},
                  now);
    transaction.commit();
  }
  destroy_key(number);
  for (const auto& file : files) {
    remove_if_there(letters_folder(state_) / file);  // a sweep removes what a crash leaves
  }
  for (auto* database : {&database_, &keys_database_}) {
    database->execute("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  mark_finished(number);
  return erased;
}

void Erasures::delete_sealed(const CaseNumber& number) {
  for (const auto& sql : kDeletes) {
    auto statement = database_.prepare(sql);
    statement.bind(1, number.text()).run();
  }
  database_.prepare("UPDATE retention SET look = NULL, stale = 0 WHERE number = ?")
      .bind(1, number.text())
      .run();
}

// The files in which octets of them were.
std::vector<std::string> Erasures::drop_letters(const CaseNumber& number, Time now) {
  database_
      .prepare(
          "UPDATE deliveries SET state = 'dropped', at = ?2 WHERE state IN ('queued', 'failed')"
          " AND letter IN (SELECT id FROM letters WHERE number = ?1 AND kind NOT IN " +
          std::string(kMayGoOut) + ")")
      .bind(1, number.text())
      .bind(2, detail::seconds(now))
      .run();
  const std::string gone =
      "number = ?1 AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.letter = letters.id"
      " AND d.state = 'queued')";
  std::vector<std::string> files;
  auto named = database_.prepare("SELECT file FROM letters WHERE file <> '' AND " + gone);
  named.bind(1, number.text());
  while (named.step()) {
    files.push_back(named.text(0));
  }
  named.reset();
  database_.prepare("UPDATE letters SET wire = x'', file = '' WHERE " + gone)
      .bind(1, number.text())
      .run();
  return files;
}

void Erasures::tell(const CaseNumber& number, const std::vector<std::string>& addresses, Time now) {
  auto row = database_.prepare(
      "INSERT OR IGNORE INTO retention_letters (number, kind, receiver, ends, state, created,"
      " not_before) VALUES (?1, 'erased', ?2, ?3, 'waiting', ?4, ?4)");
  for (const auto& address : addresses) {
    row.bind(1, number.text())
        .bind(2, address)
        .bind(3,
              std::int64_t{std::chrono::floor<std::chrono::days>(now).time_since_epoch().count()})
        .bind(4, detail::seconds(now))
        .run();
  }
}

std::size_t Erasures::forget_letters() {
  constexpr const char* kLeft =
      "number IN (SELECT number FROM erasures WHERE why = 'erased') AND length(wire) > 0"
      " AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.letter = letters.id"
      " AND d.state = 'queued')";
  if (!database_.prepare("SELECT 1 FROM letters WHERE " + std::string(kLeft) + " LIMIT 1").step()) {
    return 0;  // the write lock is not for looking
  }
  const Overwriting overwriting(database_);
  Transaction transaction(database_, "forget-letters");
  database_.prepare("UPDATE letters SET wire = x'', file = '' WHERE " + std::string(kLeft)).run();
  const auto count = static_cast<std::size_t>(database_.changes());
  transaction.commit();
  return count;
}

void Erasures::destroy_left() {
  std::vector<CaseNumber> numbers;
  auto row = database_.prepare("SELECT number FROM erasures WHERE why = 'erased'");
  while (row.step()) {
    numbers.push_back(detail::stored_number(row.text(0)));
  }
  for (const auto& number : numbers) {
    destroy_key(number);
  }
}

bool Erasures::finish_left() {
  std::vector<CaseNumber> numbers;
  {
    auto row =
        database_.prepare("SELECT number FROM erasures WHERE why = 'erased' AND key_gone = 0");
    while (row.step()) {
      numbers.push_back(detail::stored_number(row.text(0)));
    }
  }
  for (const auto& number : numbers) {
    destroy_key(number);
    mark_finished(number);
  }
  return !numbers.empty();
}

// A loss of power may take this back: then the key is destroyed once more.
void Erasures::mark_finished(const CaseNumber& number) {
  database_.prepare("UPDATE erasures SET key_gone = 1 WHERE number = ? AND key_gone = 0")
      .bind(1, number.text())
      .run();
}

void Erasures::destroy_key(const CaseNumber& number) {
  Transaction transaction(keys_database_, "erase-key");  // keys.db overwrites by itself
  keys_database_.prepare("DELETE FROM case_keys WHERE number = ?").bind(1, number.text()).run();
  transaction.commit();
}

// --- room ----------------------------------------------------------------------------------------

std::int64_t Erasures::pragma(const char* name) {
  auto statement = database_.prepare("PRAGMA " + std::string(name));
  return statement.step() ? statement.integer(0) : 0;
}

bool Erasures::give_back() {
  const auto free = pragma("freelist_count");
  if (free < kLeastFree) {
    return false;
  }
  if (pragma("auto_vacuum") == kIncremental) {
    auto step = database_.prepare("PRAGMA incremental_vacuum(" + std::to_string(kMostAtOnce) + ")");
    while (step.step()) {
    }
    step.reset();
    return pragma("freelist_count") >= kLeastFree;
  }
  if (free * 4 >= pragma("page_count")) {
    database_.execute("PRAGMA auto_vacuum=INCREMENTAL");
    database_.execute("VACUUM");
    database_.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  return false;
}

}  // namespace pouch::gateway
