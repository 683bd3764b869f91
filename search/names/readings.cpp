#include "search/names/readings.hpp"

#include <algorithm>
#include <array>

#include "search/names/arabic.hpp"
#include "search/names/skeleton.hpp"
#include "search/names/slavic_readings.hpp"
#include "search/names/sound_rules.hpp"

namespace pouch::search {
namespace {

constexpr std::size_t kShortest = 4;  // letters of a word that is read in other ways

// What ELOT 743, the classical and the spoken spelling write for one sound.
constexpr SoundRules kGreek = {SoundRule{"basil", "vasil", Place::kStart},
                               SoundRule{"gregor", "grigor", Place::kStart},
                               SoundRule{"demet", "dimit", Place::kStart},
                               SoundRule{"aides", "edis", Place::kEnd},
                               SoundRule{"ides", "idis", Place::kEnd},
                               SoundRule{"ades", "adis", Place::kEnd},
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
constexpr std::array<std::string_view, 11> kGreekEnds = {
    "s", "ou", "oy", "aki", "idi", "anni", "oglou", "giorgi", "of", "ef", "eini"};
constexpr std::array<std::string_view, 23> kGreekStarts = {
    "mp", "nt", "gk", "hr",   "chr",  "khr", "hatz", "chatz", "papa", "yiann", "giann", "xen",
    "ai", "ei", "oi", "geor", "yeor", "eug", "evg",  "efg",   "euth", "efth",  "demet"};

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
                                  SoundRule{"ci", "ch", Place::kEnd},
                                  SoundRule{"ci", "ch", Place::kBeforeBack},
                                  SoundRule{"ce", "ch", Place::kBeforeBack},
                                  SoundRule{"ci", "chi"},
                                  SoundRule{"ce", "che"},
                                  SoundRule{"gi", "dj", Place::kBeforeBack},
                                  SoundRule{"ge", "dj", Place::kBeforeBack},
                                  SoundRule{"gi", "dji"},
                                  SoundRule{"ge", "dje"},
                                  SoundRule{"ea", "ia"},
                                  SoundRule{"j", "z", Place::kBeforeVowel},
                                  SoundRule{"c", "k"}};
constexpr std::array<std::string_view, 19> kRomanianEnds = {
    "ean", "scu",  "anu", "aru", "oru",  "oiu", "iuc", "ariu", "nschi", "schi",
    "ac",  "iciu", "ciu", "giu", "oaia", "tea", "nea", "lea",  "tari"};
constexpr std::array<std::string_view, 5> kRomanianParts = {"ghe", "ghi", "cea", "cio", "ciu"};
// The last ones have a Latin c for the k of the neighbours: Constantin, Victor, Nicolae.
constexpr std::array<std::string_view, 26> kRomanianStarts = {
    "georg", "giorg", "chi",   "jit",   "jia",   "jos",   "coj",    "const", "costa",
    "costi", "nico",  "vict",  "franc", "carol", "corne", "crist",  "claud", "catal",
    "cosmi", "calin", "octav", "cyr",   "leanc", "lucr",  "cristi", "hect"};

// Turkish: c is dž.
constexpr SoundRules kTurkish = {SoundRule{"ch", "ch"}, SoundRule{"ck", "k"}, SoundRule{"cs", "cs"},
                                 SoundRule{"cz", "cz"}, SoundRule{"c", "dz", Place::kBeforeVowel}};
// ü by way of Bulgarian: Гюнай, Gyunay.
constexpr SoundRules kTurkishU = {SoundRule{"yu", "u", Place::kInside}};
constexpr std::array<std::string_view, 9> kNotTurkish = {"ch", "ck", "cs", "cz", "tc",
                                                         "sc", "cc", "w",  "x"};
constexpr std::array<std::string_view, 10> kNotTurkishEnds = {"ic",  "ich", "scu",  "ica", "eanu",
                                                              "nce", "ce",  "tion", "cu",  "ci"};
constexpr std::array<std::string_view, 3> kTurkishEnds = {"gci", "ici", "irci"};

// Bulgarian names by way of French: j is ž, tch is č, ch is š.
constexpr SoundRules kFrench = {SoundRule{"chtch", "sh"},
                                SoundRule{"tch", "c"},
                                SoundRule{"cht", "st"},
                                SoundRule{"ch", "s"},
                                SoundRule{"j", "z", Place::kBeforeVowel},
                                SoundRule{"ouj", "ouz"}};
constexpr std::array<std::string_view, 7> kSoftJ = {"dj", "gj", "lj", "nj", "tj", "kj", "ij"};
constexpr std::array<std::string_view, 12> kBulgarianEnds = {
    "ov", "ev", "ova", "eva", "off", "eff", "ski", "ska", "ki", "ko", "ka", "ar"};

// Poutine, Eltsine: an e that says that the n is heard.
constexpr SoundRules kMuteE = {SoundRule{"ine", "in", Place::kEnd},
                               SoundRule{"yne", "in", Place::kEnd}};
constexpr std::array<std::string_view, 5> kMuteEnds = {"tsine", "tsyne", "kine", "chine", "nyne"};

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

// tj, nj, lj before a vowel, and ly and ny at the end, where no new consonant is meant.
constexpr SoundRules kSoft = {
    SoundRule{"tj", "ti", Place::kBeforeVowel},     SoundRule{"nj", "ni", Place::kBeforeVowel},
    SoundRule{"lj", "li", Place::kBeforeVowel},     SoundRule{"ny", "ni", Place::kBeforeVowel},
    SoundRule{"ly", "li", Place::kBeforeVowel},     SoundRule{"ny", "ni", Place::kBeforeConsonant},
    SoundRule{"ly", "li", Place::kBeforeConsonant}, SoundRule{"liu", "lu"},
    SoundRule{"gy", "gi", Place::kBeforeVowel},     SoundRule{"gj", "gi", Place::kBeforeVowel},
    SoundRule{"ky", "ki", Place::kBeforeVowel},     SoundRule{"kj", "ki", Place::kBeforeVowel}};
// đ, ѓ, ќ whose marks were left out, beside dj, gj, kj.
constexpr SoundRules kBareDj = {SoundRule{"dj", "d"},
                                SoundRule{"ovikj", "ovic", Place::kEnd},
                                SoundRule{"gj", "g"},
                                SoundRule{"kj", "k"},
                                SoundRule{"ovik", "ovic", Place::kEnd},
                                SoundRule{"evik", "evic", Place::kEnd}};

// ICAO 9303-3 section 6 A writes ü as ue or uxx, ö as oe, ä as ae, ñ as nxx: Guel is Gül, where
// French reads gue as ge.
constexpr SoundRules kPassport = {SoundRule{"ue", "u"},    SoundRule{"oe", "o"},
                                  SoundRule{"ael", "ael"}, SoundRule{"ae", "a"},
                                  SoundRule{"uxx", "u"},   SoundRule{"nxx", "n"}};

bool has_french_j(std::string_view word) {
  return word.find('j') != word.npos && !has_any(word, kSoftJ);
}
bool has_mute_e(std::string_view word) {
  return ends_in_any(word, kMuteEnds) ||
         (ends_in(word, "ine") &&
          (has_french_j(word) || has_any(word, std::array<std::string_view, 2>{"ou", "tch"})));
}
bool looks_greek(std::string_view word) {
  return ends_in_any(word, kGreekEnds) || begins_with_any(word, kGreekStarts) ||
         has_any(word, std::array<std::string_view, 2>{"gg", "ngel"});
}
bool is_romanian(std::string_view word) {
  return ends_in_any(word, kRomanianEnds) || has_any(word, kRomanianParts) ||
         begins_with_any(word, kRomanianStarts);
}
bool is_turkish(std::string_view word) {
  return word.find('c') != word.npos && !has_any(word, kNotTurkish) &&
         (word == "haci" || !ends_in_any(word, kNotTurkishEnds) || ends_in_any(word, kTurkishEnds));
}
bool is_french(std::string_view word) {
  return has_french_j(word) || has_mute_e(word) ||
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

std::string turkish_sound(std::string_view ascii) { return skeleton(rewritten(ascii, kTurkish)); }
std::string romanian_sound(std::string_view ascii) { return skeleton(rewritten(ascii, kRomanian)); }

namespace {

class Readings {
 public:
  explicit Readings(std::string_view word) : word_(word), plain_(skeleton(word)) {}

  void add_key(char by, std::string key) {
    if (key != plain_) {
      found_.push_back({by, std::move(key)});
    }
  }
  void add(char by, std::string_view spelling) {
    if (spelling != word_) {
      add_key(by, skeleton(spelling));
    }
  }

  void add_turkish() {
    if (is_turkish(word_)) {
      const auto word = rewritten(word_, kTurkish);
      add('t', word);
      add_soft_end(word);
    }
    add('t', rewritten(word_, kTurkishU));
  }

  void add_of_all() {
    if (auto name = arabic_name(word_); !name.empty()) {
      add_key('a', std::move(name));
    }
    if (const auto name = without_fleeting(word_); !name.empty()) {
      add('n', name);
    }
    add_soft_end(std::string(word_));
  }

  std::vector<Reading> done() { return std::move(found_); }

 private:
  // Ahmet is Ahmed, Recep is Redžep: Turkish hardens what stands at the end.
  void add_soft_end(std::string word) {
    const auto last = word.empty() ? '\0' : word.back();
    if (word.size() >= kShortest && (last == 't' || last == 'p') &&
        is_vowel(word[word.size() - 2])) {
      word.back() = last == 't' ? 'd' : 'b';
      add('t', word);
    }
  }

  std::string_view word_;
  std::string plain_;
  std::vector<Reading> found_;
};

}  // namespace

std::vector<Reading> readings_of_all(std::string_view ascii) {
  Readings found(ascii);
  found.add_of_all();
  return found.done();
}

std::vector<Reading> readings(std::string_view ascii) {
  if (ascii.size() < kShortest) {
    return readings_of_all(ascii);
  }
  Readings found(ascii);
  if (looks_greek(ascii)) {
    found.add_key('g', greek_sound(ascii));
  }
  if (is_romanian(ascii)) {
    found.add_key('r', romanian_sound(ascii));
  }
  found.add_turkish();
  if (is_french(ascii)) {
    const auto heard = has_mute_e(ascii) ? rewritten(ascii, kMuteE) : std::string(ascii);
    found.add('f', rewritten(heard, kFrench));
    found.add('f', bare_e(rewritten(heard, kFrench)));
  }
  if (is_bulgarian(ascii)) {
    found.add('b', bulgarian(ascii));
  }
  for (const auto& spelling : as_ukrainian(ascii)) {
    found.add('u', spelling);
  }
  if (has_any(ascii, std::array<std::string_view, 5>{"ue", "oe", "ae", "uxx", "nxx"})) {
    found.add('m', rewritten(ascii, kPassport));
  }
  const auto soft = rewritten(ascii, kSoft);
  found.add('i', soft);
  found.add('d', rewritten(ascii, kBareDj));
  found.add('e', bare_e(ascii));
  found.add('e', bare_e(soft));
  for (const auto& spelling : as_german(ascii)) {
    found.add('k', spelling);
  }
  found.add_of_all();
  return found.done();
}

}  // namespace pouch::search
