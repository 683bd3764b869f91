#include "search/fold.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <stdexcept>
#include <unordered_map>

#include "search/readings.hpp"
#include "search/skeleton.hpp"
#include "search/sound_rules.hpp"
#include "search/spelling.hpp"

namespace pouch::search {
namespace {

std::unique_ptr<icu::Transliterator> made(const char* rules) {
  UErrorCode error = U_ZERO_ERROR;
  UParseError where;
  std::unique_ptr<icu::Transliterator> result(icu::Transliterator::createFromRules(
      "pouch", icu::UnicodeString::fromUTF8(rules), UTRANS_FORWARD, where, error));
  if (U_FAILURE(error) || !result) {
    throw std::runtime_error("ICU does not know its own transliterations; is libicu72 whole?");
  }
  return result;
}

// One per thread: a transliterator must not be shared.
const icu::Transliterator& generic_rules() {
  thread_local const auto rules = made("[:DI:] > ; :: Any-Latin; :: Latin-ASCII; :: Lower;");
  return *rules;
}
bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool ascii_alnum(char c) {
  return static_cast<unsigned char>(c) < 0x80 && std::isalnum(static_cast<unsigned char>(c)) != 0;
}

std::string lower_alnum(std::string_view ascii) {
  std::string key;
  for (const char c : ascii) {
    if (ascii_alnum(c)) {
      key += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      key += c;  // a script that ICU cannot write in Latin stays as it is
    }
  }
  return key;
}

std::string transliterated(std::string_view word, const icu::Transliterator& rules) {
  auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(word.data(), static_cast<std::int32_t>(word.size())));
  rules.transliterate(text);
  std::string utf8;
  text.toUTF8String(utf8);
  return lower_alnum(utf8);
}

// Letters of the plates of Bulgaria, Greece, Serbia, North Macedonia and Bosnia that look Latin.
char look_alike(UChar32 c) {
  static constexpr std::u32string_view kForeign = U"АВЕКМНОРСТУХІЈЅЗΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
  static constexpr std::string_view kLatin = "ABEKMHOPCTYXIJS3ABEZHIKMNOPTYX";
  static_assert(kForeign.size() == kLatin.size());
  const auto at = kForeign.find(static_cast<char32_t>(c));
  return at == std::u32string_view::npos ? '\0' : kLatin[at];
}

char near_equal(char c) {
  static constexpr std::string_view kLetters = "OIBSZ";
  static constexpr std::string_view kDigits = "01852";
  const auto at = kLetters.find(c);
  return at == std::string_view::npos ? c : kDigits[at];
}

std::string upper_ascii(std::string text) {
  for (auto& c : text) {
    if (c >= 'a' && c <= 'z') {
      c = static_cast<char>(c - 'a' + 'A');
    }
  }
  return text;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
UChar32 next_character(std::string_view text, std::int32_t& at) {
  UChar32 c = 0;
  U8_NEXT(text.data(), at, static_cast<std::int32_t>(text.size()), c);
  return c;  // negative when ill-formed
}
#pragma GCC diagnostic pop

bool in_word(UChar32 c) {
  return c >= 0 && (u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0);
}

// Soft hyphens, zero-width spaces and the like: mail clients leave them inside words.
bool is_ignorable(UChar32 c) {
  return c >= 0x80 && u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool is_space(UChar32 c) { return c == '\t' || c == '\n' || c == '\r' || u_isUWhiteSpace(c); }

// One letter or digit of an identifier. Folding by ICU costs microseconds, and identifiers use few
// characters: what it gave is kept.
const std::string& identifier_letter(UChar32 c, std::string_view octets) {
  constexpr std::size_t kKept = 4096;
  thread_local std::unordered_map<UChar32, std::string> kept;
  const auto found = kept.find(c);
  if (found != kept.end()) {
    return found->second;
  }
  if (kept.size() >= kKept) {
    kept.clear();
  }
  const char plain = look_alike(u_toupper(c));
  return kept[c] = plain != '\0' ? std::string(1, plain) : upper_ascii(fold_word(octets));
}

// Scripts whose letters are written in Latin one by one; ICU is asked once for each.
bool stands_alone(UChar32 c) {
  return (c >= 0 && c < 0x250) || (c >= 0x400 && c < 0x530) || (c >= 0x1E00 && c < 0x1F00);
}

bool is_greek(char32_t c) { return (c >= 0x370 && c < 0x400) || (c >= 0x1F00 && c < 0x2000); }

// A letter in lower case as the generic key has it.
std::string latin_of(char32_t c) {
  if (c < 0x80) {
    return lower_alnum(std::string(1, static_cast<char>(c)));
  }
  constexpr std::size_t kKept = 4096;
  thread_local std::unordered_map<char32_t, std::string> kept;
  if (const auto found = kept.find(c); found != kept.end()) {
    return found->second;
  }
  if (kept.size() >= kKept) {
    kept.clear();
  }
  std::string utf8;
  icu::UnicodeString(static_cast<UChar32>(c)).toUTF8String(utf8);
  return kept[c] = transliterated(utf8, generic_rules());
}

enum class Script { kLatin, kCyrillic, kGreek, kOther };

struct Letters {
  std::u32string lower;  // composed; Greek ones without marks
  Script script = Script::kLatin;
};

const icu::Normalizer2& composer() {
  UErrorCode error = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error) || form == nullptr) {
    throw std::runtime_error("ICU does not know its own normal forms; is libicu72 whole?");
  }
  return *form;
}

char32_t without_marks(char32_t c) {
  icu::UnicodeString parts;
  char32_t bare = c;
  while (composer().getDecomposition(static_cast<UChar32>(bare), parts)) {
    bare = static_cast<char32_t>(parts.char32At(0));
    parts.remove();
  }
  return bare;
}

// Script::kOther for a word with letters of no script that spelling.hpp knows.
Letters letters(std::string_view word) {
  Letters result;
  auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(word.data(), static_cast<std::int32_t>(word.size())));
  if (!is_ascii(word)) {
    UErrorCode error = U_ZERO_ERROR;
    text = composer().normalize(text, error);
  }
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    auto c = static_cast<char32_t>(u_tolower(text.char32At(i)));
    if (is_greek(c)) {
      c = without_marks(c);
      result.script = Script::kGreek;
    } else if (!stands_alone(static_cast<UChar32>(c)) && u_isalpha(static_cast<UChar32>(c))) {
      return {{}, Script::kOther};
    } else if (c >= 0x400 && result.script == Script::kLatin) {
      result.script = Script::kCyrillic;
    }
    if (in_word(static_cast<UChar32>(c)) && !is_ignorable(static_cast<UChar32>(c))) {
      result.lower += c;
    }
  }
  return result;
}

