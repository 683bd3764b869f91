// Times in UTC, as machines read them (RFC 3339): in JSON, in the audit log, in receipts; and the
// day on which the directory is looked at.
#pragma once

#include <chrono>
#include <string>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

std::string utc_time(Time time);  // "2026-11-30T01:50:00Z"

inline std::chrono::sys_days day_of(Time time) {
  return std::chrono::floor<std::chrono::days>(time);
}

}  // namespace pouch::gateway
