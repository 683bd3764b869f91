// Copies of a site: what is in them, and how its moment is pinned.
#include "gateway/recovery/backup.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "gateway/fault.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/store/durable_file.hpp"
#include "gateway/store/letter_files.hpp"
#include "gateway/store/site_keys.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kNote = "backup.json";
constexpr const char* kPinned =
    "backup.pinned";  // below state/: mails and letters by their second names
constexpr double kStoreShare = 0.5, kFilesShare = 0.45;

// Made anew by whoever needs them, of this moment alone, or copied in a way of their own.
bool stays_behind(const fs::path& path) {
  constexpr std::array<std::string_view, 17> kNames = {
      "pouch.db", "pouch.db-wal",   "pouch.db-shm",  "keys.db",    "keys.db-wal", "keys.db-shm",
      "index",    "index.building", "index.rebuilt", "spool",      "letters",     "service.json",
      "doing",    "web.db",         "web.db-wal",    "web.db-shm", kPinned};
  const auto name = path.filename().string();
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end() || name.ends_with(".lock") ||
         name.ends_with(".tmp") || name.starts_with(".#lk");
}

bool is_draft(const fs::path& path) { return path.filename() == "tmp"; }

void make_folders(const fs::path& folder) {
  if (folder.empty() || fs::exists(folder)) {
    return;
  }
  make_folders(folder.parent_path());
  make_private_folder(folder);
}

// Whole or not at all, whatever is killed; one that is there stays. False: it went away meanwhile.
bool copy_one(const fs::path& from, const fs::path& to) {
  if (fs::exists(fs::symlink_status(to))) {
    return true;
  }
  const fs::path draft = to.string() + ".copying";
  std::error_code error;
  fs::copy_file(from, draft, fs::copy_options::overwrite_existing, error);
  if (error == std::errc::no_such_file_or_directory) {
    return false;
  }
  if (error) {
    throw Fault(true, "copy " + from.string() + " to " + to.string() + ": " + error.message(),
                "look at the disk of the backup, and at the owner of that file");
  }
  fs::permissions(draft, fs::perms::owner_read | fs::perms::owner_write);
  sync_file(draft);
  fs::rename(draft, to);
  return true;
}

class Maker {
 public:
  Maker(const config::Site& site, fs::path folder, Time now,
        const std::function<void(double)>& copied)
      : site_(site),
        folder_(std::move(folder)),
        store_(Database::open_store(site.state)),
        keys_(Database::open_keys(site.state)),
        pinned_(site.state / kPinned),
        copied_(copied) {
    note_.at = now;
  }
  ~Maker() {
    std::error_code ignored;
    fs::remove_all(pinned_, ignored);
  }
  Maker(const Maker&) = delete;
  Maker& operator=(const Maker&) = delete;

  BackupNote make() {
    need_fitting_keys(store_, keys_);
    need_every_key(store_, keys_);
    for (const auto* part : {kConfigPart, kStatePart, kKeysPart, kGnupgPart}) {
      make_folders(folder_ / part);
    }
    pin();
    copy_store();
    keys_.copy_to(folder_ / kKeysPart / "keys.db", {});
    count(folder_ / kKeysPart / "keys.db");
    copy_pinned();
    tell(kStoreShare + kFilesShare);
    copy_rest();
    prove();
    write_note();
    tell(1);
    return note_;
  }

 private:
  void tell(double part) const {
    if (copied_) {
      copied_(part);
    }
  }

  void count(const fs::path& file) { note_.octets += fs::file_size(file); }

  // One moment for the store and for the mails that it needs.
  void pin() {
    fs::remove_all(pinned_);
    make_private_folder(pinned_);
    auto writer = Database::open_store(site_.state);
    writer.execute("BEGIN IMMEDIATE");
    store_.execute("BEGIN");
    pin_files("spool", needed_files(store_), mails_);
    pin_files("letters", letter_files(store_), letters_);
    writer.execute("ROLLBACK");
  }

