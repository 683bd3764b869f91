// The longer ones of the gateway's own answers, one file each; private to this folder.
#pragma once

#include "gateway/archive/kept_news.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {

// Everything that a mail may ask of the gateway, with an example and the words of the reader's
// language; what was not understood, when that is why he gets it.
void write_help(const LetterSource& source, const Answer& answer, mail::Draft& draft);

// What the archive holds: hits are numbered, so that a Reply can name them.
void write_found(const LetterSource& source, const Answer& answer, const ArchiveAnswer& found,
                 mail::Draft& draft);

// One of them, under its number.
std::string hit_lines(const ArchiveHit& hit, const config::Directory& directory,
                      const Words& words);

// Searches that are kept: one was kept or dropped, or what is new for all of them.
void write_kept(const LetterSource& source, const Answer& answer, const KeptResult& result,
                mail::Draft& draft);

}  // namespace pouch::gateway::detail
