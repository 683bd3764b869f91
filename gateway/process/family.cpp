#include "gateway/process/family.hpp"

#include <signal.h>

#include <algorithm>

namespace pouch::gateway {

Family::iterator with_pid(Family& family, pid_t pid) {
  return std::find_if(family.begin(), family.end(),
                      [&](const ChildProcess& one) { return one.pid == pid; });
}

bool any_alive(const Family& family, std::string_view except) {
  return std::any_of(family.begin(), family.end(), [&](const ChildProcess& process) {
    return process.runs() && process.name != except;
  });
}

std::optional<Steady::time_point> first_due(const Family& family) {
  std::optional<Steady::time_point> first;
  for (const auto& process : family) {
    if (!process.runs()) {
      first = first ? std::min(*first, process.due) : process.due;
    }
  }
  return first;
}

bool is_sound(const Family& family, std::chrono::seconds soon) {
  return std::all_of(family.begin(), family.end(), [&](const ChildProcess& process) {
    return process.runs() ? kill(process.pid, 0) == 0 : process.due <= Steady::now() + soon;
  });
}

void wake(const Family& family, Wake what) {
  for (const auto& process : family) {
    process.wake(what);
  }
}

void wake(const Family& family, const Wakes& what) {
  for (const auto& process : family) {
    for (const auto one : process.hears) {
      if (what[static_cast<unsigned char>(one)]) {
        process.wake(one);
      }
    }
  }
}

void wake_for_work(const Family& family) {
  Wakes all;
  all.set();
  all.reset(static_cast<unsigned char>(Wake::kAgent));
  wake(family, all);
}

void signal_those(const Family& family, std::string_view name, int number) {
  for (const auto& process : family) {
    if (process.runs() && process.name == name) {
      kill(process.pid, number);
    }
  }
}

void signal_all_but(const Family& family, std::string_view name, int number) {
  for (const auto& process : family) {
    if (process.runs() && process.name != name) {
      kill(process.pid, number);
    }
  }
}

}  // namespace pouch::gateway
