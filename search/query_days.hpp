// Days of a query: date:2026-11-23, 2026-11, 2026, ranges by .., before and after by < and >.
#pragma once

#include <chrono>
#include <string_view>

namespace pouch::search {

struct Days {
  std::chrono::sys_days first, last;  // both included
};

Days parse_days(std::string_view text);  // throws Unreadable

}  // namespace pouch::search
