// A letter on its way to one recipient, as its row in the store says: what `pouch queue` lists and
// what notices tell of. States: queued, delivered, failed, dropped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct QueuedLetter {
  std::string id, kind, message_id, number, recipient, state, answer;
  int attempts = 0;
  Time created{}, next{};
  std::int64_t delivery = 0;                   // of the row
  std::string status{};                        // the last one heard, RFC 3463; may be empty
  std::optional<Time> at{};                    // of the last word
  std::optional<Time> confirmed{}, delayed{};  // by a report
};

// Work for a worker: somebody is to be told that letters do not arrive.
struct Notice {
  std::int64_t id = 0;
  bool failed = false;        // false: delayed
  bool for_operator = false;  // false: for who wrote the message
  QueuedLetter letter;        // as it stands now
};

}  // namespace pouch::gateway
