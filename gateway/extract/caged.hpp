// Work on a stranger's bytes, done by a child of its own in a cage (confine/cage.hpp): a program,
// or a function of ours. What it writes is all that comes of it; it is killed with its group when
// it takes too long or says too much. Who calls needs the right to start processes: in the daemon
// the process extract alone has it (extract_line.hpp).
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/confine/cage.hpp"

namespace pouch::gateway {

struct CagedLimits {
  std::size_t output = std::size_t{4} << 20;
  std::chrono::milliseconds time{10000};
  CageLimits cage{};
};

struct CagedProgram {
  const char* path;
  std::vector<const char*> arguments{};    // without its name
  std::vector<const char*> environment{};  // all that it has
};

enum class CagedEnd {
  kExit,
  kTooMuch,     // it says more than was allowed
  kTooLate,     // it takes longer than was allowed
  kKilled,      // by a limit of processor time or memory, or by its own fault
  kNotStarted,  // no cage, or no such program
};

struct CagedResult {
  CagedEnd end = CagedEnd::kExit;
  int status = 0;  // of an exit
  std::string output{};
};

// Fault (transient) when there are no descriptors or processes left.
CagedResult run_caged(const CagedProgram& program, std::string_view input,
                      const CagedLimits& limits);

// `work` writes to the descriptor that it is given. Memory counts beyond what this process has now.
// What it throws ends it as kKilled.
CagedResult call_caged(const std::function<void(int out)>& work, const CagedLimits& limits);

// Why nothing came of it, in words for people; empty when it ended by itself.
std::string failure_of(CagedEnd end);

}  // namespace pouch::gateway
