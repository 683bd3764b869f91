// The serials of case numbers, counted by year in UTC (DECISIONS 24): a number must not be given
// twice, so the counter moves in the transaction of its promise. Private to this folder.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/cases/case.hpp"
#include "gateway/cases/number.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

CaseNumber next_number(Database& database, const std::string& prefix, int epoch, Time now);
// After a restore: `gap` numbers further in every year from one moment to the other.
void skip_serials(Database& database, Time from, Time now, std::int64_t gap);

}  // namespace pouch::gateway
