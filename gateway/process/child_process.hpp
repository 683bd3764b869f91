// One process under the supervisor: how it is started (fork and exec of this same program, with the
// descriptors that it inherits and no others), when it may start again after it ended.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/site/service_note.hpp"
#include "gateway/site/wake.hpp"

namespace pouch::gateway {

using Steady = std::chrono::steady_clock;

struct ChildProcess {
  std::string name;         // "worker", "intake" …
  std::vector<Wake> hears;  // the news that it is woken by
  bool with_key = true;
  std::string source;  // of a collector
  pid_t pid = -1;      // -1: not running
  int wakes = -1;      // our write end
  Steady::time_point started{}, due{};
  std::chrono::milliseconds pause{0};
  Time since{};      // of the clock on the wall, for the operator
  int restarts = 0;  // ends that nobody asked for, and the last of them
  std::optional<Time> end{};
  std::string how{};

  bool runs() const { return pid > 0; }
  void wake(Wake what) const;
  void begun(pid_t as);  // now
  // It ended: `wanted` when it was asked to. One that ends young waits longer each time.
  void ended(bool wanted, int status);
  void not_started();  // there was no room for it: it is tried again after a pause
};

ChildProcess child_process(std::string name, std::vector<Wake> hears, bool with_key);
ProcessNote note_of(const ChildProcess& child);  // for `pouch status`

// Starts it with `before` as its signal mask and, beside the standard three, `inherit` alone open;
// dies with us. Fault (transient) when it cannot.
void spawn(ChildProcess& child, std::vector<std::string> command, const std::vector<int>& inherit,
           const sigset_t& before);

// What is left of dead children of ours (a worker's gpg), which as subreaper we have inherited.
void kill_children();

std::string how_it_ended(int status);  // of waitpid: "exit 1", "signal 9"

}  // namespace pouch::gateway
