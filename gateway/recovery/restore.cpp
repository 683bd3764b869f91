// A backup put in place, and what survived beside it looked at.
#include "gateway/recovery/restore.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>

#include "gateway/fault.hpp"
#include "gateway/site/foreground.hpp"
#include "gateway/site/groups.hpp"
#include "gateway/site/key_notes.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/durable_file.hpp"
#include "gateway/store/erasures.hpp"
#include "gateway/store/group_members.hpp"
#include "gateway/store/key_letters.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/reminders.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMaildir = "maildir:";
constexpr std::streamsize kHeaderOctets = 16 << 10;

class ServeLock {
 public:
  explicit ServeLock(const fs::path& state) : descriptor_(lock_for_serving(state)) {}
  ~ServeLock() { close(descriptor_); }
  ServeLock(const ServeLock&) = delete;
  ServeLock& operator=(const ServeLock&) = delete;

 private:
  int descriptor_;
};

// What belongs to one database must be of one moment.
void refuse_leftovers(const fs::path& state) {
  for (const std::string name : {"pouch.db", "keys.db"}) {
    if (fs::exists(state / name)) {
      continue;
    }
    for (const auto* ending : {"-wal", "-shm", "-journal"}) {
      if (fs::exists(state / (name + ending))) {
        throw Fault(
            false, "restore: " + (state / (name + ending)).string() + " is left of another " + name,
            "it would be played into the restored one: move it away, to the " + name +
                " that it belongs to");
      }
    }
  }
}

// True when an earlier restore of this backup has put it there and did not come to its end.
bool is_that_copy(const fs::path& state, const BackupNote& note) try {
  auto store = Database::open_copy(state);
  auto facts = store.prepare("SELECT identity, copied FROM site");
  return facts.step() && !facts.is_null(1) && facts.text(0) == note.identity &&
         facts.integer(1) == note.at.time_since_epoch().count();
} catch (const Fault&) {
  return false;  // damaged: what is to be restored
}

// Mails, cases and keys of two sites never come to lie in one folder. A keys.db that cannot be read
// is told by who opens the store.
void need_same_site(const fs::path& state, const BackupNote& note) {
  std::string own;
  try {
    auto keys = Database::open_keys(state);
    auto identity = keys.prepare("SELECT identity FROM site");
    own = identity.step() ? identity.text(0) : std::string();
  } catch (const Fault&) {
    return;
  }
  if (own != note.identity) {
    throw Fault(false,
                "restore: the backup is of another site than " + (state / "keys.db").string(),
                "name a backup of this site; to make another's here, move state and gnupg away");
  }
}

void put_in_place(const config::Site& site, const fs::path& backup,
                  std::vector<std::string>& kept) {
  const auto note = read_backup_note(backup);
  if (!note) {
    throw Fault(false, "restore: " + backup.string() + " is no whole backup: no backup.json",
                "name the folder that pouch backup made, with all of its parts");
  }
  const auto& state = site.state;
  if (fs::exists(state / "pouch.db") && !is_that_copy(state, *note)) {
    throw Fault(false, "restore: " + state.string() + " holds a store",
                "move pouch.db, pouch.db-wal and pouch.db-shm away first, all three; keep them");
  }
  if (fs::exists(state / "keys.db")) {
    need_same_site(state, *note);
  }
  for (const auto* name : {"keys.db", "data-key.pgp"}) {
    if (fs::exists(state / name)) {
      kept.push_back((state / name).string());
    }
  }
  const auto is_store = [](const fs::path& path) { return path.filename() == "pouch.db"; };
  if (fs::exists(site.gnupg / "pubring.kbx")) {
    kept.push_back(site.gnupg.string());
  } else {
    copy_files(backup / kGnupgPart, site.gnupg);
  }
  for (const auto* name : {"spool", "letters", "outbox"}) {
    make_private_folder(state / name);
  }
  copy_files(backup / kStatePart, state, is_store);
  copy_files(backup / kKeysPart, state);
  copy_file_durably(backup / kStatePart / "pouch.db", state / "pouch.db");
}

std::string subject_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string head(kHeaderOctets, '\0');
  stream.read(head.data(), kHeaderOctets);
  head.resize(static_cast<std::size_t>(stream.gcount()));
  constexpr std::string_view kField = "\nSubject: ";
  const auto begin = head.find(kField);
  if (begin == std::string::npos) {
    return {};
  }
  const auto text = begin + kField.size();
  return head.substr(text, head.find_first_of("\r\n", text) - text);
}

