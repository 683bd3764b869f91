// `pouch serve` as a service manager keeps it (systemd.service(5), Restart=always): started again
// after it died, with what was left of its processes ended before, or, harsher, left as it is.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

#include "tests/system/harness.hpp"

namespace pouch::test {

class Daemon {
 public:
  Daemon(const Site& site, std::filesystem::path log);
  ~Daemon();  // SIGKILL to all that is left
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;
  void start();
  // SIGKILL to the supervisor. `with_all`: its processes and the agent go with it.
  void kill_supervisor(bool with_all);
  void reload() const;  // SIGHUP
  // SIGTERM; its exit code, -1 when it did not end within `seconds`.
  int stop(int seconds);
  std::size_t starts() const { return starts_; }

 private:
  void spawn();
  void keep();

  const Site& site_;
  std::filesystem::path log_;
  std::atomic<pid_t> pid_{-1};
  std::atomic<bool> stopping_{false}, with_all_{false};
  std::atomic<std::size_t> starts_{0};
  std::thread keeper_;
};

}  // namespace pouch::test
