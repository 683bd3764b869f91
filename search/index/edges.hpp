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

// Written of a number are its parts of one sign less than it, of three, five …: most of what filing
// a number costs is its parts. One of another length is asked for by what stands for it, with each
// sign that may come next; the number itself is no part. Both of a folded number, a-z and 0-9; one
// of other letters is written in all its parts.
std::vector<std::string_view> written_starts(std::string_view number);
std::vector<std::string_view> written_ends(std::string_view number);
std::vector<std::string> asked_starts(std::string_view start);
std::vector<std::string> asked_ends(std::string_view end);

// Of words of 4 to 40 letters; shorter ones would meet everything.
std::vector<std::string> with_one_letter_left_out(std::string_view word);

// One letter of a-z more, less or other, or two side by side swapped; of such words too.
// Asked, not indexed: some 500 terms for nine letters.
std::vector<std::string> one_letter_away(std::string_view word);

}  // namespace pouch::search
