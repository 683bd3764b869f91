#include "tests/system/workers.hpp"

#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "tests/system/child.hpp"

namespace pouch::test {
namespace {

bool is_stopped(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(file, line);
  return line.find(") T ") != std::string::npos;
}

// It holds a lock for writing on what SQLite locks: proc(5), /proc/locks.
bool may_write(pid_t pid, const std::filesystem::path& state) {
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);) {
    if (line.find(" WRITE " + std::to_string(pid) + " ") == std::string::npos) {
      continue;
    }
    for (const auto* name : {"pouch.db", "pouch.db-shm", "keys.db", "keys.db-shm"}) {
      struct stat file {};
      if (stat((state / name).c_str(), &file) == 0 &&
          line.find(":" + std::to_string(file.st_ino) + " ") != std::string::npos) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

void signal_workers(const Site& site, int number) {
  for (const auto pid : site.processes("process worker")) {
    kill(pid, number);
  }
}

void stop_workers(const Site& site) {
  site.process("process worker");
  const bool at_rest = eventually([&] {
    signal_workers(site, SIGSTOP);
    const auto workers = site.processes("process worker");
    const bool still = std::all_of(workers.begin(), workers.end(), [&](pid_t pid) {
      return eventually([pid] { return is_stopped(pid); }) && !may_write(pid, site.state());
    });
    if (!still) {
      signal_workers(site, SIGCONT);
    }
    return still;
  });
  if (!at_rest) {
    throw std::runtime_error("the workers are never at rest");
  }
}

}  // namespace pouch::test
