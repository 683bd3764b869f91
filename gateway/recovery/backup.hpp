// A consistent copy of a site, made while the daemon runs and without any key (docs/operating.md
// "Backup"). Three parts with three lives: `site` (configuration, store, spool, letters),
// `case-keys` (keys.db: an erasure is final when its last copy has gone) and `gateway-key` (the
// GnuPG home). Passwords of mail servers and the search index are in none of them.
//
// The moment of the copy is one: under the store's write lock its snapshot is pinned and every mail
// and every file of a letter that it needs gets a second name on the same disk, so that nothing
// that is finished meanwhile is missing. keys.db is copied after the store and therefore has every
// key that the store needs. The store's copy says that it is one: it is not opened for use before
// its restore is ended. backup.json is written last; a folder without it is no backup.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/site.hpp"
#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct BackupNote {  // backup.json
  Time at{};
  std::string identity;  // of the site
  int epoch = 0;
  std::int64_t audit_rows = 0;
  std::size_t mails = 0;     // in the spool
  std::size_t letters = 0;   // in outboxes below state/
  std::uint64_t octets = 0;  // of all files
};

// Parts of a backup below its folder.
inline constexpr const char* kConfigPart = "site/config";
inline constexpr const char* kStatePart = "site/state";
inline constexpr const char* kKeysPart = "case-keys";
inline constexpr const char* kGnupgPart = "gateway-key";

// `folder` must be missing or empty; made 0700, files 0600. `copied` is told from 0 to 1. Throws
// Fault: what cannot be read back is no backup.
BackupNote make_backup(const config::Site& site, const std::filesystem::path& folder, Time now,
                       const std::function<void(double)>& copied);
std::optional<BackupNote> read_backup_note(const std::filesystem::path& folder);  // nullopt: none

// Whole or not at all, 0600; one that is there stays.
void copy_file_durably(const std::filesystem::path& from, const std::filesystem::path& to);

// Regular files below `from` to `to`, names kept, 0600 and synced; those that are there already
// stay. Names for which `skip` is true are left out. How many there are.
struct CopiedFiles {
  std::size_t count = 0;
  std::uint64_t octets = 0;
};
CopiedFiles copy_files(const std::filesystem::path& from, const std::filesystem::path& to,
                       const std::function<bool(const std::filesystem::path&)>& skip = {});

}  // namespace pouch::gateway
