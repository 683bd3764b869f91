// Who is in which group, as the directory last said, and the letters that greet those who joined.
// Who stood there when this was first looked at is greeted by nobody. A join is noted in one
// transaction with the row of its letter, which ends in the transaction of the letter: one each.
//
// Throws Fault as sqlite.hpp does.
#pragma once

#include <cstdint>
#include <map>
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

struct Joined {
  std::int64_t id = 0;
  std::string group, who;  // ids; `who` is a desk or member
  Time since{};
};

class GroupMembers {
 public:
  GroupMembers(Database& database, Audit& audit, const Secret& data_key, std::string epoch_mark);

  // --- clocks: by group, the ids of those who are in it today. True: somebody is to be greeted.
  bool note(const std::map<std::string, std::vector<std::string>>& groups, Time now);
  // After a restore: whoever joined meanwhile counts as greeted.
  void take_as_told(const std::map<std::string, std::vector<std::string>>& groups, Time now);

  // --- letters
  std::optional<Joined> claim(Time now);
  void put_back(const Joined& row, Time not_before, std::string_view why, Time now);
  void end(const Joined& row, std::string_view state, std::string_view why, Time now);
  std::optional<Time> next();
  std::string seed(const Joined& row) const;  // of Message-IDs: the same on a retry

  // --- within the transaction of a commit; false: it is written, or ended, already
  [[nodiscard]] bool finish(std::int64_t joined);

 private:
  Database& database_;
  Audit& audit_;
  detail::WaitingRows rows_;
  Secret key_;  // of seeds
  std::string epoch_mark_;
};

}  // namespace pouch::gateway
