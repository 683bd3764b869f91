// What the supervisor says of itself for `pouch status` and the metrics: state/service.json, 0600,
// replaced whole at each change (rename, not synced: after a power cut it is written anew anyway).
// A full disk leaves the old one; whoever reads it proves by serve.lock that somebody serves.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct ProcessNote {
  std::string name, source;  // source: of a collector
  pid_t pid = -1;            // -1: not running
  Time since{};              // when it was started last
  int restarts = 0;          // ends that nobody asked for
  std::optional<Time> ended{};
  std::string how{};  // of the last such end: "exit 1", "signal 9"
};

struct AgentNote {
  bool answers = false;
  Time since{};          // that it does, or does not
  int milliseconds = 0;  // the last answer took
  Time asked{};
  int restarts = 0;
};

struct ReloadNote {
  Time at{};
  bool good = true;
  std::string what{};  // the first fault
};

struct ServiceNote {
  std::string version;
  pid_t pid = -1;
  Time since{};
  // The place of each is its slot in state/doing; behind them each worker's pouch-openpgp.
  std::vector<ProcessNote> processes{};
  std::vector<std::string> listening{};  // sources, with their real ports
  AgentNote agent{};
  std::optional<ReloadNote> reload{};
};

// False when the disk did not take it.
bool write_note(const std::filesystem::path& state, const ServiceNote& note);
std::optional<ServiceNote> read_note(const std::filesystem::path& state);  // nullopt: none, or none
                                                                           // that can be read

}  // namespace pouch::gateway
