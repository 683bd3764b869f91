// The two lines around a form in a letter of ours (CORRESPONDENCE section 3), and where they are in
// what a client made of them. They are known by their words alone: quotation, wrapping, blanks,
// typographic quotes and bold do not matter; every language has its own (printed.hpp). Whole is a
// fence whose two lines bear one identifier, stand in order and in one depth of quotation. Private
// to this room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "templates/replies/words.hpp"
#include "templates/text/lines.hpp"

namespace pouch::templates {

struct WholeFence {
  std::size_t depth = 0;              // of quotation
  std::size_t begin = 0, end = 0;     // the words between, as numbers of words
  std::size_t first = 0, behind = 0;  // lines of its first word and after its last one
};

bool is_fence_line(std::string_view text);  // of any language and identifier, or without one
std::vector<WholeFence> whole_fences(const std::vector<Line>& lines, const std::vector<Word>& words,
                                     Dictionary& dictionary, std::string_view id);

}  // namespace pouch::templates
