// The end of a case (SPEC section 8, DECISIONS 22): its key is destroyed, and with it all that is
// sealed under it. What was sealed is deleted too, so that the store gives the room back:
// contents, files with the words in them, raw mails, letters with their words, reports. What else
// speaks of it goes with it: kept searches that were made for it or name it, what it has in common
// with other cases; the index is told to forget its messages. Letters of it that wait go nowhere,
// but for those of the gateway itself (a receipt). A tombstone stays: numbers, dates, parties,
// hashes, the reason's code, the codes that the yearly figures count, receipts and the audit log,
// so that statistics and evidence stay valid; and whoever had copies is to be told. It is written
// down first, then the key goes: killed in between it is done by whoever looks next. Backups of
// keys.db outlive it for as long as they are kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/number.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/counted_cases.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/kept_searches.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

struct ErasureOrder {
  std::string actor, reason;              // "operator:root"; for the audit log
  std::string code = "operator";          // "operator", "owner", or what was due (DueFor)
  std::vector<std::string> tell{};        // addresses that have copies
  std::optional<std::int64_t> version{};  // of the case: when it has changed nothing is done
};

struct Erased {
  std::size_t messages = 0, kept_searches = 0;
  bool before = false;   // it was erased already
  bool held = false;     // a legal hold stands: nothing was done
  bool changed = false;  // the case has changed: nothing was done
};

class Erasures {
 public:
  Erasures(std::filesystem::path state, Database& database, Database& keys, Audit& audit,
           KeptSearches& kept_searches, IndexLog& index_log, CountedCases& counted_cases)
      : state_(std::move(state)),
        database_(database),
        keys_database_(keys),
        audit_(audit),
        kept_searches_(kept_searches),
        index_log_(index_log),
        counted_cases_(counted_cases) {}

  bool is_erased(const CaseNumber& number);
  bool is_gone(const CaseNumber& number);  // erased, or lost with its key in a restore
  std::optional<Time> erased_at(const CaseNumber& number);
  // Letters of it that wait to be handed over: they would still go out.
  std::size_t waiting_letters(const CaseNumber& number);
  // Keys of erased cases that a keys.db out of a backup has brought back.
  void destroy_left();
  // What a process that was killed has left to do; true: there was something.
  bool finish_left();
  Erased erase(const CaseNumber& number, const ErasureOrder& order, Time now);
  // Octets of letters that went out after their case was erased. How many.
  std::size_t forget_letters();
  // Pages that are free go back to the file system, some at a time: true while there are more. A
  // store of an older version is put in order as a whole, once a quarter of it is free.
  bool give_back();

 private:
  void delete_sealed(const CaseNumber& number);
  std::vector<std::string> drop_letters(const CaseNumber& number, Time now);
  void tell(const CaseNumber& number, const std::vector<std::string>& addresses, Time now);
  void destroy_key(const CaseNumber& number);
  void mark_finished(const CaseNumber& number);
  std::int64_t pragma(const char* name);

  std::filesystem::path state_;
  Database& database_;
  Database& keys_database_;
  Audit& audit_;
  KeptSearches& kept_searches_;
  IndexLog& index_log_;
  CountedCases& counted_cases_;
};

}  // namespace pouch::gateway
