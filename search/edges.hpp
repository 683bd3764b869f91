// Parts of a folded word that are terms of their own: its first letters, for `word*`, and the word
// with one letter left out, which is how two words one edit apart meet without reading the index.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pouch::search {

inline constexpr std::size_t kEdgeFrom = 2, kEdgeTo = 10;  // letters of a `word*`

std::vector<std::string> edges(std::string_view word, std::size_t from, std::size_t to);

// Of words of 4 to 40 letters; shorter ones would meet everything.
std::vector<std::string> with_one_letter_left_out(std::string_view word);

}  // namespace pouch::search
