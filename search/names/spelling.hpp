// How the region's passports, transliteration laws and habits write one name in Latin letters
// (ENGINES section 4, DOMAIN section 4): tables, no ICU. Cyrillic: BGN/PCGN, the Bulgarian law of
// 2009, the older Bulgarian ways, ICAO 9303, the Ukrainian passport's. Greek: ELOT 743.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pouch::search {

enum class System {
  kRegional,  // one key for what Serbs, Croats, Bulgarians and Macedonians write: ž, č, đ = dj
  kStreamlined,  // zh, ch, sh, sht, ya, yu; ъ = a
  kOld,          // ъ = u
  kFrench,       // j, tch, ch, ou
  kIcao,         // ICAO 9303: ia, iu, kh, shch
  kUkrainian,    // г = h, и = y
  kPassport,     // ELOT 743 for Greek; others as kRegional
};

// `latin`: what a letter without a rule is written as.
using LatinOf = std::string (*)(char32_t letter);

// `letters` in lower case, composed, Greek ones without marks.
std::string spelled(std::u32string_view letters, System system, LatinOf latin);

// What a word of Latin letters may stand for in kRegional's, when its digraphs are English ones:
// zhivkov, zivkov. Without the word itself; may be empty.
std::vector<std::string> regional_of(std::string_view ascii);

}  // namespace pouch::search
