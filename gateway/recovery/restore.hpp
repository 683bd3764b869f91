// The end of a restore (docs/operating.md "Restore"). A backup knows nothing of the time after it:
// numbers, Message-IDs and delivery tags that were given then must not be given again, what was
// answered then must not be answered twice. So the site opens a new epoch (DECISIONS 45), holds
// what was on its way, and lists what happened since as far as anything that survived can tell:
// mails in the spool, keys of cases in a keys.db that is newer, letters in a Maildir outbox, an
// export of the audit log. What a mail server was given, its own log knows.
//
// A file that is there is never written over: what survived is newer than the backup. A database
// whose write-ahead log is left without it is refused, because SQLite would play the log into
// whatever takes its place. Everything can be done again after a crash: the copy is put in place
// last and says that it is a copy until the new epoch is durable.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/recovery/backup.hpp"
#include "gateway/store/epochs.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

struct RestoreWish {
  std::filesystem::path config;                    // pouch.toml
  std::optional<std::filesystem::path> backup;     // nullopt: its files are in place
  std::optional<std::filesystem::path> audit_log;  // lines of `audit export`, kept elsewhere
  bool accept_lost_keys = false;
  std::string actor;
};

struct SentSince {                  // a letter of which the backup knows nothing
  std::string to, letter, subject;  // the outer one: its case
  Time at{};
};

struct ActSince {  // a row of the audit log after the backup's last
  std::string at, actor, act, number, detail;
};

struct RestoreReport {
  Restored restored;
  AfterBackup after;
  std::vector<SentSince> sent;
  std::vector<ActSince> acts;
  std::vector<std::string> servers;  // whose logs know what was sent
  std::vector<std::string> kept;     // files that were there and stayed
};

// Throws Fault, and config::Fault. Nobody may serve the site.
RestoreReport restore(const RestoreWish& wish);

}  // namespace pouch::gateway
