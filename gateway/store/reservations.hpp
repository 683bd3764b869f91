// What a spool entry is promised in a first small transaction, and uses again on a retry
// (DECISIONS 18): so that a mail that is worked on twice leads to the same number and the same
// letters.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/cases/case.hpp"
#include "gateway/store/case_keys.hpp"
#include "gateway/store/epochs.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

struct Reservation {
  CaseNumber number;        // a fresh case number, used only if a new case is opened
  std::string letter_seed;  // hex; Message-IDs and letter ids are derived from it: stable on retry
};

class Reservations {
 public:
  Reservations(Database& database, CaseKeys& keys, const Epochs& epochs);

  // The same promise whenever it is asked for the same entry; the year is that of `now` in UTC. For
  // spool 0 (no entry: nothing to remember it by) a new promise each time.
  Reservation reserve(std::int64_t spool, const std::string& prefix, Time now);
  // Of the letters of one commit; no seed is given twice, in no epoch either.
  std::string new_seed() const;

 private:
  Database& database_;
  CaseKeys& keys_;
  const Epochs& epochs_;
};

}  // namespace pouch::gateway
