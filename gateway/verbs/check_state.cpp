// Whether everything that a site keeps is there, whole, its user's alone, and no older than its
// log.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "gateway/archive/index_folder.hpp"
#include "gateway/site/foreground.hpp"
#include "gateway/store/site_keys.hpp"
#include "gateway/verbs/check_parts.hpp"
#include "search/index/index.hpp"

namespace pouch::gateway::checks {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNamed = 5;
constexpr std::chrono::minutes kClockSlack{1};

std::string named(const std::vector<std::string>& list) {
  std::string text;
  for (std::size_t i = 0; i < std::min(list.size(), kNamed); ++i) {
    text += (i == 0 ? "" : ", ") + list[i];
  }
  return text +
         (list.size() > kNamed ? " and " + std::to_string(list.size() - kNamed) + " more" : "");
}

void look_whole(Database& database, const fs::path& file, Flaws& flaws) {
  if (const auto fault = database.quick_check(); !fault.empty()) {
    flaws.push_back(
        {true, file.string(), "is damaged: " + fault,
         "stop the service, keep the file, and restore the last backup: pouch restore"});
  }
}

bool is_secret(const fs::path& path) {
  const auto name = path.filename().string();
  return name.starts_with("pouch.db") || name.starts_with("keys.db") || name == "data-key.pgp" ||
         path.parent_path().filename() == "private-keys-v1.d";
}

// Below a folder that is closed the rest cannot be reached; what others could write, or what is a
// secret wherever it is copied to, is told all the same.
void look_at_modes(const fs::path& top, Flaws& flaws) {
  std::vector<std::string> strange, open;
  const auto look = [&](const fs::path& path, mode_t forbidden) {
    struct stat facts {};
    if (lstat(path.c_str(), &facts) != 0 || S_ISLNK(facts.st_mode)) {
      return;  // it went away, or leads to what is looked at where it is
    }
    if (facts.st_uid != geteuid()) {
      strange.push_back(path.string());
    } else if ((facts.st_mode & forbidden) != 0) {
      open.push_back(path.string());
    }
  };
  look(top, 077);
  std::error_code error;
  for (fs::recursive_directory_iterator it(top, error), end; !error && it != end;
       it.increment(error)) {
    look(it->path(), is_secret(it->path()) ? 077 : 022);
  }
  if (!strange.empty()) {
    flaws.push_back({true, top.string(), "belongs to another user: " + named(strange),
                     "chown -R, to the user that runs pouch, " + top.string()});
  }
  if (!open.empty()) {
    flaws.push_back({true, top.string(), "is open to other users: " + named(open),
                     "chmod -R go= " + top.string()});
  }
}

// Folders that serve needs and does not make.
void look_at_folders(const Runtime& runtime, Flaws& flaws) {
  const auto& site = runtime.site;
  for (const auto& folder : {site.state / "spool", site.gnupg, site.gnupg / "private-keys-v1.d"}) {
    if (!fs::is_directory(folder)) {
      flaws.push_back(
          {true, folder.string(), "is missing", "bring it back from the backup: pouch restore"});
    } else if (access(folder.c_str(), W_OK | X_OK) != 0) {
      flaws.push_back(
          {true, folder.string(), "cannot be written by this user", "chown and chmod u+rwx it"});
    }
  }
}

void look_at_clock(const Runtime& runtime, Database& store, Flaws& flaws) {
  auto last = store.prepare("SELECT max(at) FROM audit");
  if (!last.step() || last.is_null(0)) {
    return;
  }
  const Time told{std::chrono::seconds(last.integer(0))};
  if (told > runtime.now() + kClockSlack) {
    flaws.push_back(
        {true, "clock",
         "is " + std::to_string((told - runtime.now()).count()) +
             " seconds behind the last row of the audit log",
         "set it: timedatectl set-ntp true; deadlines and signatures are judged by it"});
  }
}

void look_at_index(const Runtime& runtime, Database& store, Flaws& flaws) {
  const auto folder = index_folder(runtime.site.state);
  const auto position = search::position_of(folder);
  static_cast<void>(search::shards_in(folder));  // throws when a year cannot be read
  auto messages = store.prepare("SELECT count(*) FROM messages");
  if (position == 0 && messages.step() && messages.integer(0) > 0 &&
      !is_served(runtime.site.state)) {
    flaws.push_back({false, folder.string(),
                     "there is no index: " + std::to_string(messages.integer(0)) +
                         " messages are not found by searches",
                     "the service builds it anew; without one: pouch reindex", true});
  }
}

}  // namespace

void check_state(const Runtime& runtime, Flaws& flaws) {
  const auto& state = runtime.site.state;
  const auto where = state.string();
  for (const auto& top : {runtime.site.gnupg, state}) {
    attempt(flaws, top.string(), [&] { look_at_modes(top, flaws); });
  }
  attempt(flaws, where, [&] { look_at_folders(runtime, flaws); });
  attempt(flaws, where, [&] {
    auto store = Database::open_store(state);
    look_whole(store, state / "pouch.db", flaws);
    attempt(flaws, (state / "keys.db").string(), [&] {
      auto keys = Database::open_keys(state);
      look_whole(keys, state / "keys.db", flaws);
      need_fitting_keys(store, keys);
      name_missing(cases_without_key(store, keys, true));
    });
    look_at_clock(runtime, store, flaws);
    attempt(flaws, index_folder(state).string(), [&] { look_at_index(runtime, store, flaws); });
  });
}

void check_every_key(const Runtime& runtime, const Secret& data_key, Flaws& flaws) {
  auto keys = Database::open_keys(runtime.site.state);
  const auto damaged = damaged_keys(keys, data_key);
  if (!damaged.empty()) {
    flaws.push_back({true, (runtime.site.state / "keys.db").string(),
                     "keys of cases do not open: " + named(damaged),
                     "stop the service and bring keys.db back from the backup: pouch restore"});
  }
}

}  // namespace pouch::gateway::checks
