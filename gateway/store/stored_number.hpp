// Case numbers as rows have them. Fault (permanent) where one is none: the file is damaged. Private
// to the store.
#pragma once

#include <string_view>

#include "gateway/cases/number.hpp"

namespace pouch::gateway::detail {

CaseNumber stored_number(std::string_view text);

}  // namespace pouch::gateway::detail
