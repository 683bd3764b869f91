// Parts of a folded number that are terms of their own, its first signs for `CA12*` and its last
// ones for `*4567`; and the words that one error in typing makes of one, for `name~`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pouch::search {

inline constexpr std::size_t kLeastStart = 3;             // letters of a `word*`
inline constexpr std::size_t kEdgeFrom = 2, kEdgeTo = 8;  // signs of a `CA12*`
inline constexpr std::size_t kEndFrom = 3, kEndTo = 8;    // of a `*4567`

std::vector<std::string> edges(std::string_view word, std::size_t from, std::size_t to);
std::vector<std::string> ends(std::string_view word, std::size_t from, std::size_t to);

// Of words of 4 to 40 letters; shorter ones would meet everything.
std::vector<std::string> with_one_letter_left_out(std::string_view word);

// One letter of a-z more, less or other, or two side by side swapped; of such words too.
// Asked, not indexed: some 500 terms for nine letters.
std::vector<std::string> one_letter_away(std::string_view word);

}  // namespace pouch::search
