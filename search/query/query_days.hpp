// Days of a query: date:2026-11-23, 2026-11, 2026, ranges by .., before and after by < and >.
#pragma once

#include <chrono>
#include <string_view>

namespace pouch::search {

// Of a range without a beginning, or without an end.
inline constexpr std::chrono::sys_days kFirstDay{std::chrono::year{1} / 1 / 1},
    kLastDay{std::chrono::year{9999} / 12 / 31};

struct Days {
  std::chrono::sys_days first, last;  // both included
};

// `field`: that was typed, for the hint. Throws Unreadable.
Days parse_days(std::string_view field, std::string_view text);

}  // namespace pouch::search
