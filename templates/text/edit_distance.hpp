// Levenshtein distance: insertions, deletions, substitutions, each counted once. Stops when more
// than `most` are needed; the result is then some number above it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::templates {

std::size_t edit_distance(std::u32string_view left, std::u32string_view right, std::size_t most);
// The nearest of `known` (compared folded) within two edits, or three for long words; empty: none.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace pouch::templates
