// Times as people at a desk read them (ICU, IANA zones). "2026-11-27 10:00 EET"; UTC when a zone is
// unknown.
#pragma once

#include <string>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

std::string local_time(Time time, const std::string& zone);
std::string utc_time(Time time);  // RFC 3339, for machines

}  // namespace pouch::gateway
