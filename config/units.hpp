// Durations "14d" and sizes "25 MB" of pouch.toml, to values and back (DECISIONS 26). Private to
// this room.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace pouch::config {

// A whole number that is not negative and what follows it, blanks left out.
std::optional<std::pair<std::int64_t, std::string>> number_and_unit(std::string_view text);
std::optional<std::chrono::seconds> parse_duration(std::string_view text);  // s, m, h, d
std::optional<std::size_t> parse_size(std::string_view text);               // B, KB, MB, GB

std::string text_of(std::chrono::seconds time);  // in quotes, as in the file
std::string text_of_size(std::size_t octets);

}  // namespace pouch::config
