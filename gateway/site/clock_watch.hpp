// Whether the wall clock goes on as time does. A clock that was set, or that lost its battery, must
// not refuse an officer's mail as too old, nor drop what is kept for a while: whoever judges by the
// wall clock asks here first. A jump that has stood for an hour is believed (the clock was set
// right); `drift` forgets nothing. Copies share what they saw.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

class ClockWatch {
 public:
  using Clock = std::function<Time()>;
  // `elapsed`: time that nobody sets, since any beginning; it goes on while the machine sleeps.
  explicit ClockWatch(Clock wall, Clock elapsed = since_boot());
  // By how much the wall clock is ahead of where it would be (behind: negative).
  std::chrono::seconds drift() const;
  // The same for somebody who judges by it: 0 when it is not above `skew`, or is believed.
  std::chrono::seconds jump(std::chrono::seconds skew) const;

  static Clock since_boot();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace pouch::gateway
