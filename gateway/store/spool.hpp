// The durable spool: what has been accepted and not yet finished. One file per mail in state/spool
// (sealed to the spool's public key, written, fsynced, renamed, folder fsynced), then one row in
// the store; only then does the source hear "accepted" (SPEC section 2 step 1). An orphan file
// without a row was never accepted and is swept at start. A mail that kills its worker costs one
// attempt.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"

namespace pouch::gateway {

struct SpoolEntry {
  std::int64_t id = 0;
  std::string source;  // "smtp", "lmtp", "pipe"
  std::string from;    // envelope
  std::vector<std::string> to;
  Time received{};   // the moment of durable acceptance (DECISIONS 9)
  int attempts = 0;  // this one included
};

// The intake's side: needs no secret.
class SpoolWriter {
 public:
  SpoolWriter(const std::filesystem::path& state, Database& database);
  // Durable when it returns. Throws Fault (transient) when the disk does not take it.
  std::int64_t accept(std::string_view source, std::string_view from,
                      const std::vector<std::string>& to, std::string_view raw, Time now);

 private:
  std::filesystem::path folder_;
  Database& database_;
  std::string public_key_;
};

// The workers' side.
class Spool {
 public:
  Spool(const std::filesystem::path& state, Database& database, const Secret& data_key);
  // Oldest entry that is due and not claimed by a living process; counts the attempt durably
  // before returning. Entries over `attempts` are left for `take_exhausted`.
  std::optional<SpoolEntry> claim(Time now, int attempts);
  std::optional<SpoolEntry> claim(std::int64_t id, Time now);        // a given one (deliver --wait)
  std::optional<SpoolEntry> take_exhausted(Time now, int attempts);  // to be held as poison
  std::string raw(std::int64_t id);
  // Transient trouble: the attempt is given back and the entry waits.
  void put_back(std::int64_t id, Time not_before, std::string_view why);
  std::optional<Time> next_due();  // nullopt: nothing is waiting
  bool idle();                     // nothing waiting nor claimed
  void sweep_orphans();
  // Removes the file of an entry whose commit said that it is finished.
  void remove_file(std::int64_t id);

 private:
  std::filesystem::path folder_;
  Database& database_;
  SpoolKeys keys_;
};

}  // namespace pouch::gateway
