// What mail clients of languages that no list here has put above a quotation of our letter. Known
// by its place and its shape: right above the beginning of the letter, with a label in each line,
// an address, a time. Linear. Private to this room.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "templates/text/lines.hpp"

namespace pouch::templates {

// First line of the header block that ends right above line `at`, where our letter begins, with the
// rule or the mark above it; `at`: there is none.
std::size_t header_above(const std::vector<Line>& lines, std::size_t at);

// Whether line `at` is (part of) a line with a time and a colon, as "Il 01/12/26 10:00, Pouch ha
// scritto:", right above a deeper quotation that `begins` our letter. Of the lines above it only as
// many count as it needs to name the time.
bool is_dated_attribution(const std::vector<Line>& lines, std::size_t at,
                          const std::function<bool(std::size_t)>& begins);

}  // namespace pouch::templates
