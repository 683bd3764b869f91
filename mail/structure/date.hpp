// The Date field (RFC 5322 section 3.3, with the obsolete zones and years of section 4.3).
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace pouch::mail {

// Nothing when it is no date, or one that the calendar does not have.
std::optional<std::chrono::sys_seconds> read_date(std::string_view raw);

}  // namespace pouch::mail
