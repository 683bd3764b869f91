// Finds the mark of a classification above what a site may hold (DOMAIN section 8). Such a mark is
// written as a banner: a line of its own in capitals, at the top or the end also in other letters,
// with no more beside it than a copy's or a page's number; or behind a label ("Classification:").
// The same words in a sentence are no mark: who writes "it is no secret" is not held. Case, accents
// and letter-spacing ("T A J N O") make no difference between words. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/decide/classification_words.hpp"

namespace pouch::gateway {

struct ClassificationMark {
  Classification level = Classification::kUnclassified;
  std::string words;     // as the table has them
  std::size_t line = 0;  // from 1
};

// The highest one above `ceiling`; of several alike the first.
std::optional<ClassificationMark> mark_above(std::string_view text, Classification ceiling);

}  // namespace pouch::gateway
