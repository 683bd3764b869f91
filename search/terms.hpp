// Which terms a feed writes and which a query asks for: both sides of the index in one place, so
// that they cannot drift apart.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "search/blind.hpp"
#include "search/fields.hpp"

namespace pouch::search {

// Any kind of word lies under the field "text" too, so that a word without a field finds it.
inline constexpr std::string_view kAnywhere = "text";

// Groups that one identifier may be typed in: "BG80 BNBG 9661 1020 3456 78".
inline constexpr std::size_t kIdentifierWords = 6;

// position 0: a term without one. Positions say the order of words, for phrases.
using Emit = std::function<void(std::string term, std::uint32_t position)>;

// Terms of one feed; gives back the first position that is free after it.
std::uint32_t terms_of(const Blind& blind, const FieldRow& row, std::string_view text,
                       std::uint32_t position, const Emit& emit);

// What a word of a query may stand for; `tier` 0 as written, 1 other spelling, 2 similar sound or
// look. A word finds what any of these terms finds.
struct Meant {
  std::string term;
  int tier = 0;
};
std::vector<Meant> meant_by_word(const Blind& blind, std::string_view field, std::string_view word);
std::vector<Meant> meant_by_near(const Blind& blind, std::string_view field, std::string_view word);
std::vector<Meant> meant_by_start(const Blind& blind, std::string_view field,
                                  std::string_view start);
std::vector<Meant> meant_by_identifier(const Blind& blind, std::string_view field,
                                       std::string_view value);
std::string exact_term(const Blind& blind, std::string_view field, std::string_view value);

}  // namespace pouch::search
