// The notice of linked cases, to a desk or an officer: what of their own messages stands in other
// cases too. It says what was decided for this reader (decide/linked.hpp) and knows nothing else of
// the others. It hangs in the thread of the reader's own case; a Reply to it goes to nobody abroad.
#pragma once

#include <string>

#include "gateway/decide/linked.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/letters/non_delivery.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {

// `told` is not empty.
mail::Draft write_linked(const NoticeSource& source, const config::Directory& directory,
                         const Party& to, const ToldLinks& told, const LetterThread& thread);
// The message of the reader's own under which that letter is filed.
MessageNumber own_message(const ToldLinks& told);

std::string thing_in_words(const SharedThing& thing,
                           const Words& words = Words::english());  // "plate CA 1234 AB"
// "SEL-2026-000001-77/1, from Romania, 29 November 2026: plate CA 1234 AB\n", one after the other.
std::string linked_lines(const ToldLinks& told, const config::Directory& directory,
                         const std::string& zone, const Words& words = Words::english());
// Whom to ask; `country` is the reader's.
std::string contact_lines(const ToldLinks& told, const config::Directory& directory,
                          const std::string& country, const Words& words = Words::english());

}  // namespace pouch::gateway
