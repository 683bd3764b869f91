// Loaded before the C library (LD_PRELOAD): the program's wall clock is POUCH_AHEAD seconds ahead,
// so that deadlines and terms pass while a test waits. Monotonic clocks stay.
#include <dlfcn.h>

#include <cstdlib>
#include <ctime>

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  using Original = int (*)(clockid_t, timespec*);
  static const auto original = reinterpret_cast<Original>(dlsym(RTLD_NEXT, "clock_gettime"));
  const int result = original(clock, time);
  const char* ahead = std::getenv("POUCH_AHEAD");
  if (clock == CLOCK_REALTIME && ahead != nullptr) {
    time->tv_sec += std::atol(ahead);
  }
  return result;
}
