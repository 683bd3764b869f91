// Legs as rows, with their clocks; and when the next tick of each comes, which stands beside it so
// that nobody looks at a leg before. Private to the store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway::detail {

std::vector<Leg> read_legs(Database& database, const CaseNumber& number);
// All legs of the case, within the caller's transaction. What the clocks or the letters have noted
// since the case was read stays: that a tick was told, that the letter arrived.
void write_legs(Database& database, const Case& subject);
// Within the caller's transaction, after any change of a leg.
void schedule(Database& database, const std::string& number);

// Legs that are overdue, in SQL; the moment follows.
inline constexpr std::string_view kOverdueLeg =
    "open = 1 AND paused IS NULL AND deadline IS NOT NULL AND deadline < ";

}  // namespace pouch::gateway::detail
