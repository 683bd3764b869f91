// Rows of letters that are still to be written, in a table of such (id, state, created, not_before,
// claimer): taken by one living process at a time, put back with a delay, ended once. What a killed
// process had taken is free again. Private to the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/cases/case.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway::detail {

class WaitingRows {
 public:
  // `table` is a name of the schema.
  WaitingRows(Database& database, std::string_view table) : database_(database), table_(table) {}

  // The oldest that is due and that no living process has.
  std::optional<std::int64_t> claim(Time now);
  // --- within the caller's transaction
  void put_back(std::int64_t row, Time not_before);
  // False: it has ended already.
  [[nodiscard]] bool end(std::int64_t row, std::string_view state);
  // The earliest moment at which one can be claimed.
  std::optional<Time> next();

 private:
  Statement prepare(std::string_view before, std::string_view after);

  Database& database_;
  std::string table_;
};

}  // namespace pouch::gateway::detail
