// Connecting to the years that are served elsewhere. Private to this room.
#pragma once

#include <vector>

#include "search/index/remote.hpp"
#include "search/index/xapian_door.hpp"

namespace pouch::search {

struct Connected {
  ShardLook look;
  Xapian::Database database;  // when there is no flaw
};
std::vector<Connected> connect_all(const std::vector<RemoteShard>& shards, const Blind& blind);

// Whether it was thrown by a database that is served elsewhere, not by one here.
bool is_remote(const Xapian::Error& error);
std::string flaw_of(const Xapian::Error& error);

}  // namespace pouch::search
