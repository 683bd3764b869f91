// Which words of a quotation are ours: its lines laid along our letters so that as little as can be
// is left over. A line is ours as a whole, or begins and ends with words of ours around what was
// typed into it, or is none of ours. Leaps (what was trimmed away, a letter quoted twice) cost, so
// that a few words which we used somewhere too do not count as ours. A search with a beam: its work
// is bounded by a constant for each word. Private to this room.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "templates/replies/our_letters.hpp"
#include "templates/replies/words.hpp"

namespace pouch::templates {

struct QuotedLine {
  std::string_view text;
  std::size_t first = 0, last = 0;  // its words
  // Without a mark below a full line with marks: ours only when it goes on with our words inside
  // one of our lines, as clients wrap them; something may be typed behind their end.
  bool overflow = false;
};

// How many words at the line's beginning and end are ours, and where they stand in our letters.
struct Aligned {
  std::size_t head = 0, head_at = 0;
  std::size_t tail = 0, tail_at = 0;
  bool any() const { return head + tail > 0; }
};

// One for each line. `steps`: words that were compared, for tests.
std::vector<Aligned> align(const std::vector<QuotedLine>& lines, const std::vector<Word>& words,
                           const OurLetters& ours, std::size_t* steps = nullptr);

}  // namespace pouch::templates
