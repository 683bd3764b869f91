#include "gateway/site/clock_watch.hpp"

#include <cstdlib>
#include <ctime>
#include <optional>
#include <utility>

namespace pouch::gateway {
namespace {

constexpr std::chrono::hours kBelieved{1};

}  // namespace

struct ClockWatch::State {
  Clock wall, elapsed;
  std::chrono::seconds began{};     // wall less elapsed
  std::chrono::seconds believed{};  // of the drift
  std::optional<Time> seen;         // by `elapsed`: since then it differs from what is believed
};

ClockWatch::ClockWatch(Clock wall, Clock elapsed)
    : state_(std::make_shared<State>(State{std::move(wall), std::move(elapsed), {}, {}, {}})) {
  state_->began = state_->wall() - state_->elapsed();
}

std::chrono::seconds ClockWatch::drift() const {
  return state_->wall() - state_->elapsed() - state_->began;
}

std::chrono::seconds ClockWatch::jump(std::chrono::seconds skew) const {
  const auto now = state_->elapsed();
  const auto by = drift() - state_->believed;
  if (std::abs(by.count()) <= skew.count()) {
    state_->seen.reset();
    return std::chrono::seconds(0);
  }
  if (!state_->seen) {
    state_->seen = now;
  }
  if (now >= *state_->seen + kBelieved) {
    state_->believed += by;
    state_->seen.reset();
    return std::chrono::seconds(0);
  }
  return by;
}

ClockWatch::Clock ClockWatch::since_boot() {
  return [] {
    timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return Time(std::chrono::seconds(time.tv_sec));
  };
}

}  // namespace pouch::gateway
