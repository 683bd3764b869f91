// Years of the index that xapian-tcpsrv serves on another machine. What comes from there may be
// late, gone or a lie: nothing of it is believed but the numbers of messages and how many there
// are, and what it throws is never a fault of the index here. The way there is somebody else's to
// protect (docs/operating.md): the protocol has no password and no encryption.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "search/index/index.hpp"

namespace pouch::search {

inline constexpr std::chrono::milliseconds kShardPatience{2000};
inline constexpr std::chrono::seconds kShardPause{30};

struct ShardLook {
  int year = 0;
  std::string flaw;  // "does not answer within 2 seconds"; empty: it can be asked
  // What it has of the store: all messages up to that row, all changes up to that number, as
  // hand_out_shard() was told.
  std::uint64_t messages = 0, changes = 0;
};

// Connects to all at once, for about twice the patience at most.
std::vector<ShardLook> look_at_shards(const std::vector<RemoteShard>& shards, const Key& key);

}  // namespace pouch::search
