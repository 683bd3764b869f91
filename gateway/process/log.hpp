// Log lines for the operator: one line each on stderr, "key=value" with values quoted and escaped
// (SECURITY class 28), at most 1 KB, never content, keys or session data. spdlog's only door.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace pouch::gateway {

enum class Level { kInfo, kWarning, kError };
using LogFields = std::initializer_list<std::pair<std::string_view, std::string>>;

void log_as(std::string_view process);  // names this process in every line
void log(Level level, std::string_view event, LogFields fields = {});

}  // namespace pouch::gateway
