// Dates and times as officers write them (SPEC section 5): ISO 8601, day first, months in words of
// the members' languages. A date may lack its day, or its day and month. Two-digit years are
// refused: they have two readings.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace pouch::templates {

struct ReadDate {
  std::string value;        // 1980, 1980-04, 1980-04-12; empty: not read
  bool impossible = false;  // of the right shape, but no day of the calendar
  std::string hint;
};
ReadDate read_date(std::string_view text);
// "today", "yesterday", "tomorrow" in the languages of the forms, as an ISO date; empty: none of
// them.
std::string day_word(std::string_view text, std::chrono::sys_seconds now);
inline constexpr std::string_view kToday = "today";

struct ReadTime {
  std::optional<std::chrono::sys_seconds> time;
  bool impossible = false;
  std::string hint;
  std::string remark;  // what was assumed: no zone, no hour
};
// `end_of_day`: a date without an hour means its last second (a deadline), else its first.
ReadTime read_time(std::string_view text, bool end_of_day);

std::string rfc3339(std::chrono::sys_seconds time);  // 2026-11-26T18:00:00Z

}  // namespace pouch::templates
