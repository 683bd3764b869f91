#include "gateway/archive/index_folder.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <thread>

#include "gateway/fault.hpp"
#include "gateway/store/durable_file.hpp"
#include "gateway/store/steps.hpp"
#include "search/index/shards.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kNone{0}, kLook{20};
constexpr const char* kWhole = "whole";  // in a rebuilt index that has not taken its place yet

fs::path rebuilt_folder(const fs::path& state) { return state / "index.rebuilt"; }

fs::path broken_mark(const fs::path& state) { return state / "index.broken"; }

[[noreturn]] void fail(const std::string& tried, int error) {
  throw Fault(true, tried + ": " + std::generic_category().message(error),
              "look at the disk of the state folder and at the owner of its files");
}

void remove_folder(const fs::path& folder) {
  std::error_code error;
  fs::remove_all(folder, error);
  if (error) {
    fail("remove " + folder.string(), error.value());
  }
}

void exchange(const fs::path& one, const fs::path& other) {
  if (renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) != 0) {
    fail("exchange " + one.string() + " and " + other.string(), errno);
  }
}

}  // namespace

fs::path index_folder(const fs::path& state) { return state / "index"; }
fs::path building_folder(const fs::path& state) { return state / "index.building"; }

void call_broken(const fs::path& state) { write_durably(broken_mark(state), ""); }

bool is_missing(const fs::path& state) {
  std::error_code ignored;
  return !fs::exists(index_folder(state) / "position", ignored);
}

bool clear_broken(const fs::path& state, bool broken) {
  std::error_code ignored;
  if (!broken && !fs::exists(broken_mark(state), ignored)) {
    return false;
  }
  remove_folder(index_folder(state));
  remove_if_there(broken_mark(state));
  return true;
}

IndexLock::IndexLock(const fs::path& state, std::chrono::milliseconds patience)
    : IndexLock(state / "index.lock", patience, "pouch serve or pouch run is at it: try again") {}

IndexLock IndexLock::for_building(const fs::path& state) {
  return IndexLock(state / "reindex.lock", kNone, "a pouch reindex runs already: wait for it");
}

IndexLock::IndexLock(const fs::path& file, std::chrono::milliseconds patience,
                     const std::string& hint)
    : descriptor_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
  if (descriptor_ < 0) {
    fail("open " + file.string(), errno);
  }
  const auto end = std::chrono::steady_clock::now() + patience;
  while (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK || std::chrono::steady_clock::now() >= end) {
      close(descriptor_);
      throw Fault(true, "another process writes the index", hint);
    }
    std::this_thread::sleep_for(kLook);
  }
}

IndexLock::~IndexLock() { close(descriptor_); }

void name_rebuilt(const fs::path& state) {
  write_durably(building_folder(state) / kWhole, "");
  reached("reindex.built");
  if (rename(building_folder(state).c_str(), rebuilt_folder(state).c_str()) != 0) {
    fail("rename " + building_folder(state).string(), errno);
  }
  sync_folder(state);
  reached("reindex.named");
}

bool rebuilt_waits(const fs::path& state) { return fs::exists(rebuilt_folder(state)); }

void place_shard(const fs::path& state, const fs::path& fresh, int year) {
  exchange(fresh, search::shard_folder(index_folder(state), year));
  sync_folder(index_folder(state));
  remove_folder(building_folder(state));
}

bool place_rebuilt(const fs::path& state) {
  const auto place = index_folder(state), rebuilt = rebuilt_folder(state);
  if (!rebuilt_waits(state)) {
    return false;
  }
  // Without the mark it is the old index: an earlier exchange was not cleared away.
  if (fs::exists(rebuilt / kWhole)) {
    make_private_folder(place);
    exchange(rebuilt, place);
    sync_folder(state);
    reached("reindex.placed");
  }
  remove_folder(rebuilt);
  remove_if_there(place / kWhole);
  remove_if_there(broken_mark(state));
  reached("reindex.cleared");
  return true;
}

}  // namespace pouch::gateway
