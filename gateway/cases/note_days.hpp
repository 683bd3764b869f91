// Days of a case note for which its readers wait: its next step, the end of custody (DOMAIN section
// 2.9). They stand in the letter, in a part for calendars, and in the digests of the days before.
#pragma once

#include <array>
#include <string_view>

namespace pouch::gateway {

struct NoteDay {
  std::string_view field;  // of the form case-note
  std::string_view code;   // in identifiers of calendars, and in the store
};
inline constexpr std::array<NoteDay, 2> kNoteDays{
    {{"next_date", "next"}, {"custody_until", "custody"}}};

}  // namespace pouch::gateway
