#include "search/query/parts.hpp"

#include <sys/stat.h>

#include <algorithm>

namespace pouch::search {
namespace {

namespace fs = std::filesystem;

ino_t inode_of(const fs::path& file) {
  struct stat facts {};
  return stat(file.c_str(), &facts) == 0 ? facts.st_ino : 0;
}

// A rebuilt or compacted one may take this one's place while its files are opened.
Xapian::Database open_whole(const fs::path& folder) {
  const auto mark = folder / "iamglass";
  for (bool again = false;; again = true) {
    const auto before = inode_of(mark);
    try {
      Xapian::Database database(folder.string(), Xapian::DB_OPEN);
      if (again || inode_of(mark) == before) {
        return database;
      }
    } catch (const Xapian::DatabaseError&) {
      if (again) {
        throw;
      }
    }
  }
}

}  // namespace

Parts::Parts(fs::path folder, const Blind& blind, Elsewhere elsewhere)
    : folder_(std::move(folder)), blind_(blind), asked_(elsewhere.asked) {
  for (auto& shard : elsewhere.shards) {
    remotes_.push_back({std::move(shard)});
  }
}

bool Parts::open_here() {
  auto head = read_head(folder_);
  if (!head) {
    if (!is_bare(folder_) && !(head = read_head(folder_))) {
      throw Fault(false, "the index was written by another version of Pouch",
                  "pouch reindex builds it anew", true);
    }
    if (!head) {
      return false;
    }
  }
  position_ = head->position;
  auto years = head->years;
  nowhere_.clear();
  for (const auto year : head->elsewhere) {
    has_shard(folder_, year) ? years.insert(year) : nowhere_.insert(year);
  }
  for (const auto& remote : remotes_) {
    years.erase(remote.shard.year);
    nowhere_.erase(remote.shard.year);
  }
  open_years(years);
  return true;
}

void Parts::open_years(const std::set<int>& years) {
  const bool same =
      here_.size() == years.size() &&
      std::all_of(years.begin(), years.end(), [&](int year) { return here_.count(year) != 0; });
  if (same) {
    for (auto& [year, database] : here_) {
      database.reopen();
    }
    return;
  }
  std::map<int, Xapian::Database> opened;
  for (const auto year : years) {
    auto database = open_whole(shard_folder(folder_, year));
    require_same_key(database, blind_);
    opened.emplace(year, std::move(database));
  }
  here_ = std::move(opened);
  join();
}

void Parts::connect() {
  std::vector<RemoteShard> wanted;
  std::vector<Remote*> of;
  const auto now = Clock::now();
  for (auto& remote : remotes_) {
    if (asked_ && !remote.connected && remote.again <= now) {
      wanted.push_back(remote.shard);
      of.push_back(&remote);
    }
  }
  if (wanted.empty()) {
    return;
  }
  auto connected = connect_all(wanted, blind_);
  for (std::size_t i = 0; i < of.size(); ++i) {
    of[i]->now = std::move(connected[i]);
    of[i]->connected = of[i]->now.look.flaw.empty();
    of[i]->again = Clock::now() + kShardPause;
  }
  join();
}

void Parts::drop_connections() {
  for (auto& remote : remotes_) {
    if (remote.connected) {
      remote.now = {};
      remote.connected = false;
      remote.again = {};
    }
  }
  join();
}

void Parts::lose_connections(const std::string& flaw) {
  constexpr int kOnce = 1;
  const bool again = ++lost_ <= kOnce;
  for (auto& remote : remotes_) {
    if (remote.connected && !again) {
      remote.now.look.flaw = flaw;
      remote.again = Clock::now() + kShardPause;
      remote.now.database = Xapian::Database();
      remote.connected = false;
    }
  }
  drop_connections();
}

void Parts::join() {
  parts_.clear();
  connected_ = 0;
  all_ = Xapian::Database();
  for (const auto& [year, database] : here_) {
    parts_.push_back({year, database, false});
  }
  for (const auto& remote : remotes_) {
    if (remote.connected) {
      parts_.push_back({remote.shard.year, remote.now.database, true});
      ++connected_;
    }
  }
  for (const auto& part : parts_) {
    all_.add_database(part.database);
  }
}

Parts::Place Parts::place(Xapian::docid joined) const {
  const auto count = static_cast<Xapian::docid>(parts_.size());
  return {&parts_[(joined - 1) % count], (joined - 1) / count + 1};
}

std::vector<MissingYear> Parts::missing() const {
  std::vector<MissingYear> years;
  if (!asked_) {
    return years;
  }
  for (const auto year : nowhere_) {
    years.push_back({year, "is neither here nor on a server that pouch.toml names"});
  }
  for (const auto& remote : remotes_) {
    if (!remote.connected) {
      years.push_back({remote.shard.year, remote.now.look.flaw});
    }
  }
  std::sort(years.begin(), years.end(),
            [](const MissingYear& a, const MissingYear& b) { return a.year < b.year; });
  return years;
}

std::map<int, std::uint64_t> Parts::changes() const {
  std::map<int, std::uint64_t> all;
  for (const auto& remote : remotes_) {
    if (remote.connected) {
      all[remote.shard.year] = remote.now.look.changes;
    }
  }
  return all;
}

}  // namespace pouch::search
