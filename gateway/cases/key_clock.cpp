#include "gateway/cases/key_clock.hpp"

#include <algorithm>

namespace pouch::gateway {

std::optional<int> key_step(Time expires, Time now) {
  std::optional<int> newest;
  for (const int days : kKeySteps) {
    if (now < expires && expires - std::chrono::days(days) <= now) {
      newest = days;
    }
  }
  return newest;
}

std::optional<Time> next_key_step(Time expires, Time now) {
  for (const int days : kKeySteps) {
    if (const Time at = expires - std::chrono::days(days); at > now) {
      return at;
    }
  }
  return std::nullopt;
}

}  // namespace pouch::gateway
