// A text as numbered words, so that two texts are compared whatever a mail client made of line
// ends, blanks, case, accents, quotes, dashes, bold type and links (`a@b <mailto:a@b>`): a word is
// a run of letters and digits, folded (fold.hpp). Linear. Private to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pouch::templates {

struct Word {
  std::uint32_t id = 0;              // kForeign: our letters do not have it
  std::uint32_t line = 0;            // index of its line
  std::uint32_t begin = 0, end = 0;  // octets in the line's text
};

inline constexpr std::uint32_t kForeign = 0;

using Dictionary = std::unordered_map<std::string, std::uint32_t>;  // folded word → number from 1

// `learn`: words that the dictionary lacks are put into it.
std::vector<Word> words_of(std::string_view text, std::size_t line, Dictionary& dictionary,
                           bool learn);

// The end of a link that a client wrote behind its text, `<mailto:a@b>`, at `at`; `at`: none.
std::size_t link_end(std::string_view text, std::size_t at);

// A text for comparing what was typed: without white space, zero-width characters, bold type, links
// and angle brackets, quotes and dashes of one kind, and nothing else made alike.
std::string plain(std::string_view text);

}  // namespace pouch::templates