Time changed(const fs::path& file) {
  const auto age = fs::file_time_type::clock::now() - fs::last_write_time(file);
  return std::chrono::floor<std::chrono::seconds>(
      std::chrono::system_clock::now() -
      std::chrono::duration_cast<std::chrono::system_clock::duration>(age));
}

// Letters in the Maildirs of this site, by recipient.
std::vector<SentSince> letters_there(const config::Site& site) {
  std::vector<SentSince> letters;
  for (const auto& uri : site.outbox) {
    if (!uri.starts_with(kMaildir)) {
      continue;
    }
    std::error_code ignored;
    for (const auto& box :
         fs::directory_iterator(site.folder / uri.substr(kMaildir.size()), ignored)) {
      for (const auto* part : {"new", "cur"}) {
        for (const auto& file : fs::directory_iterator(box.path() / part, ignored)) {
          const auto name = file.path().filename().string();
          letters.push_back({box.path().filename().string(), name.substr(0, name.find(':')),
                             subject_of(file.path()), changed(file.path())});
        }
      }
    }
  }
  return letters;
}

std::vector<ActSince> acts_after(const fs::path& file, std::int64_t last) {
  std::ifstream lines(file);
  if (!lines) {
    throw Fault(false, "restore: " + file.string() + " cannot be read",
                "name what pouch audit export printed");
  }
  std::vector<ActSince> acts;
  for (std::string line; std::getline(lines, line);) {
    const auto row = nlohmann::json::parse(line, nullptr, false);
    if (!row.is_object() || !row.contains("sequence") || !row["sequence"].is_number_integer()) {
      throw Fault(false, "restore: " + file.string() + " is no export of the audit log",
                  "name what pouch audit export printed");
    }
    const auto text = [&](const char* name) {
      const auto found = row.find(name);
      return found != row.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    if (row["sequence"].get<std::int64_t>() > last) {
      acts.push_back({text("at"), text("actor"), text("act"), text("number"), text("detail")});
    }
  }
  return acts;
}

void remove_index(const fs::path& state) {
  for (const auto* name : {"index", "index.building", "index.rebuilt"}) {
    fs::remove_all(state / name);
  }
}

AfterBackup look_around(const config::Site& site, Store& store, RestoreReport& report) {
  AfterBackup after;
  for (const auto& file : store.spool().strays()) {
    after.mails.push_back({file, changed(site.state / "spool" / file)});
  }
  after.numbers = store.epochs().promised_only();
  auto letters = letters_there(site);
  std::set<std::string> ids;
  for (const auto& letter : letters) {
    after.sent.insert(sent_name(letter.to, letter.letter));
    ids.insert(letter.letter);
  }
  const auto unknown = store.letters().unknown(ids);
  for (auto& letter : letters) {
    if (std::find(unknown.begin(), unknown.end(), letter.letter) != unknown.end()) {
      report.sent.push_back(std::move(letter));
    }
  }
  return after;
}

}  // namespace

RestoreReport restore(const RestoreWish& wish) {
  const auto site = load_own_site(wish.config);
  std::optional<AgentLease> lease;  // ends after the lock, to see that nobody serves
  make_private_folder(site.state);
  const ServeLock lock(site.state);
  refuse_leftovers(site.state);
  if (wish.audit_log) {  // what is wrong with it is said before anything is done
    (void)acts_after(*wish.audit_log, 0);
  }
  RestoreReport report;
  if (wish.backup) {
    put_in_place(site, *wish.backup, report.kept);
  }
  const auto runtime = load_runtime_without_forms(wish.config);
  lease.emplace(runtime);
  Store store(site.state, unwrap_data_key(runtime), StoreFor::kRestore);
  RestoreOrder order;
  order.gap = static_cast<std::int64_t>(site.limits.restore_gap);
  order.accept_lost_keys = wish.accept_lost_keys;
  order.address = site.address;
  order.actor = wish.actor;
  order.reason = "restored";
  report.after = look_around(site, store, report);
  remove_index(site.state);  // it may know of more than the store; it is built anew
  report.restored = store.epochs().open(order, report.after, runtime.now());
  store.erasures().destroy_left();
  // What the clocks told after the backup is not told again; what they did not is in a digest.
  store.reminders().take_as_told(runtime.now());
  store.key_letters().take_as_told(ending_keys(runtime), runtime.now());
  store.group_members().take_as_told(groups_today(runtime), runtime.now());
  if (wish.audit_log) {
    report.acts = acts_after(*wish.audit_log, report.restored.audit_rows);
  }
  std::copy_if(site.outbox.begin(), site.outbox.end(), std::back_inserter(report.servers),
               [](const std::string& uri) { return !uri.starts_with(kMaildir); });
  return report;
}

}  // namespace pouch::gateway
