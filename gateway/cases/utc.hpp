// Times as machines read them (RFC 3339, UTC): in JSON, in the audit log, in receipts.
#pragma once

#include <string>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

std::string utc_time(Time time);  // "2026-11-30T01:50:00Z"

}  // namespace pouch::gateway
