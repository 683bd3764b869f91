// The door to ICU for text: labels and words are compared without case, accents, spaces,
// punctuation, full-width and other compatibility forms (SPEC section 5). Ill-formed UTF-8 never
// fails: what is no letter or digit is left out.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::templates {

// Letters and digits alone, folded: "Ürgency  Reason:" and "urgencyreason" are the same.
std::string fold(std::string_view text);
// A list of words, folded once.
template <std::size_t kSize>
std::array<std::string, kSize> each_folded(std::array<std::string, kSize> words) {
  for (auto& one : words) {
    one = fold(one);
  }
  return words;
}
// The same text, with U+FFFD for what is no UTF-8.
std::string well_formed(std::string_view text);
std::u32string code_points(std::string_view text);
std::size_t characters(std::string_view text);  // code points
bool starts_with_letter(std::string_view text);
// Where a text has words: runs of letters, digits and marks, which zero-width characters do not
// part.
struct Run {
  std::size_t begin = 0, end = 0;  // octets
};
std::vector<Run> word_runs(std::string_view text);
// Letters upper-cased, digits; nothing else: plates, VINs, IBANs as the archive compares them.
std::string compact(std::string_view text);

}  // namespace pouch::templates
