// Why, for the audit log: what a verb takes that asks for a reason.
#pragma once

#include <string>

namespace pouch::gateway {

std::string fault_of_reason(const std::string& text);  // empty: it is one

}  // namespace pouch::gateway
