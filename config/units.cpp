#include "config/units.hpp"

#include <algorithm>
#include <charconv>

namespace pouch::config {

using std::chrono::seconds;

std::optional<std::pair<std::int64_t, std::string>> number_and_unit(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) {
    return std::nullopt;
  }
  std::string unit(end, text.data() + text.size());
  unit.erase(std::remove(unit.begin(), unit.end(), ' '), unit.end());
  return std::pair(number, unit);
}

std::optional<seconds> parse_duration(std::string_view text) {
  const auto parsed = number_and_unit(text);
  constexpr std::int64_t kLongest = std::int64_t{200} * 366;  // days
  if (!parsed) {
    return std::nullopt;
  }
  const auto& [number, unit] = *parsed;
  const std::int64_t factor = unit == "s"   ? 1
                              : unit == "m" ? 60
                              : unit == "h" ? 3600
                              : unit == "d" ? 86400
                                            : 0;
  if (factor == 0 || number > kLongest * 86400 / factor) {
    return std::nullopt;
  }
  return seconds(number * factor);
}

std::optional<std::size_t> parse_size(std::string_view text) {
  const auto parsed = number_and_unit(text);
  if (!parsed) {
    return std::nullopt;
  }
  const auto& [number, unit] = *parsed;
  const std::int64_t factor = unit == "B"    ? 1
                              : unit == "KB" ? 1 << 10
                              : unit == "MB" ? 1 << 20
                              : unit == "GB" ? 1 << 30
                                             : 0;
  if (factor == 0 || number > (std::int64_t{4} << 30) / factor) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(number * factor);
}

std::string text_of(seconds time) {
  const auto count = time.count();
  if (count % 86400 == 0) {
    return "\"" + std::to_string(count / 86400) + "d\"";
  }
  if (count % 3600 == 0) {
    return "\"" + std::to_string(count / 3600) + "h\"";
  }
  if (count % 60 == 0) {
    return "\"" + std::to_string(count / 60) + "m\"";
  }
  return "\"" + std::to_string(count) + "s\"";
}

std::string text_of_size(std::size_t octets) {
  if (octets % (1u << 20) == 0) {
    return "\"" + std::to_string(octets >> 20) + " MB\"";
  }
  return "\"" + std::to_string(octets >> 10) + " KB\"";
}

}  // namespace pouch::config
