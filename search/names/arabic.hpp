// Names of Arabic origin, as the papers of the region and of those who pass through it spell them.
// Arabic is written without its short vowels, so no rule says which of Muhammad, Mohamed and
// Muhamed a passport has (ICAO 9303-3 section 6 C transliterates the consonants alone): a table of
// spellings does, by the given names that are common on the way. Pure.
#pragma once

#include <string>
#include <string_view>

namespace pouch::search {

// One key for every spelling of a name of the table, or of one that begins with abd- ("servant
// of"); empty: it is none. Of a folded word, a-z.
std::string arabic_name(std::string_view ascii);

// The article: al, el, ul, as a word or before the name that it was written together with.
bool is_arabic_article(std::string_view ascii);

}  // namespace pouch::search
