// A report as CSV (RFC 4180): one table after the other, each with a line that names it, a header
// and an empty line after it. Durations are in seconds, shares are decimal fractions, what is not
// known is empty. A text that a spreadsheet would take for a formula gets an apostrophe in front.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/figures/tables.hpp"

namespace pouch::gateway::figures {

std::string csv_of(const Report& report);
std::string csv_field(std::string_view text);                  // quoted where it must be
std::string csv_line(const std::vector<std::string>& fields);  // as csv_field gives them

}  // namespace pouch::gateway::figures