  // One that is not there has been missing before: pouch check tells of it.
  void pin_files(const char* folder, const std::vector<std::string>& files,
                 std::vector<std::string>& pinned) {
    make_private_folder(pinned_ / folder);
    for (const auto& file : files) {
      if (::link((site_.state / folder / file).c_str(), (pinned_ / folder / file).c_str()) == 0) {
        pinned.push_back(file);
      }
    }
  }

  void copy_store() {
    auto facts = store_.prepare(
        "SELECT s.identity, (SELECT count(*) FROM epochs), h.sequence FROM site s, audit_head h");
    if (!facts.step()) {
      throw Fault(false, "backup: the store does not know its keys.db yet",
                  "open it once with this version: pouch check");
    }
    note_.identity = facts.text(0);
    note_.epoch = static_cast<int>(facts.integer(1));
    note_.audit_rows = facts.integer(2);
    facts.reset();
    const auto file = folder_ / kStatePart / "pouch.db";
    store_.copy_to(file, [&](double part) { tell(part * kStoreShare); });
    store_.execute("COMMIT");
    count(file);
  }

  void copy_pinned() {
    const auto all = static_cast<double>(mails_.size() + letters_.size());
    std::size_t done = 0;
    for (const auto& [name, files] :
         {std::pair<const char*, const std::vector<std::string>&>("spool", mails_),
          {"letters", letters_}}) {
      const auto to = folder_ / kStatePart / name;
      make_folders(to);
      for (const auto& file : files) {
        copy_one(pinned_ / name / file, to / file);
        count(to / file);
        tell(kStoreShare + kFilesShare * static_cast<double>(++done) / all);
      }
      sync_folder(to);
    }
    note_.mails = mails_.size();
  }

  void copy_rest() {
    const auto letters =
        copy_files(site_.state / "outbox", folder_ / kStatePart / "outbox", is_draft);
    note_.letters = letters.count;
    note_.octets += letters.octets;
    for (const auto& files : {copy_files(site_.state, folder_ / kStatePart,
                                         [&](const fs::path& path) {
                                           return stays_behind(path) ||
                                                  path == site_.state / "outbox";
                                         }),
                              copy_files(site_.keys, folder_ / kConfigPart / "keys"),
                              copy_files(site_.templates, folder_ / kConfigPart / "templates"),
                              copy_files(site_.directory.parent_path() / "holidays",
                                         folder_ / kConfigPart / "holidays"),
                              copy_files(site_.gnupg, folder_ / kGnupgPart, stays_behind)}) {
      note_.octets += files.octets;
    }
    copy_one(site_.file, folder_ / kConfigPart / "pouch.toml");
    copy_one(site_.directory, folder_ / kConfigPart / "directory.toml");
  }

  // What was copied reads back whole, and says that it is a copy.
  void prove() {
    auto store = Database::open_copy(folder_ / kStatePart);
    auto keys = Database::open_keys(folder_ / kKeysPart);
    for (auto* one : {&store, &keys}) {
      if (const auto fault = one->quick_check(); !fault.empty()) {
        throw Fault(false, "backup: a copied database is damaged: " + fault,
                    "pouch check says whether the site's own is; keep the earlier backups");
      }
    }
    need_fitting_keys(store, keys);
    store.prepare("UPDATE site SET copied = ?")
        .bind(1, std::int64_t{note_.at.time_since_epoch().count()})
        .run();
    for (auto* one : {&store, &keys}) {
      one->execute("PRAGMA journal_mode=DELETE");
    }
  }

  void write_note() {
    for (const auto* part : {kConfigPart, kStatePart, kKeysPart, kGnupgPart, "site", "."}) {
      sync_folder(folder_ / part);
    }
    const Json json{{"schema", 1},
                    {"at", note_.at.time_since_epoch().count()},
                    {"identity", note_.identity},
                    {"epoch", note_.epoch},
                    {"audit_rows", note_.audit_rows},
                    {"mails", note_.mails},
                    {"letters", note_.letters},
                    {"octets", note_.octets}};
    write_durably(folder_ / kNote, json.dump(2) + "\n");
  }

