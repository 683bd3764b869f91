// What stands on the outside of letters (CORRESPONDENCE section 8): the same subject for all of a
// case, so that Outlook and Gmail thread them too (DECISIONS 25), and the kind in the name of From,
// unless the site wants none (letters.outside). Private to this folder.
#pragma once

#include <string>

#include "gateway/letters/letter.hpp"

namespace pouch::gateway::detail {

// From, Date, identifiers and outer subject; To, subject and text are the caller's. `number` hangs
// the letter in its case's thread; null: a letter outside any case.
mail::Draft envelope(const config::Site& site, LetterKind kind, const CaseNumber* number,
                     const LetterThread& thread, Time now);
std::string outer_name(const config::Site& site, LetterKind kind);  // "Pouch, answer"
// What the gateway writes by itself: marked for machines (RFC 3834), to one party.
mail::Draft automatic(const config::Site& site, LetterKind kind, const CaseNumber* number,
                      const Party& to, const LetterThread& thread, Time now);

}  // namespace pouch::gateway::detail
