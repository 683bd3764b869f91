// The lines to fill in that end a request letter and its reminders: a Reply works as it stands.
// Private to this folder.
#pragma once

#include <string>

#include "gateway/letters/letter.hpp"

namespace pouch::gateway::detail {

// `source.form` is the request. The fence bears the letter's id, by which its Reply is known.
std::string how_to_answer(const LetterPlan& plan, const LetterSource& source,
                          const LetterThread& thread);

}  // namespace pouch::gateway::detail
