// Overviews: the one letter by which a requester of several countries keeps sight of them. A case
// has one row; it waits again when the state of a leg is no longer what the last letter said, for a
// quarter of an hour, so that a burst makes one letter. The row ends in the transaction of its
// letter; what changed while that was written makes it wait once more.
//
// Throws Fault as sqlite.hpp does.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/cases/case.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"
#include "gateway/store/waiting_rows.hpp"

namespace pouch::gateway {

inline constexpr std::chrono::minutes kGathering{15};

struct OverviewRow {
  std::int64_t id = 0;
  CaseNumber number;
  int version = 1;               // of the letter that is to be written
  std::string said{};            // by the version before, see said_of()
  std::optional<Time> before{};  // when that was written
};

class Overviews {
 public:
  Overviews(Database& database, Audit& audit, const Secret& data_key, std::string epoch_mark);

  // --- letters
  std::optional<OverviewRow> claim(Time now);
  void put_back(const OverviewRow& row, Time not_before, std::string_view why, Time now);
  void end(const OverviewRow& row, std::string_view why, Time now);  // nobody can be told
  std::optional<Time> next();
  std::string seed(const OverviewRow& row) const;

  // --- within the transaction of a commit
  // After the legs of a request were written: its overview waits when there is news in them.
  void note(const CaseNumber& number, const std::vector<Leg>& legs, Time now);
  // The letter said that. False: it is written, or ended, already. `overview` 0: none.
  [[nodiscard]] bool finish(std::int64_t overview, const std::string& said, Time now);

 private:
  Database& database_;
  Audit& audit_;
  detail::WaitingRows rows_;
  Secret key_;  // of seeds
  std::string epoch_mark_;
};

// What an overview says of the legs, as far as a change of it is worth a new one. Plain: countries,
// states, times.
std::string said_of(const std::vector<Leg>& legs);

}  // namespace pouch::gateway
