// Loaded before the C library (LD_PRELOAD): the program's wall clock is POUCH_AHEAD seconds ahead,
// so that deadlines and terms pass while a test waits. When that names a file, its first eight
// octets (a number of this machine) say how far, at every moment anew: a test may move the clock of
// a daemon that runs. It is mapped at the start, before a process gives up its rights. Monotonic
// clocks stay.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>

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

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  using Original = int (*)(clockid_t, timespec*);
  static const auto original = reinterpret_cast<Original>(dlsym(RTLD_NEXT, "clock_gettime"));
  const int result = original(clock, time);
  const char* ahead = std::getenv("POUCH_AHEAD");
  if (clock == CLOCK_REALTIME && movable != nullptr) {
    time->tv_sec += *movable;
  } else if (clock == CLOCK_REALTIME && ahead != nullptr) {
    time->tv_sec += std::atol(ahead);
  }
  return result;
}
