// Times as people at a desk read them (ICU, IANA zones); UTC when a zone is unknown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/cases/case.hpp"
#include "gateway/cases/utc.hpp"

namespace pouch::gateway {

std::string local_time(Time time, const std::string& zone);  // "2026-11-27 10:00 UTC+02:00"
// As letters say it: "Monday 30 November 2026, 14:02 (Sofia)".
std::string spoken_time(Time time, const std::string& zone);
std::string spoken_time(Time time, const std::string& zone, const Words& words);
std::optional<Time> time_of_utc(std::string_view text);  // of utc_time()

}  // namespace pouch::gateway
