// The text that its writer sees in an RTF file (Rich Text Format 1.9.1, Microsoft): paragraphs as
// lines, the cells of a table's row on one line parted by TAB. Left out: hidden and deleted text,
// pictures, objects, headers and footers, notes, what only programs read. Groups are counted, not
// called: their depth is bounded, and no text makes it slow.
#pragma once

#include <cstddef>
#include <string_view>

#include "search/files/office.hpp"

namespace pouch::search {

inline constexpr std::size_t kRtfDepth = 1000;  // groups open at once
inline constexpr std::size_t kRtfFonts = 1000;  // whose charsets are remembered

OfficeText rtf_text(std::string_view bytes, std::size_t limit);

}  // namespace pouch::search
