// Digests of the day: when each desk gets its next one, and those that are still to be written. The
// hour passes in one transaction with the row that follows from it, and the row ends in the
// transaction of its letter: one digest a day, also after an outage. One that it has made late
// stands for the next one too, when that hour is less than half a day away.
//
// Throws Fault as sqlite.hpp does.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"
#include "gateway/store/waiting_rows.hpp"

namespace pouch::gateway {

struct DigestRow {
  std::int64_t id = 0;
  std::string desk;
  Time since{};  // of the digest before
};

// The next hour at which that desk gets its digest, after a moment.
using NextDigest = std::function<Time(const std::string& desk, Time after)>;

class Digests {
 public:
  Digests(Database& database, Audit& audit, const Secret& data_key, std::string epoch_mark);

  // --- clocks
  // Of these desks, whoever else got digests gets none any more. A desk that is new waits for its
  // first hour. True: some are to be written.
  bool note_due(const std::vector<std::string>& desks, const NextDigest& next, Time now);
  std::optional<Time> next_hour();

  // --- letters
  std::optional<DigestRow> claim(Time now);
  void put_back(const DigestRow& row, Time not_before, std::string_view why, Time now);
  void end(const DigestRow& row, std::string_view state, std::string_view why, Time now);
  std::optional<Time> next();
  std::string seed(const DigestRow& row) const;
  // Messages that one of these readers has (desk_tags in decide/readers.hpp), that came since that
  // moment and that are not the desk's own; the newest `most`.
  std::vector<MessageNumber> fresh(const std::string& desk, const std::vector<std::string>& readers,
                                   Time since, std::size_t most);

  // --- within the transaction of a commit; false: it is written, or ended, already
  [[nodiscard]] bool finish(std::int64_t digest);

 private:
  Database& database_;
  Audit& audit_;
  detail::WaitingRows rows_;
  Secret key_;  // of seeds
  std::string epoch_mark_;
};

}  // namespace pouch::gateway
