// A report as aligned text, for a terminal or a mail.
#pragma once

#include <string>

#include "gateway/figures/tables.hpp"

namespace pouch::gateway::figures {

std::string text_of(const Report& report);

}  // namespace pouch::gateway::figures
