// Notices: who is told that a letter does not arrive. The row is written in the transaction of the
// state that it tells, and ends in the transaction of the letters that tell it: exactly once,
// whatever is killed in between.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/queued_letter.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"

namespace pouch::gateway {

class Notices {
 public:
  Notices(Database& database, Audit& audit, const Secret& data_key, std::string epoch_mark);

  // Letters that are still queued so long after they were written; audited, their notices made.
  int newly_delayed(Time now, std::chrono::seconds after);
  std::optional<Time> next_delay(std::chrono::seconds after);
  // The oldest that is due and that no living process has: one for a sender, or up to `most` for
  // the operator, who gets them in one letter. Empty: none.
  std::vector<Notice> claim(Time now, std::size_t most);
  void put_back(const std::vector<Notice>& notices, Time not_before, std::string_view why,
                Time now);
  // Nobody is told: the letter arrived meanwhile ("overtaken"), or nobody can be ("untold").
  void end(const std::vector<Notice>& notices, std::string_view state, std::string_view why,
           Time now);
  std::optional<Time> next();
  // Message-IDs of a notice's letters must be the same on a retry.
  std::string seed(const Notice& notice) const;

  // --- within the caller's transaction
  void make(std::int64_t delivery, std::string_view kind, Time at);  // "not-delivered", "delayed"
  // False: one of them is written, or ended, already.
  [[nodiscard]] bool finish(const std::vector<std::int64_t>& notices);

 private:
  Database& database_;
  Audit& audit_;
  Secret key_;  // of seeds
  std::string epoch_mark_;
};

}  // namespace pouch::gateway
