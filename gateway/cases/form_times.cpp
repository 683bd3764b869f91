#include "gateway/cases/form_times.hpp"

#include <charconv>

namespace pouch::gateway {
namespace {

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) {
    return std::nullopt;
  }
  int value = 0;
  const auto* begin = text.data() + at;
  return std::from_chars(begin, begin + count, value).ptr == begin + count ? std::optional(value)
                                                                           : std::nullopt;
}

}  // namespace

std::optional<std::chrono::sys_days> form_day(std::string_view text) {
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  if (!year || !month || !day) {
    return std::nullopt;
  }
  const auto date = std::chrono::year(*year) / *month / *day;
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

std::optional<Time> form_time(std::string_view text) {
  const auto day = form_day(text);
  const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (!day || !hour || !minute || !second) {
    return std::nullopt;
  }
  return std::chrono::sys_seconds(*day) + std::chrono::hours(*hour) +
         std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

}  // namespace pouch::gateway
