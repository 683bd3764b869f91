// A country's holidays: a text file beside directory.toml, one day a line, "2026-03-03 Liberation
// Day"; empty lines and those that begin with # are notes. On these days nobody acknowledges a
// request. Private to this room.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace pouch::config {

struct Holidays {
  std::vector<std::chrono::sys_days> days;  // in order, each once
  std::string wrong, hint;                  // what is wrong with the file; empty: nothing
};
inline constexpr int kMostHolidaysInAYear = 60;
Holidays read_holidays(const std::filesystem::path& file);

}  // namespace pouch::config
