// What a process of the daemon does about something that stands in its way and is not its fault: a
// full disk, one that can only be read, a store that another holds, a mail server. It waits, longer
// each time, and goes on by itself; when it was the disk, as soon as that has room again.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "gateway/site/runtime.hpp"
#include "gateway/site/waiter.hpp"

namespace pouch::gateway {

// Less than limits.free_space is left on the disk of the state, or nothing can be written there.
bool is_cramped(const config::Site& site);

class Patience {
 public:
  explicit Patience(std::chrono::milliseconds longest) : longest_(longest) {}
  std::chrono::milliseconds next() const { return next_; }
  // 1 s the first time, then twice as long up to the longest. False: stop was asked for.
  bool pause(const config::Site& site, Waiter& waiter);
  void over();  // what was in the way has gone

 private:
  static constexpr std::chrono::milliseconds kFirst{1000};
  std::chrono::milliseconds longest_, next_ = kFirst;
};

// The life of a process: turn after turn until it is asked to stop. A turn says when the next one
// is due if nothing wakes us before. A transient fault of any room is told (event `trouble`) and
// the turn is tried again after a pause; a permanent one goes up and ends the process.
void live(const Runtime& runtime, Waiter& waiter, const std::function<std::optional<Time>()>& turn);

}  // namespace pouch::gateway
