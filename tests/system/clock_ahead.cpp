// Loaded before the C library (LD_PRELOAD): the program's wall clock is POUCH_AHEAD seconds ahead,
// so that deadlines and terms pass while a test waits. When that names a file, its first eight
// octets (a number of this machine) say how far, at every moment anew: a test may move the clock of
// a daemon that runs. It is mapped at the start, before a process gives up its rights. Monotonic
// clocks stay, and so does the clock by which GnuPG goes, unless POUCH_AHEAD_GNUPG is there.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <string>

namespace {

const volatile std::int64_t* movable_clock() {
  const char* ahead = std::getenv("POUCH_AHEAD");
  const int file = ahead != nullptr && *ahead == '/' ? open(ahead, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) {
    return nullptr;
  }
  void* mapped = mmap(nullptr, sizeof(std::int64_t), PROT_READ, MAP_SHARED, file, 0);
  close(file);
  return mapped == MAP_FAILED ? nullptr : static_cast<const volatile std::int64_t*>(mapped);
}

const volatile std::int64_t* const movable = movable_clock();
const bool for_gnupg = std::getenv("POUCH_AHEAD_GNUPG") != nullptr;

std::int64_t ahead() {
  const char* fixed = std::getenv("POUCH_AHEAD");
  return movable != nullptr ? *movable : fixed != nullptr ? std::atol(fixed) : 0;
}

template <typename Function>
Function original(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  static const auto theirs = original<int (*)(clockid_t, timespec*)>("clock_gettime");
  const int result = theirs(clock, time);
  if (clock == CLOCK_REALTIME) {
    time->tv_sec += ahead();
  }
  return result;
}

// A gpg may not reach the file that this process has mapped (pouch-openpgp keeps to its home): it
// is told how far it is ahead, and lives for a moment.
extern "C" int execv(const char* program, char* const* arguments) noexcept {
  static const auto theirs = original<int (*)(const char*, char* const*)>("execv");
  if (movable != nullptr) {
    setenv("POUCH_AHEAD", std::to_string(*movable).c_str(), 1);
  }
  return theirs(program, arguments);
}

extern "C" time_t time(time_t* into) noexcept {
  static const auto theirs = original<time_t (*)(time_t*)>("time");
  const time_t result = theirs(nullptr) + (for_gnupg ? ahead() : 0);
  if (into != nullptr) {
    *into = result;
  }
  return result;
}

extern "C" int gettimeofday(timeval* time, void* zone) noexcept {
  static const auto theirs = original<int (*)(timeval*, void*)>("gettimeofday");
  const int result = theirs(time, zone);
  time->tv_sec += for_gnupg ? ahead() : 0;
  return result;
}
