// Folding: what makes Јовановић, Jovanović and jovanovic meet, and CA 1234 AB meet ca1234ab in any of
// three scripts (ENGINES section 4, DOMAIN section 4, SPEC section 8). Pure functions over UTF-8;
// pure-ASCII words skip ICU.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pouch::search {

struct NameKeys {
  std::string generic;   // exact up to case, accents, script
  std::string table;     // regional spelling
  std::vector<std::string> skeletons;  // similar sound
};

std::string fold_word(std::string_view word);         // the generic key
NameKeys fold_name(std::string_view word);
std::string fold_identifier(std::string_view value);  // compact, look-alikes of three scripts folded

// Words of a text with their offsets, by Unicode word boundaries.
struct Word {
  std::size_t begin = 0, end = 0;
};
std::vector<Word> words(std::string_view text);

}  // namespace pouch::search
