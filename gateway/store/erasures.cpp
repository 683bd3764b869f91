#include "gateway/store/erasures.hpp"

#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

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

bool Erasures::is_erased(const CaseNumber& number) {
  auto row = database_.prepare("SELECT 1 FROM erasures WHERE number = ? AND why = 'erased'");
  row.bind(1, number.text());
  return row.step();
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
  if (!erased.before) {
    counted_cases_.note_codes(number);  // while they can still be read
    const Overwriting overwriting(database_);
    Transaction transaction(database_, "erase");
    auto messages = database_.prepare("SELECT id FROM messages WHERE number = ?");
    messages.bind(1, number.text());
    for (; messages.step(); ++erased.messages) {
      index_log_.file_again(messages.integer(0));  // … which finds nothing to file
    }
    erased.kept_searches = kept_searches_.forget(number);
    database_
        .prepare(
            "DELETE FROM links WHERE fresh IN (SELECT id FROM messages WHERE number = ?1)"
            " OR held IN (SELECT id FROM messages WHERE number = ?1)")
        .bind(1, number.text())
        .run();
    database_.prepare("INSERT OR IGNORE INTO erasures (number, at, why) VALUES (?1, ?2, 'erased')")
        .bind(1, number.text())
        .bind(2, detail::seconds(now))
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
  for (auto* database : {&database_, &keys_database_}) {
    database->execute("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  return erased;
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

void Erasures::destroy_key(const CaseNumber& number) {
  Transaction transaction(keys_database_, "erase-key");  // keys.db overwrites by itself
  keys_database_.prepare("DELETE FROM case_keys WHERE number = ?").bind(1, number.text()).run();
  transaction.commit();
}

}  // namespace pouch::gateway
