// The index follows the commit log in groups (ENGINES decision 7): it reads messages after its own
// position, opens their contents, adds them, and makes them durable together with the new position.
// A crash repeats a group, which replaces the same documents. Messages whose readers have changed
// are filed again. A rebuilt index that waits takes the old one's place between two groups.
#pragma once

#include <functional>
#include <optional>

#include "gateway/archive/index_folder.hpp"
#include "gateway/archive/index_group.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"
#include "search/index/index.hpp"

namespace pouch::gateway {

class Indexer {
 public:
  // Waits for the right to write; Fault (transient) when another process keeps it.
  Indexer(const Runtime& runtime, Store& store, const Secret& data_key);
  // One group; how many messages it took. 0: the index has caught up.
  // An index that is broken or gone is begun anew.
  std::size_t work();
  // Makes one year of the index smaller when that is due (index_compaction.hpp). When to ask again,
  // also before it is due; nullopt: once more is filed.
  std::optional<Time> compact(Time now);

 private:
  std::size_t file();
  const Runtime& runtime_;
  Store& store_;
  search::Key key_;
  IndexLock lock_;
  std::optional<search::Writer> writer_;
  Time next_compaction_{};  // not before
};

using Rebuilt = Filed;

// A whole new index from the store, built beside the one in use without disturbing who writes that,
// and then put in its place: here, or by the process that holds the lock (woken for it). Fault
// (transient) when another rebuilds, or when that process does not take it in time; it does later
// then. Many messages are filed by `jobs` threads, each into an index of its own, which are
// merged. `told` hears after each group how many messages are in.
Rebuilt rebuild_index(const Runtime& runtime, Store& store, const Secret& data_key,
                      std::size_t jobs, const std::function<void(std::size_t)>& told);

}  // namespace pouch::gateway
