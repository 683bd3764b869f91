// When it is said that somebody's key ends: 60, 30, 7 and 1 days before. A key that is looked at
// late has one step behind it that counts, the newest: nobody is told four times at once. After its
// end nothing is said any more: nothing can be sealed to it, and `pouch status` says so. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

inline constexpr std::array<int, 4> kKeySteps{60, 30, 7, 1};  // days before the end

struct EndingKey {
  std::string holder;  // "gateway", or the id of a desk or member
  std::string fingerprint;
  Time expires{};
};

// The newest step that has passed; nullopt: none yet, or the key has ended.
std::optional<int> key_step(Time expires, Time now);
// When the next one passes; nullopt: none is to come.
std::optional<Time> next_key_step(Time expires, Time now);

}  // namespace pouch::gateway
