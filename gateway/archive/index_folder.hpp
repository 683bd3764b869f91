// Where the index lies, and who may write it. `state/index` is the one that is searched, a database
// for each year in it (search/index/shards.hpp). A rebuilt
// one grows in `state/index.building`; complete and durable it is named `state/index.rebuilt`, and
// whoever holds the lock of the index puts it in the place of the old one: by one exchange of two
// names (renameat2(2)), so that a search finds the old or the new index and never none. Every step
// can be repeated after a crash.
#pragma once

#include <chrono>
#include <filesystem>

namespace pouch::gateway {

std::filesystem::path index_folder(const std::filesystem::path& state);
std::filesystem::path building_folder(const std::filesystem::path& state);

// Whoever finds the index broken or gone says so; whoever writes it then begins a new one.
void call_broken(const std::filesystem::path& state);
bool is_missing(const std::filesystem::path& state);
// Removes the index when it was called broken, or when `broken`. Needs an IndexLock and no open
// writer. True when it did.
bool clear_broken(const std::filesystem::path& state, bool broken);

// The right to write the index, for one process at a time; given back at its end at the latest.
// Fault (transient) when another holds it for longer than a process takes to finish its group.
class IndexLock {
 public:
  explicit IndexLock(const std::filesystem::path& state,
                     std::chrono::milliseconds patience = std::chrono::seconds(10));
  // For the rebuilding itself, which writes beside the index.
  static IndexLock for_building(const std::filesystem::path& state);
  ~IndexLock();
  IndexLock(const IndexLock&) = delete;
  IndexLock& operator=(const IndexLock&) = delete;

 private:
  IndexLock(const std::filesystem::path& file, std::chrono::milliseconds patience,
            const std::string& hint);
  int descriptor_;
};

// What grew in building_folder is whole: gives it its name. An older one there must be gone.
void name_rebuilt(const std::filesystem::path& state);
bool rebuilt_waits(const std::filesystem::path& state);
// Puts a rebuilt index that waits in place, removes the old one. Needs an IndexLock and no open
// writer. True when there was one.
bool place_rebuilt(const std::filesystem::path& state);
// Puts a year that was written anew below building_folder in place, removes that folder with the
// old one. Needs an IndexLock, for_building too, and no open writer.
void place_shard(const std::filesystem::path& state, const std::filesystem::path& fresh, int year);

}  // namespace pouch::gateway
