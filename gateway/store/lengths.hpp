// How much waits in the store, and since when: for `pouch status` and the metrics. Read without any
// key, by a connection that can only read; nothing of it is content. The time grows with what
// waits, not with what is finished.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

struct Length {
  std::size_t count = 0;
  std::optional<Time> oldest{};  // when it came or was made
};

struct DomainLength {
  std::string domain;  // of recipients
  Length due, deferred;
};

struct Lengths {
  // Mails in the spool: waiting for a worker, in a worker's hands, put back until something is
  // there again.
  Length waiting, worked, put_back;
  // Deliveries of letters: due now, or waiting for their next try.
  Length due, deferred;
  std::vector<DomainLength> domains;  // the longest; at most kMostDomains
  std::size_t other_domains = 0;      // how many were left out
  Length failed;                      // given up or refused, until retried or dropped
  Length held;                        // mails that were held back
  Length notices;                     // what somebody is to be told about letters
  Length unindexed;                   // messages after the index's position
  std::size_t unmoved = 0;            // messages in the form of a version before 0.2
  Length waiting_legs;                // requests that nobody in that country has: no way to it
  Length overdue_legs;                // answers that are owed; since their deadline
};

inline constexpr std::size_t kMostDomains = 20;

// `indexed`: position of the index. Throws Fault.
Lengths read_lengths(Database& database, std::uint64_t indexed, Time now);

}  // namespace pouch::gateway
