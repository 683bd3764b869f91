// The parts of the index: a Xapian database for each year in which messages were accepted, in a
// folder of the year's name, and beside them `position`, a small file of lines that says up to
// where the commit log is filed and which years there are. It is replaced whole, after all
// databases are durable: what a crash leaves before that is filed once more. Readable without the
// key. A year may lie on another machine instead, served by xapian-tcpsrv.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pouch::search {

// What is older or younger than these (a mail with an odd date that was imported) lies with them:
// each year costs open files.
inline constexpr int kFirstYear = 1990, kLastYear = 2099;
int shard_year(std::chrono::sys_days day);

// A year that is served elsewhere; an IP address, for looking up a name may take any time.
struct RemoteShard {
  int year = 0;
  std::string host;
  unsigned port = 0;
};
std::set<int> years_of(const std::vector<RemoteShard>& shards);

struct IndexHead {
  std::uint64_t position = 0;
  std::set<int> years;      // that have a database here
  std::set<int> elsewhere;  // that were left to another machine when it was written
};

std::filesystem::path shard_folder(const std::filesystem::path& index, int year);
bool has_shard(const std::filesystem::path& index, int year);

// nullopt: there is no index of this layout. Fault (permanent, broken) when it makes no sense.
std::optional<IndexHead> read_head(const std::filesystem::path& index);
// Durable when this returns. Fault (transient) when the disk does not take it.
void write_head(const std::filesystem::path& index, const IndexHead& head);
// Not there, or nothing in it but what write_head() may leave: an index that begins. False when it
// cannot be looked at.
bool is_bare(const std::filesystem::path& index);

// Position of the index in that folder; 0: there is none yet.
std::uint64_t position_of(const std::filesystem::path& index);

// What of a database tells whether it has changed, without its key.
struct ShardState {
  int year = 0;
  std::uint64_t documents = 0;
  std::uint64_t revision = 0;  // grows with every commit; compacting begins it anew
};
std::vector<ShardState> shards_in(const std::filesystem::path& index);

}  // namespace pouch::search
