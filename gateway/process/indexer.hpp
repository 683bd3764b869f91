// The index follows the commit log in groups (ENGINES decision 7): it reads messages after its own
// position, opens their contents, adds them, and makes them durable together with the new position.
// A crash repeats a group, which replaces the same documents.
#pragma once

#include "gateway/process/runtime.hpp"
#include "gateway/store/store.hpp"
#include "search/index.hpp"

namespace pouch::gateway {

class Indexer {
 public:
  Indexer(const Runtime& runtime, Store& store, const Secret& data_key);
  // One group; how many messages it took. 0: the index has caught up.
  std::size_t work();

 private:
  const Runtime& runtime_;
  Store& store_;
  search::Writer writer_;
};

}  // namespace pouch::gateway
