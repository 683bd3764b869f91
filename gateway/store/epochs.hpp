// Epochs (DECISIONS 45): how often the site was restored. The end of a restore opens a new one, in
// which nothing is given again that may have been given after the backup was made, and everything
// that was on its way then waits for the operator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/queued_letter.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

// What a backup does not know of the time after it, as far as anything that is left can tell.
struct AfterBackup {
  struct Mail {
    std::string file;  // of the spool, of which the store knows nothing
    Time at{};
  };
  std::vector<Mail> mails;           // accepted, and not finished, or held or refused
  std::vector<std::string> numbers;  // promised: keys.db has a key, the store no such case
  std::set<std::string> sent;        // sent_name() of letters that lie in a Maildir outbox
};
std::string sent_name(const std::string& recipient, const std::string& letter);

struct RestoreOrder {
  std::int64_t gap = 0;  // of serials
  bool accept_lost_keys = false;
  std::string address;  // to whom mails went whose envelope is lost
  std::string actor, reason;
};

struct Restored {
  int epoch = 0;
  std::optional<Time> copied;              // when the backup was made; nullopt: it does not say
  std::int64_t audit_rows = 0;             // of the backup
  std::optional<Time> last_act;            // of the last of them
  std::vector<std::int64_t> held;          // spool entries that are held now
  std::vector<QueuedLetter> stopped;       // letters that wait for the operator
  std::size_t known_sent = 0;              // letters that an outbox proves to be sent
  std::vector<std::string> without_key{};  // cases that can never be opened again
};

class Epochs {
 public:
  Epochs(Database& database, Database& keys, Audit& audit);

  int current() const { return static_cast<int>(last_before_.size()); }
  // What the identifiers of this epoch bear: "" before the first restore, else two hexadecimal
  // digits.
  std::string mark() const;
  // Of each since 1: the last delivery before it.
  const std::vector<std::int64_t>& last_before() const { return last_before_; }

  // Numbers that keys.db has promised and the store does not know.
  std::vector<std::string> promised_only();
  // One transaction: serials, rows and delivery tags skip ahead; what was on its way when the
  // backup was made, and the mails that came after it, are held under the order's reason, letters
  // stopped. Refused (Fault, permanent) while cases are without a key, unless they are given up.
  // This store knows nothing of it: it is opened anew.
  Restored open(const RestoreOrder& order, const AfterBackup& after, Time now);

 private:
  void skip_rows(std::int64_t gap);
  void hold_what_waited(const RestoreOrder& order, const AfterBackup& after, Time now,
                        Restored& restored);
  void stop_letters(const AfterBackup& after, Time now, Restored& restored);
  void give_up_keys(const RestoreOrder& order, Time now, Restored& restored);

  Database& database_;
  Database& keys_database_;
  Audit& audit_;
  std::vector<std::int64_t> last_before_;
};

}  // namespace pouch::gateway
