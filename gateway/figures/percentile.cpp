#include "gateway/figures/percentile.hpp"

#include <algorithm>

namespace pouch::gateway::figures {
namespace {

constexpr std::size_t kMedian = 50, kNinety = 90, kHundred = 100;

// `sorted` is not empty.
Duration at_rank(const std::vector<Duration>& sorted, std::size_t percent) {
  const auto rank = (sorted.size() * percent + kHundred - 1) / kHundred;
  return sorted[rank - 1];
}

}  // namespace

Spread spread_of(std::vector<Duration> durations) {
  Spread spread;
  spread.count = durations.size();
  if (durations.empty()) {
    return spread;
  }
  std::sort(durations.begin(), durations.end());
  spread.median = at_rank(durations, kMedian);
  spread.ninety = at_rank(durations, kNinety);
  return spread;
}

}  // namespace pouch::gateway::figures
