// The letters by which the gateway answers by itself (DOMAIN section 2.11): help, blank forms, the
// state of cases by number only, letters sent once more, what the archive holds for the asker.
// Sealed like all others, marked as automatic (RFC 3834).
#pragma once

#include "gateway/archive/kept_news.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {

// `found` for an answer that asked the archive, `kept` for one about kept searches, else null.
mail::Draft write_answer(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                         const ArchiveAnswer* found, const LetterThread& thread,
                         const KeptResult* kept = nullptr);

// "There is something … contact the liaison desk of Bulgaria." of hit/no-hit; empty without
// countries. `own`: the reader's.
std::string whom_to_contact(const std::vector<std::string>& countries,
                            const config::Directory& directory, const std::string& own,
                            const Words& words = Words::english());

// "in the text of manifest.pdf, page 4", in which something met.
std::string said_file(const MetFile& file, const Words& words);

// Octets of messages that one answer may carry in full.
std::size_t most_carried(const config::Site& site);

}  // namespace pouch::gateway
