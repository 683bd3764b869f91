// How a mail ended.
#pragma once

#include <string_view>

namespace pouch::gateway {

enum class Outcome { kAccepted, kRefused, kHeld, kDuplicate };
std::string_view name(Outcome outcome);

}  // namespace pouch::gateway
