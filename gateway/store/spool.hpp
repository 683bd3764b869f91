// The durable spool: what has been accepted and not yet finished. One file per mail in state/spool
// (sealed to the spool's public key as it comes, fsynced, renamed, folder fsynced), then one row in
// the store; only then does the source hear "accepted" (SPEC section 2 step 1). An orphan file
// without a row was never accepted and is swept at start. A mail that kills its worker costs one
// attempt. What a file looks like: spool_file.hpp.
//
// An entry is waiting, claimed, or finished: accepted, refused, held, duplicate, dropped. A claim
// names its process; one whose process is dead counts as waiting. Files of accepted entries (their
// raw mail lies under the case key by then), duplicates and dropped ones go; those of refused and
// held ones stay, for the operator. Accepted ones that belong to no case, orders to the gateway
// itself (control, search), lie nowhere else: theirs go kOrdersKept after they were answered; who
// asked for what stays in the audit log.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/cases/spool_entry.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"
#include "mail/pieces.hpp"

namespace pouch::gateway {

// As long as the keys of an erased case may live on in a backup (DECISIONS 22).
constexpr std::chrono::hours kOrdersKept{30 * 24};

// Files of entries whose raw mail lies nowhere else: the negation of what is swept.
std::vector<std::string> needed_files(Database& database);

// The workers' side.
class Spool {
 public:
  Spool(const std::filesystem::path& state, Database& database, const Secret& data_key);
  // Oldest entry that is due and not claimed by a living process; counts the attempt before
  // returning, so that the end of the process does not undo it. Entries over `attempts` are left
  // for `take_exhausted`.
  std::optional<SpoolEntry> claim(Time now, int attempts);
  // A given one (deliver --wait), when it is due and nobody else has it.
  std::optional<SpoolEntry> claim(std::int64_t id, Time now);
  // One that has used up its attempts, to be held as poison; claimed, but not counted again.
  std::optional<SpoolEntry> take_exhausted(Time now, int attempts);
  std::string raw(std::int64_t id);  // Fault (permanent) when the file is gone or damaged
  // The same again, of so many octets, without holding them.
  mail::Pieces raw_again(std::int64_t id, std::size_t octets);
  // Transient trouble: the attempt is given back, the setback counted, and the entry waits. Only
  // for the claimer.
  void put_back(std::int64_t id, Time not_before, std::string_view why);
  // What was in the way of those that were put back may have gone: they are due at once.
  void retry_now();
  // When the earliest entry that nobody alive has claimed is due; may lie in the past. nullopt:
  // nothing is waiting.
  std::optional<Time> next_due();
  bool idle();  // nothing waiting nor claimed
  // At start: removes files without an entry and files of entries that have no more need of them.
  // Leaves the former alone while an intake is writing.
  void sweep_orphans();
  // Files that are no entry's and hold a mail: what a restored store does not know of.
  std::vector<std::string> strays();
  // Removes the file of an entry whose commit said that it is finished; nothing happens when its
  // raw mail is still needed (refused, held, unfinished).
  void remove_file(std::int64_t id);
  // Removes the files of orders that were answered before kOrdersKept; how many.
  int forget_orders(Time now);
  std::optional<Time> next_forgetting();  // when the first of them is due to go

 private:
  std::optional<SpoolEntry> take(std::string_view which, std::int64_t parameter, Time now,
                                 bool counted);
  SpoolEntry read_entry(std::int64_t id);
  std::string file_of(std::int64_t id);
  enum class Use { kUnknown, kNeeded, kOver };
  Use use_of(std::string_view file);

  std::filesystem::path folder_;
  Database& database_;
  SpoolKeys keys_;
};

}  // namespace pouch::gateway
