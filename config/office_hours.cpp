#include "config/office_hours.hpp"

#include <algorithm>

namespace pouch::config {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

std::optional<std::size_t> day_named(std::string_view name) {
  const auto* found = std::find(kDays.begin(), kDays.end(), name);
  return found == kDays.end() ? std::nullopt
                              : std::optional(static_cast<std::size_t>(found - kDays.begin()));
}

std::optional<int> two_digits(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return text.size() == 2 && digit(text[0]) && digit(text[1])
             ? std::optional((text[0] - '0') * 10 + (text[1] - '0'))
             : std::nullopt;
}

// "08:00", "24:00".
std::optional<std::chrono::minutes> time_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') {
    return std::nullopt;
  }
  const auto hour = two_digits(text.substr(0, 2)), minute = two_digits(text.substr(3));
  const bool good = hour && minute && *minute < 60 && (*hour < 24 || (*hour == 24 && *minute == 0));
  return good ? std::optional(std::chrono::hours(*hour) + std::chrono::minutes(*minute))
              : std::nullopt;
}

// "Mon-Fri 08:00-16:00"; false: it is not written so, or a day of it has its hours already.
bool read_part(std::string_view part, OfficeHours& hours) {
  const auto blank = part.find(' ');
  if (blank == std::string_view::npos) {
    return false;
  }
  const auto days = part.substr(0, blank), times = part.substr(blank + 1);
  const auto dash = days.find('-'), between = times.find('-');
  const auto first = day_named(days.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : day_named(days.substr(dash + 1));
  if (!first || !last || *last < *first || between == std::string_view::npos) {
    return false;
  }
  const auto from = time_of_day(times.substr(0, between)),
             until = time_of_day(times.substr(between + 1));
  if (!from || !until || *until <= *from) {
    return false;
  }
  for (auto day = *first; day <= *last; ++day) {
    if (hours.days.at(day)) {
      return false;
    }
    hours.days.at(day) = {*from, *until};
  }
  return true;
}

}  // namespace

std::optional<OfficeHours> read_office_hours(std::string_view text) {
  OfficeHours hours;
  for (bool more = true; more;) {
    const auto comma = text.find(", ");
    more = comma != std::string_view::npos;
    if (!read_part(text.substr(0, comma), hours)) {
      return std::nullopt;
    }
    text.remove_prefix(more ? comma + 2 : text.size());
  }
  return hours;
}

}  // namespace pouch::config
