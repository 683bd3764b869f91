// Problems and warnings of a form as sentences. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "gateway/words/words.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway::detail {

// "Crime area: is missing", "Birth date (line 14): is no date; write 1980-04-12".
// `label`: of the field as the reader's form has it; empty: as the problem says.
std::string sentence(const templates::Problem& problem, bool with_hint, const Words& words,
                     const std::string& label = {});
// "  - …\n" each.
std::string warning_lines(const std::vector<templates::Problem>& warnings, const Words& words);

}  // namespace pouch::gateway::detail
