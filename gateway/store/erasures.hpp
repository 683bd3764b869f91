// The end of a case (SPEC section 8, DECISIONS 22): its key is destroyed, and with it all that is
// sealed under it: contents, files with the words in them, raw mails, letters' words. What else
// speaks of it goes with it: kept searches that were made for it or name it, and what it has in
// common with other cases; the index is told to forget its messages. Numbers, dates and parties
// stay, and so do the codes that the yearly figures count and the audit log. It is written down
// first, then the key goes: killed in between it is done by whoever asks again. Backups of keys.db
// outlive it for as long as they are kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "gateway/cases/number.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/counted_cases.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/kept_searches.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

struct ErasureOrder {
  std::string actor, reason;  // "operator:root"; for the audit log
};

struct Erased {
  std::size_t messages = 0, kept_searches = 0;
  bool before = false;  // it was erased already
};

class Erasures {
 public:
  Erasures(Database& database, Database& keys, Audit& audit, KeptSearches& kept_searches,
           IndexLog& index_log, CountedCases& counted_cases)
      : database_(database),
        keys_database_(keys),
        audit_(audit),
        kept_searches_(kept_searches),
        index_log_(index_log),
        counted_cases_(counted_cases) {}

  bool is_erased(const CaseNumber& number);
  // Letters of it that wait to be handed over: they would still go out.
  std::size_t waiting_letters(const CaseNumber& number);
  // Keys of erased cases that a keys.db out of a backup has brought back.
  void destroy_left();
  Erased erase(const CaseNumber& number, const ErasureOrder& order, Time now);

 private:
  void destroy_key(const CaseNumber& number);

  Database& database_;
  Database& keys_database_;
  Audit& audit_;
  KeptSearches& kept_searches_;
  IndexLog& index_log_;
  CountedCases& counted_cases_;
};

}  // namespace pouch::gateway
