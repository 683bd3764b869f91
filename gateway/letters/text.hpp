// How letters are laid out: "Label: value" lines, which no proportional font can pull apart
// (columns are), headings, folding at blanks. Private to this folder, but for `pouch show`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pouch::gateway::detail {

inline constexpr std::size_t kWidth = 76;  // code points of a line

// "Label: value\n"; further lines stand two blanks to the right of the label. Blanks before the
// label are kept; without a value there is no line at all.
std::string row(std::string_view label, std::string_view value);
std::string heading(std::string_view title);
std::string paragraph(std::string_view text);                      // folded, ends its line
std::string indent(std::string_view text, std::size_t columns);    // every line that is not empty
std::string indented(std::string_view text, std::size_t columns);  // folded to fit, ends its line
std::string numbered(int number, std::string_view text);           // "  1. text\n"
std::string join(const std::vector<std::string>& items, std::string_view between);
// Folded at blanks; a word that is longer stays whole. Lines keep their indent.
std::string hold_width(std::string_view text, std::size_t columns);
// At most so many code points, "…" at the end when something was cut.
std::string shortened(std::string_view text, std::size_t columns);
std::size_t lines_in(std::string_view text);
// A fingerprint four by four, as people read it to each other.
std::string spoken(const std::string& fingerprint);

}  // namespace pouch::gateway::detail
