// Days and times as the values of forms have them (templates/types), which the scanner has checked.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

// "2026-12-15", also at the beginning of a time. nullopt: it is none.
std::optional<std::chrono::sys_days> form_day(std::string_view text);
// In UTC: "2026-11-24T16:00:00Z".
std::optional<Time> form_time(std::string_view text);

}  // namespace pouch::gateway
