// Problems and warnings of a form as sentences. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "gateway/letters/letter.hpp"
#include "gateway/words/words.hpp"
#include "templates/replies/mend.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway::detail {

// "Crime area: is missing", "Birth date (line 14): is no date; write 1980-04-12".
// `to_fill`: label and help of the field as the reader's form has them.
std::string sentence(const templates::Problem& problem, bool with_hint, const Words& words,
                     const templates::FillIn& to_fill);
// "  - …\n" each, of the form that the source has.
std::string warning_lines(const std::vector<templates::Problem>& warnings, const LetterPlan& plan,
                          const LetterSource& source);

}  // namespace pouch::gateway::detail
