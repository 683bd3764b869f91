#include "search/readings.hpp"

#include <algorithm>
#include <array>

#include "search/skeleton.hpp"
#include "search/sound_rules.hpp"

namespace pouch::search {
namespace {

constexpr std::size_t kShortest = 4;  // letters of a word that is read in other ways

bool ends_in(std::string_view word, std::string_view end) {
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

// What ELOT 743, the classical and the spoken spelling write for one sound.
constexpr SoundRules kGreek = {SoundRule{"basil", "vasil", Place::kStart},
                               SoundRule{"barbar", "varvar", Place::kStart},
                               SoundRule{"mp", "b", Place::kStart},
                               SoundRule{"nt", "d", Place::kStart},
                               SoundRule{"gk", "g"},
                               SoundRule{"ngh", "g"},
                               SoundRule{"ng", "g"},
                               SoundRule{"gg", "g"},
                               SoundRule{"ghi", "i", Place::kBeforeVowel},
                               SoundRule{"gi", "i", Place::kBeforeVowel},
                               SoundRule{"ghe", "ie"},
                               SoundRule{"ge", "ie"},
                               SoundRule{"ghy", "i"},
                               SoundRule{"gy", "i"},
                               SoundRule{"gh", "g"},
                               SoundRule{"tch", "c"},
                               SoundRule{"tz", "c"},
                               SoundRule{"ts", "c"},
                               SoundRule{"dj", "c"},
                               SoundRule{"dz", "c"},
                               SoundRule{"tj", "c"},
                               SoundRule{"ch", "h"},
                               SoundRule{"kh", "h"},
                               SoundRule{"ph", "f"},
                               SoundRule{"th", "t"},
                               SoundRule{"x", "ks"},
                               SoundRule{"ou", "u"},
                               SoundRule{"oy", "u", Place::kBeforeConsonant},
                               SoundRule{"au", "av"},
                               SoundRule{"eu", "ev"},
                               SoundRule{"af", "av", Place::kBeforeConsonant},
                               SoundRule{"ef", "ev", Place::kBeforeConsonant},
                               SoundRule{"of", "ov", Place::kBeforeConsonant},
                               SoundRule{"ai", "e"},
                               SoundRule{"ae", "e"},
                               SoundRule{"ei", "i"},
                               SoundRule{"oi", "i"},
                               SoundRule{"oe", "i"},
                               SoundRule{"ui", "i"},
                               SoundRule{"yi", "i"},
                               SoundRule{"ck", "k"},
                               SoundRule{"c", "k"},
                               SoundRule{"y", "i"}};
// Inside a word only where it has a Greek end: Antov and Adov are two names, Andreou and Adreou
// one.
constexpr SoundRules kGreekInside = {SoundRule{"mp", "b"}, SoundRule{"mb", "b"},
                                     SoundRule{"nt", "d"}, SoundRule{"nd", "d"}};
constexpr std::array<std::string_view, 10> kGreekEnds = {"s",    "ou",    "oy",     "aki", "idi",
                                                         "anni", "oglou", "giorgi", "of",  "ef"};
constexpr std::array<std::string_view, 17> kGreekStarts = {
    "mp",    "nt",    "gk",  "hr", "chr", "khr", "hatz", "chatz", "papa",
    "yiann", "giann", "xen", "ai", "ei",  "oi",  "geor", "yeor"};

// Greek letters for sounds that Greek has not: ντ is d, γκ g, ντζ dž; γι is y and γκιου gü, φ
// stands for the v of Ivanov and Ivanovski.
constexpr SoundRules kForeign = {SoundRule{"ndz", "dz"},
                                 SoundRule{"nt", "d"},
                                 SoundRule{"gkiu", "gu"},
                                 SoundRule{"kiu", "ku"},
                                 SoundRule{"gkio", "gjo", Place::kStart},
                                 SoundRule{"gkia", "gja", Place::kStart},
                                 SoundRule{"gk", "g"},
                                 SoundRule{"gi", "j", Place::kBeforeVowel},
                                 SoundRule{"gi", "ji", Place::kStart},
                                 SoundRule{"ge", "je", Place::kStart},
                                 SoundRule{"f", "v", Place::kBeforeConsonant}};

// Romanian: c and g before e and i are č and dž, else k and g; ch and gh are hard.
constexpr SoundRules kRomanian = {SoundRule{"che", "ke"},
                                  SoundRule{"chi", "ki"},
                                  SoundRule{"ghe", "ge"},
                                  SoundRule{"ghi", "gi"},
                                  SoundRule{"ci", "ch", Place::kBeforeBack},
                                  SoundRule{"ce", "ch", Place::kBeforeBack},
                                  SoundRule{"ci", "chi"},
                                  SoundRule{"ce", "che"},
                                  SoundRule{"gi", "dj", Place::kBeforeBack},
                                  SoundRule{"ge", "dj", Place::kBeforeBack},
                                  SoundRule{"gi", "dji"},
                                  SoundRule{"ge", "dje"},
                                  SoundRule{"ea", "ia"},
                                  SoundRule{"c", "k"}};
constexpr std::array<std::string_view, 14> kRomanianEnds = {"scu",  "anu",  "aru",   "oru",  "oiu",
                                                            "iuc",  "ariu", "nschi", "schi", "ac",
                                                            "iciu", "ciu",  "giu",   "oaia"};
constexpr std::array<std::string_view, 5> kRomanianParts = {"ghe", "ghi", "cea", "cio", "ciu"};
constexpr std::array<std::string_view, 3> kRomanianStarts = {"georg", "giorg", "chi"};

// Turkish: c is dž.
constexpr SoundRules kTurkish = {SoundRule{"ch", "ch"}, SoundRule{"ck", "k"}, SoundRule{"cs", "cs"},
                                 SoundRule{"cz", "cz"}, SoundRule{"c", "dz", Place::kBeforeVowel}};
constexpr std::array<std::string_view, 9> kNotTurkish = {"ch", "ck", "cs", "cz", "tc",
                                                         "sc", "cc", "w",  "x"};
constexpr std::array<std::string_view, 10> kNotTurkishEnds = {"ic",  "ich", "scu",  "ica", "eanu",
                                                              "nce", "ce",  "tion", "cu",  "ci"};
constexpr std::array<std::string_view, 3> kTurkishEnds = {"gci", "ici", "irci"};

// Bulgarian names by way of French: j is ž, tch is č, ch is š.
constexpr SoundRules kFrench = {SoundRule{"tch", "c"}, SoundRule{"cht", "st"}, SoundRule{"ch", "s"},
                                SoundRule{"j", "z", Place::kBeforeVowel}};
constexpr std::array<std::string_view, 7> kSoftJ = {"dj", "gj", "lj", "nj", "tj", "kj", "ij"};
constexpr std::array<std::string_view, 12> kBulgarianEnds = {
    "ov", "ev", "ova", "eva", "off", "eff", "ski", "ska", "ki", "ko", "ka", "ar"};

// Bulgarian ъ as u, beside r and l: Purvanov, Krustev, Vulkov, Dimitur.
std::string bulgarian(std::string_view word) {
  std::string result(word);
  const auto consonant = [&](std::size_t at) { return at >= word.size() || !is_vowel(word[at]); };
  for (std::size_t i = 1; i < word.size(); ++i) {
    const bool liquid_before = word[i - 1] == 'r' || word[i - 1] == 'l';
    const bool liquid_behind = i + 1 < word.size() && (word[i + 1] == 'r' || word[i + 1] == 'l');
    if (word[i] == 'u' && ((liquid_before && i >= 2 && consonant(i - 2) && consonant(i + 1)) ||
                           (liquid_behind && consonant(i - 1) && consonant(i + 2)))) {
      result[i] = 'a';
    }
  }
  return result;
}

// Ukrainian: г is h.
constexpr SoundRules kUkrainian = {
    SoundRule{"kh", "kh"}, SoundRule{"ch", "ch"}, SoundRule{"sh", "sh"}, SoundRule{"zh", "zh"},
    SoundRule{"th", "th"}, SoundRule{"ph", "ph"}, SoundRule{"gh", "gh"}, SoundRule{"h", "g"}};
constexpr std::array<std::string_view, 10> kUkrainianEnds = {"enko", "uk",  "yk",  "yi", "ii",
                                                             "ych",  "sky", "ska", "iy", "hiy"};

// tj, nj, lj before a vowel, and ly and ny at the end, where no new consonant is meant.
constexpr SoundRules kSoft = {
    SoundRule{"tj", "ti", Place::kBeforeVowel}, SoundRule{"nj", "ni", Place::kBeforeVowel},
    SoundRule{"lj", "li", Place::kBeforeVowel}, SoundRule{"ny", "ni", Place::kBeforeVowel},
    SoundRule{"ly", "li", Place::kBeforeVowel}, SoundRule{"ny", "ni", Place::kEnd},
    SoundRule{"ly", "li", Place::kEnd}};
// đ whose mark was left out, beside dj.
constexpr SoundRules kBareDj = {SoundRule{"dj", "d"}};
// A Cyrillic е at the start.
constexpr SoundRules kBareE = {SoundRule{"ye", "e", Place::kStart},
                               SoundRule{"je", "e", Place::kStart}};

// ICAO 9303-3 writes ü as ue and ö as oe: Guel is Gül, where French reads gue as ge.
constexpr SoundRules kPassport = {SoundRule{"ue", "u"}, SoundRule{"oe", "o"}};

bool is_greek(std::string_view word) {
  return ends_in_any(word, kGreekEnds) || begins_with_any(word, kGreekStarts) ||
         has_any(word, std::array<std::string_view, 2>{"gg", "ngel"});
}
bool is_romanian(std::string_view word) {
  return ends_in_any(word, kRomanianEnds) || has_any(word, kRomanianParts) ||
         begins_with_any(word, kRomanianStarts);
}
bool is_turkish(std::string_view word) {
  return word.find('c') != word.npos && !has_any(word, kNotTurkish) &&
         (!ends_in_any(word, kNotTurkishEnds) || ends_in_any(word, kTurkishEnds));
}
bool is_french(std::string_view word) {
  return (word.find('j') != word.npos && !has_any(word, kSoftJ)) ||
         (has_any(word, std::array<std::string_view, 2>{"tch", "ch"}) &&
          ends_in_any(word, kBulgarianEnds));
}
bool is_bulgarian(std::string_view word) {
  return ends_in_any(word, kBulgarianEnds) || ends_in(word, "tur") || ends_in(word, "dur");
}

}  // namespace

std::string greek_sound(std::string_view ascii) {
  const bool inside = ends_in_any(ascii, kGreekEnds);
  const auto word = rewritten(ascii, kGreek);
  return skeleton(inside ? word.substr(0, 1) + rewritten(word.substr(1), kGreekInside) : word);
}

std::string foreign_sound(std::string_view ascii) { return skeleton(rewritten(ascii, kForeign)); }

std::vector<Reading> readings(std::string_view ascii) {
  std::vector<Reading> found;
  if (ascii.size() < kShortest) {
    return found;
  }
  const auto plain = skeleton(ascii);
  const auto add = [&](char by, std::string key) {
    if (key != plain) {
      found.push_back({by, std::move(key)});
    }
  };
  if (is_greek(ascii)) {
    add('g', greek_sound(ascii));
  }
  if (is_romanian(ascii)) {
    add('r', skeleton(rewritten(ascii, kRomanian)));
  }
  if (is_turkish(ascii)) {
    add('t', skeleton(rewritten(ascii, kTurkish)));
  }
  if (is_french(ascii)) {
    add('f', skeleton(rewritten(ascii, kFrench)));
  }
  if (is_bulgarian(ascii)) {
    add('b', skeleton(bulgarian(ascii)));
  }
  if (ascii.find('h') != ascii.npos && ends_in_any(ascii, kUkrainianEnds)) {
    add('u', skeleton(rewritten(ascii, kUkrainian)));
  }
  if (has_any(ascii, std::array<std::string_view, 2>{"ue", "oe"})) {
    add('m', skeleton(rewritten(ascii, kPassport)));
  }
  if (ascii.find_first_of("jy") != ascii.npos) {
    add('i', skeleton(rewritten(ascii, kSoft)));
    add('d', skeleton(rewritten(ascii, kBareDj)));
    add('e', skeleton(rewritten(ascii, kBareE)));
  }
  return found;
}

}  // namespace pouch::search
