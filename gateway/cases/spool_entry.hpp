// A mail as it came: its envelope, and what was tried with it (gateway/store/spool.hpp keeps it).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct SpoolEntry {
  std::int64_t id = 0;
  std::string source;  // "smtp", "lmtp", "pipe"
  std::string from;    // envelope
  std::vector<std::string> to;
  Time received{};        // the moment of durable acceptance (DECISIONS 9)
  int attempts = 0;       // this one included
  int setbacks = 0;       // how often it was put back
  bool released = false;  // the operator sends it through: a mark of automatic mail does not count
};

}  // namespace pouch::gateway
