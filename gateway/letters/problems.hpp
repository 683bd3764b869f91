// Problems and warnings of a form as sentences. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "templates/types/form.hpp"

namespace pouch::gateway::detail {

// "Crime area: is missing", "Birth date (line 14): is no date; write 1980-04-12".
std::string sentence(const templates::Problem& problem, bool with_hint);
std::string warning_lines(const std::vector<templates::Problem>& warnings);  // "  - …\n" each

}  // namespace pouch::gateway::detail
