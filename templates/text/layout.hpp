// Text broken to columns that every mail client leaves alone. Private to this room.
#pragma once

#include <string>
#include <string_view>

#include "templates/text/lines.hpp"

namespace pouch::templates {

inline constexpr std::size_t kMarkColumns = 68;  // of `##` and `!!` lines, room for quotation
inline constexpr std::size_t kLetterColumns = 76;
inline constexpr std::size_t kMostQuestionLines = 1000;

// `text` broken at blanks to `columns` code points; lines after the first begin with `hang`.
std::string broken(std::string_view text, std::size_t columns, std::string_view hang);
// Every line begins with `prefix` and ends with a line end.
std::string prefixed(std::string_view text, std::string_view prefix);

}  // namespace pouch::templates
