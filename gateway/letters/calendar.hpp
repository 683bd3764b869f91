// The dates of a case note as calendars take them: a part of the letter, sealed inside it like all
// (RFC 5545, METHOD:PUBLISH). What it holds ends up in calendars that
// nobody seals: the case's number and what the day is, no title, no name.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/letters/letter.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {

struct CalendarDay {
  std::string uid;  // the same in every letter that tells of it: a later one moves the entry
  std::string summary;
  std::chrono::year_month_day day;
};

// Lines of at most 75 octets, folded between characters, ended by CRLF. `sequence` grows with each
// letter of the case.
std::string calendar(const std::vector<CalendarDay>& days, int sequence, Time stamp);

// Of a NoteDay, by its code.
Phrase day_phrase(std::string_view code);

// Of a case note: its next step, the end of custody. Empty: it has no date.
std::vector<CalendarDay> days_of(const LetterSource& source, const Words& words);

}  // namespace pouch::gateway::detail
