#include "search/index/remote.hpp"

#include "search/index/connection.hpp"

namespace pouch::search {

std::vector<ShardLook> look_at_shards(const std::vector<RemoteShard>& shards, const Key& key) {
  std::vector<ShardLook> looks;
  for (const auto& one : connect_all(shards, Blind(key))) {
    looks.push_back(one.look);
  }
  return looks;
}

}  // namespace pouch::search
