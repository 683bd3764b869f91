// How the papers of Russia, Ukraine and Bulgaria, and those who write of them in German, spell one
// name in Latin letters. Private to readings.cpp; of folded words, a-z.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::search {

// A Cyrillic е, where Latin papers write ye, je or, behind a soft consonant, ie; and ё, which those
// of Russia write as е too (ICAO 9303-3 section 6 B): Fyodorov, Fedorov; Gorbachov, Gorbachev.
std::string bare_e(std::string_view word);

// Petar, Peter, Petur, Petr; Aleksandar, Alexandre: without the vowel that comes and goes. Empty:
// it has none.
std::string without_fleeting(std::string_view word);

// Ukrainian: г is h. German: sch is š or ž, z is c, s may be z, ch is h, w is v. None when the word
// does not look like one.
std::vector<std::string> as_ukrainian(std::string_view word);
std::vector<std::string> as_german(std::string_view word);

// Lists of beginnings, ends and parts by which a language is told.
inline bool ends_in(std::string_view word, std::string_view end) {
  return word.size() > end.size() && word.substr(word.size() - end.size()) == end;
}

template <typename Parts>
bool ends_in_any(std::string_view word, const Parts& ends) {
  return std::any_of(ends.begin(), ends.end(),
                     [&](std::string_view end) { return ends_in(word, end); });
}

template <typename Parts>
bool begins_with_any(std::string_view word, const Parts& starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](std::string_view start) { return word.substr(0, start.size()) == start; });
}

template <typename Parts>
bool has_any(std::string_view word, const Parts& parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return word.find(part) != word.npos; });
}

}  // namespace pouch::search
