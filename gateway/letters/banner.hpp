// The first screen of a letter that carries somebody's words (CORRESPONDENCE section 8): handling,
// what is wanted, by whom, until when, to whom it went, and where a Reply goes. Private to this
// folder.
#pragma once

#include <string>
#include <vector>

#include "gateway/letters/letter.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {

std::string handling_row(const std::vector<std::string>& codes, const Words& words);
std::string banner(const LetterPlan& plan, const LetterSource& source);
// "Focal point of Bulgaria is absent until Monday 30 November 2026, 14:02 (Sofia)".
std::string away_in_words(const Away& away, const std::string& zone, const Words& words);
// "A Reply to this letter goes to …", a paragraph of its own; of every letter.
std::string reply_line(const LetterPlan& plan, const Words& words);
std::string reply_line(const Words& words);  // of one that nobody else wrote
// Who wrote it, under which key, when, and how that can be proved without the gateway.
std::string proof(const LetterSource& source, const Words& words);

}  // namespace pouch::gateway::detail
