// Percentiles by nearest rank: of n durations in order the p-th is the one at place ceil(n * p /
// 100), counted from 1. So each is a duration that occurred, and the median of two is the shorter.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace pouch::gateway::figures {

using Duration = std::chrono::seconds;

struct Spread {
  std::size_t count = 0;
  std::optional<Duration> median, ninety;  // nullopt: there is none
};
// In any order.
Spread spread_of(std::vector<Duration> durations);

}  // namespace pouch::gateway::figures
