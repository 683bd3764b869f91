// Weeks of the calendar as ISO 8601 has them: from Monday to Sunday, each of the year in which its
// Thursday lies, and counted from there.
#pragma once

#include <chrono>

namespace pouch::gateway {

inline std::chrono::sys_days monday_of(std::chrono::sys_days day) {
  return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

struct CalendarWeek {
  int year = 0, number = 0;  // 2026, 1 to 53
};
inline CalendarWeek week_of(std::chrono::sys_days monday) {
  const auto thursday = monday + std::chrono::days(3);
  const auto year = std::chrono::year_month_day(thursday).year();
  const auto begin = std::chrono::sys_days(year / std::chrono::January / 1);
  return {static_cast<int>(year), static_cast<int>((thursday - begin).count() / 7) + 1};
}

}  // namespace pouch::gateway