  const config::Site& site_;
  fs::path folder_;
  Database store_, keys_;
  fs::path pinned_;
  const std::function<void(double)>& copied_;
  std::vector<std::string> mails_, letters_;  // files that are pinned
  BackupNote note_;
};

// Within what is copied it would be copied itself, and be lost with it.
void need_elsewhere(const config::Site& site, const fs::path& folder) {
  const auto wanted = fs::weakly_canonical(folder);
  for (const auto* copied : {&site.state, &site.gnupg, &site.keys, &site.templates}) {
    const auto between = wanted.lexically_relative(fs::weakly_canonical(*copied));
    if (!between.empty() && *between.begin() != "..") {
      throw Fault(false, "backup: " + folder.string() + " lies in " + copied->string(),
                  "name a folder outside of the site, on another disk");
    }
  }
}

}  // namespace

void copy_file_durably(const fs::path& from, const fs::path& to) {
  if (!copy_one(from, to)) {
    throw Fault(false, from.string() + " is missing", "name a whole backup");
  }
  sync_folder(to.parent_path());
}

CopiedFiles copy_files(const fs::path& from, const fs::path& to,
                       const std::function<bool(const fs::path&)>& skip) {
  CopiedFiles copied;
  std::error_code error;
  for (fs::directory_iterator it(from, error), end; !error && it != end; it.increment(error)) {
    if (skip && skip(it->path())) {
      continue;
    }
    const auto target = to / it->path().filename();
    const auto kind = it->symlink_status().type();
    if (kind == fs::file_type::directory) {
      const auto below = copy_files(it->path(), target, skip);
      copied.count += below.count;
      copied.octets += below.octets;
    } else if (kind == fs::file_type::regular) {
      make_folders(to);
      if (copy_one(it->path(), target)) {
        ++copied.count;
        copied.octets += fs::file_size(target);
      }
    }
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    throw Fault(true, "read " + from.string() + ": " + error.message(),
                "look at the folder's owner and rights");
  }
  if (copied.count != 0) {
    sync_folder(to);
  }
  return copied;
}

BackupNote make_backup(const config::Site& site, const fs::path& folder, Time now,
                       const std::function<void(double)>& copied) {
  need_elsewhere(site, folder);
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
    throw Fault(false, "backup: " + folder.string() + " is no folder",
                "name a new folder for each backup, as in backup-$(date +%F)");
  }
  if (fs::exists(folder, error) && !fs::is_empty(folder, error)) {
    throw Fault(false, "backup: " + folder.string() + " is not empty",
                "name a new folder for each backup, as in backup-$(date +%F)");
  }
  make_folders(fs::absolute(folder).lexically_normal());
  return Maker(site, folder, now, copied).make();
}

std::optional<BackupNote> read_backup_note(const fs::path& folder) try {
  const auto text = read_whole(folder / kNote);
  const auto json = Json::parse(text.value_or(""), nullptr, false);
  if (!json.is_object()) {
    return std::nullopt;
  }
  BackupNote note;
  note.at = Time(std::chrono::seconds(json.value("at", std::int64_t{0})));
  note.identity = json.value("identity", "");
  note.epoch = json.value("epoch", 0);
  note.audit_rows = json.value("audit_rows", std::int64_t{0});
  note.mails = json.value("mails", std::size_t{0});
  note.letters = json.value("letters", std::size_t{0});
  note.octets = json.value("octets", std::uint64_t{0});
  return note.identity.empty() ? std::nullopt : std::optional(note);
} catch (const Json::exception&) {  // a number is none
  return std::nullopt;
}

}  // namespace pouch::gateway
