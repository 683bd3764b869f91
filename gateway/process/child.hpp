// What every process under the supervisor is made of: it runs until it is asked to stop, sleeps
// until it is woken or something is due, and looks into the store before it sleeps.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/site/runtime.hpp"

namespace pouch::gateway {

// The descriptors that a child inherits; -1: not given.
struct Inherited {
  int wakes = -1;                    // read end: one octet a wake-up
  int data_key = -1;                 // memfd
  int openpgp = -1;                  // a worker's: on it come sockets of pouch-openpgp
  int slot = -1;                     // in state/doing
  int report = -1;                   // intake writes an octet once it takes mail
  std::vector<std::string> sources;  // what intake serves, collect looks into
  std::vector<int> sockets;          // of intake and metrics: one for each of them, listening
};

int run_worker(const std::filesystem::path& config, const Inherited& inherited);
int run_deliver(const std::filesystem::path& config, const Inherited& inherited);
int run_index(const std::filesystem::path& config, const Inherited& inherited);
int run_clocks(const std::filesystem::path& config, const Inherited& inherited);
int run_intake(const std::filesystem::path& config, const Inherited& inherited);
int run_metrics(const std::filesystem::path& config, const Inherited& inherited);
int run_collect(const std::filesystem::path& config, const Inherited& inherited);  // one source

}  // namespace pouch::gateway