void add_sound(NameKeys& keys, char by, std::string key) {
  if (!key.empty() &&
      std::find(keys.skeletons.begin(), keys.skeletons.end(), key) == keys.skeletons.end()) {
    keys.skeletons.push_back(std::move(key));
    keys.readings += by;
  }
}

void add_sounds(const Letters& name, NameKeys& keys) {
  add_sound(keys, kPlainSound, skeleton(keys.generic));
  add_sound(keys, kPlainSound, skeleton(keys.spelling));
  if (name.script == Script::kGreek) {
    add_sound(keys, 'g', greek_sound(keys.others.front()));
  }
  if (name.script == Script::kCyrillic && name.lower.find(U'ъ') != name.lower.npos) {
    auto old = name.lower;
    std::replace(old.begin(), old.end(), U'ъ', U'у');
    add_sound(keys, 'b', skeleton(spelled(old, System::kRegional, latin_of)));
  }
  // A marked c is no Greek, Romanian or Turkish one.
  if (name.script == Script::kLatin && name.lower.find_first_of(U"çćč") == name.lower.npos) {
    for (auto& reading : readings(keys.generic)) {
      add_sound(keys, reading.by, std::move(reading.key));
    }
  }
}

// Ways to write a Greek name beside ELOT 743, each upon the one before.
constexpr std::array kGreekHabits = {SoundRule{"gi", "y", Place::kBeforeVowel},
                                     SoundRule{"ch", "h"},
                                     SoundRule{"mp", "b"},
                                     SoundRule{"ou", "u"},
                                     SoundRule{"tz", "dz"},
                                     SoundRule{"ei", "i"},
                                     SoundRule{"oi", "i"}};

