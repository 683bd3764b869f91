// Other ways to read a name of Latin letters than skeleton.hpp's: as a Greek, Romanian, Turkish,
// older Bulgarian or Ukrainian writes it. A word that does not look like one of theirs has none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pouch::search {

// Two names meet by sound when their skeletons are equal, one's skeleton is a reading of the other,
// or both have one reading of the same kind. Readings of two kinds never meet.
inline constexpr std::string_view kReadings = "grtfbuidemkan";

struct Reading {
  char by = 'g';    // of kReadings: Greek, Romanian, Turkish, French, Bulgarian, Ukrainian;
                    // i, d, e: tj as ti, dj as d, ye and yo as e; m: ü and ö as passports have
                    // them; k: German; a: Arabic; n: Petar, Peter, Petr
  std::string key;  // a skeleton
};

// Of a folded word, a-z.
std::vector<Reading> readings(std::string_view ascii);

// Those that a Cyrillic word has in its regional spelling as well: a, n, t.
std::vector<Reading> readings_of_all(std::string_view ascii);

// Other letters for the same name in Cyrillic ones, lower case: what Latin papers made of them.
struct CyrillicReading {
  char by;  // kPlainSound, or of kReadings
  std::u32string letters;
};
std::vector<CyrillicReading> cyrillic_readings(std::u32string_view lower);

// Of a word that is known to be Turkish: c is dž; Romanian: c before e and i is č.
std::string turkish_sound(std::string_view ascii);
std::string romanian_sound(std::string_view ascii);
// Of a word that is known to be Greek, as ELOT 743 writes it.
std::string greek_sound(std::string_view ascii);
// Of a name of others in Greek letters, Ντιμιτρόφ, Γιοβάνοβιτς, Γιλμάζ: as System::kRegional writes
// it.
std::string foreign_sound(std::string_view ascii);

}  // namespace pouch::search
