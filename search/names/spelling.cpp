#include "search/names/spelling.hpp"

#include <algorithm>
#include <array>

#include "search/names/sound_rules.hpp"

namespace pouch::search {
namespace {

constexpr std::size_t kSystems = 7;

struct Letter {
  char32_t letter;
  std::array<std::string_view, kSystems> in;  // in the order of System
};

// In order of code points.
constexpr std::array kLetters = {
    Letter{U'â', {"i", "a", "a", "a", "a", "a", "i"}},
    Letter{U'ä', {"a", "ae", "ae", "a", "ae", "ae", "a"}},
    Letter{U'ç', {"c", "ch", "ch", "tch", "c", "ch", "c"}},
    Letter{U'ð', {"dj", "dj", "dj", "dj", "d", "dj", "dj"}},
    Letter{U'ö', {"o", "oe", "oe", "o", "oe", "oe", "o"}},
    Letter{U'ü', {"u", "ue", "ue", "u", "ue", "ue", "u"}},
    Letter{U'ć', {"c", "ch", "ch", "tch", "c", "ch", "c"}},
    Letter{U'č', {"c", "ch", "ch", "tch", "c", "ch", "c"}},
    Letter{U'đ', {"dj", "dj", "dj", "dj", "d", "dj", "dj"}},
    Letter{U'ő', {"o", "oe", "oe", "o", "oe", "oe", "o"}},
    Letter{U'ş', {"s", "sh", "sh", "ch", "s", "sh", "s"}},
    Letter{U'š', {"s", "sh", "sh", "ch", "s", "sh", "s"}},
    Letter{U'ţ', {"ts", "ts", "tz", "tz", "t", "ts", "ts"}},
    Letter{U'ű', {"u", "ue", "ue", "u", "ue", "ue", "u"}},
    Letter{U'ž', {"z", "zh", "j", "j", "z", "zh", "z"}},
    Letter{U'ǵ', {"gj", "gj", "gj", "gj", "g", "gj", "gj"}},
    Letter{U'ș', {"s", "sh", "sh", "ch", "s", "sh", "s"}},
    Letter{U'ț', {"ts", "ts", "tz", "tz", "t", "ts", "ts"}},
    Letter{U'α', {"a", "a", "a", "a", "a", "a", "a"}},
    Letter{U'β', {"v", "v", "v", "v", "v", "v", "v"}},
    Letter{U'γ', {"g", "g", "g", "g", "g", "g", "g"}},
    Letter{U'δ', {"d", "d", "d", "d", "d", "d", "d"}},
    Letter{U'ε', {"e", "e", "e", "e", "e", "e", "e"}},
    Letter{U'ζ', {"z", "z", "z", "z", "z", "z", "z"}},
    Letter{U'η', {"i", "i", "i", "i", "i", "i", "i"}},
    Letter{U'θ', {"th", "th", "th", "th", "th", "th", "th"}},
    Letter{U'ι', {"i", "i", "i", "i", "i", "i", "i"}},
    Letter{U'κ', {"k", "k", "k", "k", "k", "k", "k"}},
    Letter{U'λ', {"l", "l", "l", "l", "l", "l", "l"}},
    Letter{U'μ', {"m", "m", "m", "m", "m", "m", "m"}},
    Letter{U'ν', {"n", "n", "n", "n", "n", "n", "n"}},
    Letter{U'ξ', {"ks", "ks", "ks", "ks", "x", "ks", "x"}},
    Letter{U'ο', {"o", "o", "o", "o", "o", "o", "o"}},
    Letter{U'π', {"p", "p", "p", "p", "p", "p", "p"}},
    Letter{U'ρ', {"r", "r", "r", "r", "r", "r", "r"}},
    Letter{U'ς', {"s", "s", "s", "s", "s", "s", "s"}},
    Letter{U'σ', {"s", "s", "s", "s", "s", "s", "s"}},
    Letter{U'τ', {"t", "t", "t", "t", "t", "t", "t"}},
    Letter{U'υ', {"i", "i", "i", "i", "y", "i", "y"}},
    Letter{U'φ', {"f", "f", "f", "f", "f", "f", "f"}},
    Letter{U'χ', {"h", "h", "h", "h", "ch", "h", "ch"}},
    Letter{U'ψ', {"ps", "ps", "ps", "ps", "ps", "ps", "ps"}},
    Letter{U'ω', {"o", "o", "o", "o", "o", "o", "o"}},
    Letter{U'ϊ', {"i", "i", "i", "i", "i", "i", "i"}},
    Letter{U'ϋ', {"i", "i", "i", "i", "y", "i", "y"}},
    Letter{U'г', {"g", "g", "g", "g", "g", "h", "g"}},
    Letter{U'ж', {"z", "zh", "j", "j", "zh", "zh", "z"}},
    Letter{U'и', {"i", "i", "i", "i", "i", "y", "i"}},
    Letter{U'й', {"j", "y", "y", "y", "i", "i", "j"}},
    Letter{U'у', {"u", "u", "u", "ou", "u", "u", "u"}},
    Letter{U'х', {"h", "h", "h", "kh", "kh", "kh", "h"}},
    Letter{U'ц', {"c", "ts", "tz", "tz", "ts", "ts", "c"}},
    Letter{U'ч', {"c", "ch", "ch", "tch", "ch", "ch", "c"}},
    Letter{U'ш', {"s", "sh", "sh", "ch", "sh", "sh", "s"}},
    Letter{U'щ', {"st", "sht", "sht", "cht", "shch", "shch", "st"}},
    Letter{U'ъ', {"a", "a", "u", "a", "", "", "a"}},
    Letter{U'ы', {"y", "y", "y", "y", "y", "y", "y"}},
    Letter{U'ь', {"", "y", "y", "i", "", "", ""}},
    Letter{U'э', {"e", "e", "e", "e", "e", "e", "e"}},
    Letter{U'ю', {"ju", "yu", "yu", "iou", "iu", "iu", "ju"}},
    Letter{U'я', {"ja", "ya", "ya", "ia", "ia", "ia", "ja"}},
    Letter{U'ё', {"jo", "yo", "yo", "io", "e", "io", "jo"}},
    Letter{U'ђ', {"dj", "dj", "dj", "dj", "d", "dj", "dj"}},
    Letter{U'ѓ', {"gj", "gj", "gj", "gj", "g", "gj", "gj"}},
    Letter{U'є', {"je", "ye", "ye", "ie", "ie", "ie", "je"}},
    Letter{U'ѕ', {"dz", "dz", "dz", "dz", "dz", "dz", "dz"}},
    Letter{U'і', {"i", "i", "i", "i", "i", "i", "i"}},
    Letter{U'ї', {"ji", "yi", "yi", "i", "i", "i", "ji"}},
    Letter{U'ј', {"j", "y", "y", "y", "j", "j", "j"}},
    Letter{U'љ', {"lj", "ly", "ly", "ly", "lj", "lj", "lj"}},
    Letter{U'њ', {"nj", "ny", "ny", "ny", "nj", "nj", "nj"}},
    Letter{U'ћ', {"c", "ch", "ch", "tch", "c", "ch", "c"}},
    Letter{U'ќ', {"c", "kj", "kj", "kj", "k", "kj", "c"}},
    Letter{U'џ', {"dz", "dzh", "dj", "dj", "dj", "dzh", "dz"}},
    Letter{U'ґ', {"g", "g", "g", "g", "g", "g", "g"}},
    Letter{U'ḱ', {"c", "kj", "kj", "kj", "k", "kj", "c"}},
};

constexpr bool in_order() {
  for (std::size_t i = 1; i < kLetters.size(); ++i) {
    if (kLetters[i - 1].letter >= kLetters[i].letter) {
      return false;
    }
  }
  return true;
}
static_assert(in_order());

struct Pair {
  char32_t first, second;
  std::string_view sound, passport;
};

// Greek ones; Bulgarian ьо.
constexpr std::array kPairs = {
    Pair{U'ь', U'о', "jo", "jo"}, Pair{U'ο', U'υ', "u", "ou"},   Pair{U'α', U'υ', "av", "av"},
    Pair{U'ε', U'υ', "ev", "ev"}, Pair{U'η', U'υ', "iv", "iv"},  Pair{U'ε', U'ι', "i", "ei"},
    Pair{U'ο', U'ι', "i", "oi"},  Pair{U'υ', U'ι', "i", "yi"},   Pair{U'α', U'ι', "e", "ai"},
    Pair{U'μ', U'π', "b", "mp"},  Pair{U'τ', U'ζ', "dz", "tz"},  Pair{U'τ', U'σ', "c", "ts"},
    Pair{U'γ', U'γ', "ng", "ng"}, Pair{U'γ', U'ξ', "nks", "nx"}, Pair{U'γ', U'χ', "nh", "nch"}};

const Pair* pair_at(std::u32string_view rest) {
  if (rest.size() < 2) {
    return nullptr;
  }
  const auto* found = std::find_if(kPairs.begin(), kPairs.end(), [&](const Pair& pair) {
    return pair.first == rest[0] && pair.second == rest[1];
  });
  return found == kPairs.end() ? nullptr : found;
}

// ELOT 743: αυ, ευ, ηυ end in f before a voiceless letter and at the end.
bool is_voiceless(std::u32string_view behind) {
  return behind.empty() || std::u32string_view(U"θκξπστφχψς").find(behind[0]) != behind.npos;
}

std::string pair_in(const Pair& pair, std::u32string_view rest, bool begins, System system) {
  if (system != System::kPassport) {
    return std::string(pair.sound);
  }
  if (pair.first == U'μ' && begins) {
    return "b";
  }
  std::string result(pair.passport);
  if (pair.second == U'υ' && pair.first != U'ο' && is_voiceless(rest.substr(2))) {
    result.back() = 'f';
  }
  return result;
}

const Letter* row_of(char32_t letter) {
  const auto* row = std::lower_bound(kLetters.begin(), kLetters.end(), letter,
                                     [](const Letter& a, char32_t b) { return a.letter < b; });
  return row != kLetters.end() && row->letter == letter ? row : nullptr;
}

bool is_iotated(char32_t c) {
  return std::u32string_view(U"яюеё").find(c) != std::u32string_view::npos;
}

// English digraphs; ends apart.
constexpr SoundRules kEnglish = {
    SoundRule{"shch", "st"}, SoundRule{"sht", "st"},  SoundRule{"dzh", "dz"},
    SoundRule{"tch", "c"},   SoundRule{"ch", "c"},    SoundRule{"sh", "s"},
    SoundRule{"zh", "z"},    SoundRule{"ts", "c"},    SoundRule{"tz", "c"},
    SoundRule{"kh", "h"},    SoundRule{"iya", "ija"}, SoundRule{"ia", "ija", Place::kInside},
    SoundRule{"yu", "ju"},   SoundRule{"iu", "ju"},   SoundRule{"ya", "ja"},
    SoundRule{"yo", "jo"},   SoundRule{"kj", "c"},    SoundRule{"y", "j"}};
constexpr SoundRules kRussianEnd = {SoundRule{"iy", "ij", Place::kEnd},
                                    SoundRule{"yy", "ij", Place::kEnd},
                                    SoundRule{"y", "ij", Place::kEnd}};

}  // namespace

std::string spelled(std::u32string_view letters, System system, LatinOf latin) {
  std::string result;
  for (std::size_t at = 0; at < letters.size(); ++at) {
    const auto rest = letters.substr(at);
    const auto* pair = pair_at(rest);
    if (pair != nullptr && (pair->first != U'ь' || system == System::kRegional)) {
      result += pair_in(*pair, rest, at == 0, system);
      ++at;
    } else if (system == System::kRegional && rest.size() > 1 &&
               (rest[0] == U'ќ' || rest[0] == U'ḱ')) {
      result += "kj";  // c at the end alone, where -ић and -иќ are one
    } else if (rest[0] == U'ъ' && rest.size() > 1 && is_iotated(rest[1])) {
      continue;  // Russian: Подъячев
    } else if (const auto* row = row_of(rest[0])) {
      result += row->in[static_cast<std::size_t>(system)];
    } else {
      result += latin(rest[0]);
    }
  }
  return result;
}

std::vector<std::string> regional_of(std::string_view ascii) {
  std::vector<std::string> found;
  for (const auto& one :
       {rewritten(ascii, kEnglish), rewritten(rewritten(ascii, kRussianEnd), kEnglish)}) {
    if (one != ascii && std::find(found.begin(), found.end(), one) == found.end()) {
      found.push_back(one);
    }
  }
  return found;
}

}  // namespace pouch::search
