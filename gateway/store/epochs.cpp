#include "gateway/store/epochs.hpp"

#include <algorithm>
#include <map>

#include "gateway/fault.hpp"
#include "gateway/store/letter_rows.hpp"
#include "gateway/store/serials.hpp"
#include "gateway/store/site_keys.hpp"
#include "gateway/store/stored_values.hpp"
#include "mail/ascii.hpp"

namespace pouch::gateway {
namespace {

// More rows of any table than go with one number: letters, reports, notices.
constexpr std::int64_t kRowsOfANumber = 1000;

// Year and serial of SEL-2026-004217-42.
std::pair<int, long> place_of(const std::string& number) {
  const auto year = number.find('-');
  const auto serial = number.find('-', year + 1);
  return {std::stoi(number.substr(year + 1)), std::stol(number.substr(serial + 1))};
}

std::optional<Time> time_in(Database& database, const char* sql) {
  auto statement = database.prepare(sql);
  return statement.step() ? detail::time_or_none(statement, 0) : std::nullopt;
}

std::vector<std::int64_t> last_deliveries(Database& database) {
  std::vector<std::int64_t> last_before;
  auto statement = database.prepare("SELECT deliveries FROM epochs ORDER BY epoch");
  while (statement.step()) {
    last_before.push_back(statement.integer(0));
  }
  return last_before;
}

std::string counted(std::size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

std::string sent_name(const std::string& recipient, const std::string& letter) {
  return mail::to_lower(recipient) + "/" + letter;
}

Epochs::Epochs(Database& database, Database& keys, Audit& audit)
    : database_(database),
      keys_database_(keys),
      audit_(audit),
      last_before_(last_deliveries(database)) {}

std::string Epochs::mark() const {
  return current() == 0 ? std::string() : hex(std::string(1, static_cast<char>(current())));
}

std::vector<std::string> Epochs::promised_only() {
  std::map<int, long> last;
  auto serials = database_.prepare("SELECT year, last FROM serials");
  while (serials.step()) {
    last[static_cast<int>(serials.integer(0))] = static_cast<long>(serials.integer(1));
  }
  std::vector<std::string> numbers;
  auto made = keys_database_.prepare("SELECT number FROM case_keys ORDER BY number");
  while (made.step()) {
    const auto [year, serial] = place_of(made.text(0));
    if (serial > last[year]) {
      numbers.push_back(made.text(0));
    }
  }
  return numbers;
}

void Epochs::skip_rows(std::int64_t gap) {
  for (const auto* table :
       {"spool", "messages", "deliveries", "reports", "notices", "refiles", "reminders", "digests",
        "key_letters", "key_updates", "group_welcomes", "web_letters"}) {
    database_
        .prepare(
            "INSERT INTO sqlite_sequence (name, seq) SELECT ?1, 0"
            " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?1)")
        .bind(1, table)
        .run();
  }
  database_.prepare("UPDATE sqlite_sequence SET seq = seq + ?").bind(1, gap * kRowsOfANumber).run();
}

// What is worked on again might be answered twice.
void Epochs::hold_what_waited(const RestoreOrder& order, const AfterBackup& after, Time now,
                              Restored& restored) {
  auto waiting = database_.prepare(
      "UPDATE spool SET state = 'held', claimer = NULL, reason = ?, finished = ?,"
      " detail = 'it waited when the backup was made, and may have been answered since'"
      " WHERE state IN ('waiting', 'claimed') RETURNING id");
  waiting.bind(1, order.reason).bind(2, detail::seconds(now));
  while (waiting.step()) {
    restored.held.push_back(waiting.integer(0));
  }
  auto row = database_.prepare(
      "INSERT INTO spool (file, source, sender, received, state, reason, detail, finished)"
      " VALUES (?, 'restore', '', ?, 'held', ?,"
      " 'it came after the backup was made; its envelope is lost', ?)");
  auto recipient =
      database_.prepare("INSERT INTO spool_recipients (spool, position, address) VALUES (?,0,?)");
  for (const auto& mail : after.mails) {
    row.bind(1, mail.file)
        .bind(2, detail::seconds(mail.at))
        .bind(3, order.reason)
        .bind(4, detail::seconds(now))
        .run();
    restored.held.push_back(database_.last_row());
    recipient.bind(1, database_.last_row()).bind(2, order.address).run();
  }
}

// A letter that lies in an outbox has been sent; of the others nobody here can tell.
void Epochs::stop_letters(const AfterBackup& after, Time now, Restored& restored) {
  auto queued = database_.prepare(std::string(detail::kLetterColumns) +
                                  "WHERE d.state = 'queued' ORDER BY d.created, d.id");
  auto end = database_.prepare("UPDATE deliveries SET state = ?, answer = ?, at = ? WHERE id = ?");
  for (auto& letter : detail::queued_letters(queued)) {
    const bool sent = after.sent.contains(sent_name(letter.recipient, letter.id));
    end.bind(1, sent ? "delivered" : "failed")
        .bind(2, sent ? "it is in the outbox"
                      : "stopped by a restore: it may have been sent after the backup was made")
        .bind(3, detail::seconds(now))
        .bind(4, letter.delivery)
        .run();
    if (sent) {
      ++restored.known_sent;
    } else {
      restored.stopped.push_back(std::move(letter));
    }
  }
}

void Epochs::give_up_keys(const RestoreOrder& order, Time now, Restored& restored) {
  restored.without_key = cases_without_key(database_, keys_database_, true);
  if (!order.accept_lost_keys) {
    name_missing(restored.without_key);
  }
  auto lost = database_.prepare("INSERT INTO erasures (number, at, why) VALUES (?, ?, 'lost')");
  for (const auto& number : restored.without_key) {
    lost.bind(1, number).bind(2, detail::seconds(now)).run();
    audit_.append({.actor = order.actor, .act = "key-lost", .number = number}, now);
  }
  database_.prepare("UPDATE site SET copied = NULL, keys_made = ?")
      .bind(1, keys_made(keys_database_))
      .run();
}

Restored Epochs::open(const RestoreOrder& order, const AfterBackup& after, Time now) {
  if (current() >= kLastEpoch) {
    throw Fault(false, "store: this site was restored too often for its check digits",
                "make a new site with another prefix");
  }
  Transaction transaction(database_, "restore");
  Restored restored;
  restored.epoch = current() + 1;
  restored.copied = time_in(database_, "SELECT copied FROM site");
  restored.last_act = time_in(database_, "SELECT max(at) FROM audit");
  auto rows = database_.prepare("SELECT sequence FROM audit_head");
  restored.audit_rows = rows.step() ? rows.integer(0) : 0;
  const auto from = std::min(now, restored.copied.value_or(restored.last_act.value_or(now)));
  skip_serials(database_, from, now, order.gap);
  skip_rows(order.gap);
  database_
      .prepare(
          "INSERT INTO epochs (epoch, opened, deliveries) SELECT ?, ?, seq FROM sqlite_sequence"
          " WHERE name = 'deliveries'")
      .bind(1, std::int64_t{restored.epoch})
      .bind(2, detail::seconds(now))
      .run();
  hold_what_waited(order, after, now, restored);
  stop_letters(after, now, restored);
  give_up_keys(order, now, restored);
  audit_.append(
      {.actor = order.actor,
       .act = "restored",
       .detail = "epoch " + std::to_string(restored.epoch) + ", " +
                 counted(restored.held.size(), "mail") + " held, " +
                 counted(restored.stopped.size(), "letter") + " stopped, " +
                 counted(after.numbers.size(), "number") + " promised after the backup, " +
                 counted(restored.without_key.size(), "case") + " without a key"},
      now);
  transaction.commit();
  return restored;
}

}  // namespace pouch::gateway
