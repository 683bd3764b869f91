// Text of address cards and calendars: vCard 2.1 to 4.0 (RFC 6350) and iCalendar (RFC 5545), a line
// a property: "TEL: +381 64 123 4567". Left out: pictures, keys and sounds, and what only programs
// read.
#pragma once

#include <string>
#include <string_view>

namespace pouch::search {

// `charset`: of the part, for what is no UTF-8 and names none itself.
std::string card_text(std::string_view bytes, std::string_view charset);

}  // namespace pouch::search
