// The one form that all text has after reading: NFC, LF, no invisible characters. What a reader
// sees is what the form reader gets (SECURITY class 5). Smart quotes and full-width forms stay.
#pragma once

#include <string>
#include <string_view>

namespace pouch::mail {

// CR LF, CR, U+2028 and U+2029 become LF. `utf8` must be valid, here and below.
std::string to_line_feeds(std::string_view utf8);

// Byte-order marks, zero-width characters, bidi controls and controls but TAB and LF go; no-break
// spaces become spaces; NFC. Line ends as above.
std::string clean_text(std::string_view utf8);

// The same on one line: TAB and LF become spaces, none at the ends.
std::string clean_line(std::string_view utf8);

}  // namespace pouch::mail
