// How a process under the supervisor waits: until it is woken, asked to stop or to look again at
// its configuration, or something is due. The signals of a process have one handler, so there is
// one Waiter in a process.
#pragma once

#include <optional>

#include "gateway/site/runtime.hpp"

namespace pouch::gateway {

class Waiter {
 public:
  explicit Waiter(int wakes);
  // Waits for a wake-up, `until`, or a minute at most. False: stop was asked for.
  bool sleep(const Runtime& runtime, std::optional<Time> until);
  bool pause(int milliseconds);  // a fixed short time; false: stop
  bool stopping() const;
  bool reload_asked();                            // SIGHUP since the last call
  bool agent_is_back();                           // gpg-agent was in trouble until now; once
  int stop_descriptor() const;                    // readable once stop was asked for
  int wake_descriptor() const { return wakes_; }  // readable when woken; for a wait of one's own
  void heard();                                   // takes the wake-ups off it

 private:
  int wakes_;
};

}  // namespace pouch::gateway
