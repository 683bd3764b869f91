#include "config/holidays.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>

namespace pouch::config {
namespace {

constexpr std::size_t kDayOctets = 10;  // 2026-03-03
constexpr const char* kExample = "one day a line: 2026-03-03 Liberation Day";

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(value)
                                                                         : std::nullopt;
}

std::optional<std::chrono::sys_days> day_of(std::string_view line) {
  const auto text = line.substr(0, kDayOctets);
  if (text.size() != kDayOctets || text[4] != '-' || text[7] != '-' ||
      (line.size() > kDayOctets && line[kDayOctets] != ' ' && line[kDayOctets] != '\t')) {
    return std::nullopt;
  }
  const auto year = number(text.substr(0, 4)), month = number(text.substr(5, 2)),
             day = number(text.substr(8, 2));
  if (!year || !month || !day || *month < 1 || *day < 1) {
    return std::nullopt;
  }
  const auto date = std::chrono::year(*year) / *month / *day;
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

Holidays wrong(std::string what, std::string hint) {
  return {{}, std::move(what), std::move(hint)};
}

}  // namespace

Holidays read_holidays(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) {
    return wrong("names " + file.string() + ", which cannot be read",
                 "a text file; samples are installed with pouch");
  }
  Holidays result;
  std::map<int, int> in_year;
  std::string line;
  for (std::size_t at = 1; std::getline(stream, line); ++at) {
    const auto first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos || line[first] == '#') {
      continue;
    }
    const auto day = day_of(std::string_view(line).substr(first));
    if (!day) {
      return wrong("line " + std::to_string(at) + " of " + file.filename().string() +
                       " begins with no day of the calendar",
                   kExample);
    }
    const auto year = static_cast<int>(std::chrono::year_month_day(*day).year());
    if (++in_year[year] > kMostHolidaysInAYear) {
      return wrong(file.filename().string() + " names more than " +
                       std::to_string(kMostHolidaysInAYear) + " days of " + std::to_string(year),
                   "holidays alone; Saturdays and Sundays are known");
    }
    result.days.push_back(*day);
  }
  std::sort(result.days.begin(), result.days.end());
  result.days.erase(std::unique(result.days.begin(), result.days.end()), result.days.end());
  return result;
}

}  // namespace pouch::config
