#include "tests/system/prepared.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <stdexcept>

#include "tests/system/harness.hpp"

namespace pouch::test {
namespace {

// Held by whoever looks whether a folder is there, makes it and copies it; one may need another.
class Lock {
 public:
  Lock() {
    if (held_++ > 0) {
      return;
    }
    const auto file = fs::path(POUCH_PREPARED) / "lock";
    descriptor_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0 || flock(descriptor_, LOCK_EX) != 0) {
      throw std::runtime_error("cannot lock " + file.string());
    }
  }
  ~Lock() {
    --held_;
    if (descriptor_ >= 0) {
      close(descriptor_);
    }
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  static thread_local int held_;
  int descriptor_ = -1;
};
thread_local int Lock::held_ = 0;

// Without sockets and locks, which an agent that ends may still be taking away.
void copy_tree(const fs::path& from, const fs::path& to) {
  fs::create_directory(to, from);
  for (const auto& entry : fs::directory_iterator(from)) {
    const auto name = entry.path().filename();
    if (entry.is_directory()) {
      copy_tree(entry.path(), to / name);
    } else if (entry.is_regular_file() && !name.string().starts_with(".#")) {
      fs::copy_file(entry.path(), to / name);
    }
  }
}

// Another build of the program may make its sites otherwise.
fs::path folder_of_this_build() {
  const auto built = fs::last_write_time(POUCH_PROGRAM).time_since_epoch().count();
  return fs::path(POUCH_PREPARED) / std::to_string(built);
}

// What is kept for all tests is made by the machine's own clock, whatever the test has moved its
// own to: keys of next month are no keys to the others.
class OwnClock {
 public:
  OwnClock() {
    for (auto& [name, value] : moved_) {
      if (const char* set = getenv(name)) {
        value = set;
        unsetenv(name);
      }
    }
  }
  ~OwnClock() {
    for (const auto& [name, value] : moved_) {
      if (value) {
        setenv(name, value->c_str(), 1);
      }
    }
  }
  OwnClock(const OwnClock&) = delete;
  OwnClock& operator=(const OwnClock&) = delete;

 private:
  std::array<std::pair<const char*, std::optional<std::string>>, 3> moved_{
      {{"LD_PRELOAD", {}}, {"POUCH_AHEAD", {}}, {"POUCH_AHEAD_GNUPG", {}}}};
};

}  // namespace

void prepared(const std::string& name, const fs::path& into,
              const std::function<void(const fs::path&)>& make) {
  const auto folder = folder_of_this_build();
  fs::create_directories(POUCH_PREPARED);
  const Lock lock;  // while it is copied, too: tests of a newer build take away what is another's
  if (!fs::exists(folder)) {
    for (const auto& entry : fs::directory_iterator(POUCH_PREPARED)) {
      if (entry.is_directory()) {
        fs::remove_all(entry.path());
      }
    }
    fs::create_directory(folder);
  }
  if (!fs::exists(folder / name)) {
    const Scratch scratch;
    const OwnClock own;
    make(scratch.path() / "p");
    fs::remove_all(folder / "new");  // of one who died over it
    copy_tree(scratch.path() / "p", folder / "new");
    fs::rename(folder / "new", folder / name);
  }
  copy_tree(folder / name, into);
}

}  // namespace pouch::test