// 00 before a country's number is a plus sign.
void drop_international_prefix(std::string& number) {
  constexpr std::size_t kShortest = 10;
  if (number.size() >= kShortest && number.compare(0, 2, "00") == 0 && number[2] != '0' &&
      number.find_first_not_of("0123456789") == std::string::npos) {
    number.erase(0, 2);
  }
}

}  // namespace

std::string fold_word(std::string_view word) {
  if (is_ascii(word)) {
    return lower_alnum(word);
  }
  std::string key;
  const auto size = static_cast<std::int32_t>(word.size());
  for (std::int32_t i = 0; i < size;) {
    const auto c = next_character(word, i);
    if (!stands_alone(c) && !is_ignorable(c)) {
      return transliterated(word, generic_rules());
    }
    key += is_ignorable(c) ? std::string() : latin_of(static_cast<char32_t>(u_tolower(c)));
  }
  return key;
}

NameKeys fold_name(std::string_view word) {
  NameKeys keys;
  keys.generic = fold_word(word);
  keys.spelling = keys.generic;
  const auto name = letters(word);
  if (name.script != Script::kOther) {
    keys.spelling = spelled(name.lower, System::kRegional, latin_of);
  }
  if (name.script == Script::kGreek) {
    keys.others.push_back(spelled(name.lower, System::kPassport, latin_of));
  }
  add_sounds(name, keys);
  return keys;
}

std::vector<std::string> other_spellings(std::string_view word) {
  auto found = regional_of(fold_word(word));
  const auto name = letters(word);
  if (name.script == Script::kOther || is_ascii(word)) {
    return found;
  }
  for (const auto system : {System::kStreamlined, System::kOld, System::kFrench, System::kIcao,
                            System::kUkrainian, System::kPassport}) {
    found.push_back(spelled(name.lower, system, latin_of));
  }
  if (name.script == Script::kGreek) {
    for (const auto& rule : kGreekHabits) {
      found.push_back(rewritten(found.back(), std::array{rule}));
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

IdentifierKeys fold_identifier(std::string_view value) {
  std::string latin;
  const auto size = static_cast<std::int32_t>(value.size());
  for (std::int32_t i = 0; i < size;) {
    const auto start = i;
    const auto c = next_character(value, i);
    if (c < 0 || !u_isalnum(c)) {
      continue;
    }
    latin += identifier_letter(
        c, value.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)));
  }
  drop_international_prefix(latin);
  IdentifierKeys keys{latin, latin};
  std::transform(keys.look.begin(), keys.look.end(), keys.look.begin(), near_equal);
  return keys;
}

std::string plain_line(std::string_view text) {
  std::string line;
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    const auto start = static_cast<std::size_t>(i);
    const auto c = next_character(text, i);
    if (c < 0) {
      line += "\xEF\xBF\xBD";
    } else if (is_space(c)) {
      line.append(line.empty() || line.back() == ' ' ? "" : " ");
    } else if (u_isprint(c)) {  // no controls, no format characters
      line.append(text.substr(start, static_cast<std::size_t>(i) - start));
    }
  }
  return line;
}

std::vector<Word> words(std::string_view text) {
  std::vector<Word> found;
  const auto size = static_cast<std::int32_t>(text.size());
  bool open = false;
  for (std::int32_t i = 0; i < size;) {
    const auto start = static_cast<std::size_t>(i);
    const auto c = next_character(text, i);
    if (open && is_ignorable(c)) {
      continue;  // the word goes on behind it, if it does
    }
    if (!in_word(c) || is_ignorable(c)) {
      open = false;
    } else if (open) {
      found.back().end = static_cast<std::size_t>(i);
    } else {
      found.push_back({start, static_cast<std::size_t>(i)});
      open = true;
    }
  }
  return found;
}

}  // namespace pouch::search
