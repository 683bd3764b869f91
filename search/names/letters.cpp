#include "search/names/letters.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "search/ascii.hpp"
#include "search/names/fold.hpp"

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
std::string lower_alnum(std::string_view ascii) {
  std::string key;
  for (const char c : ascii) {
    if (is_alnum(c)) {
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

// Scripts whose letters are written in Latin one by one; ICU is asked once for each.
bool stands_alone(UChar32 c) {
  return (c >= 0 && c < 0x250) || (c >= 0x400 && c < 0x530) || (c >= 0x1E00 && c < 0x1F00);
}

// Cyrillic letters that stand for what Latin writes with two. ICU writes them as ISO 9 does, with
// marks alone to tell them from others: without the marks Яна would be Ана, Пањић be Панић.
std::string_view two_letters(char32_t c) {
  switch (c) {
    case U'я':
      return "ja";
    case U'ю':
      return "ju";
    case U'щ':
      return "st";
    case U'ъ':
      return "a";
    case U'љ':
      return "lj";
    case U'њ':
      return "nj";
    case U'џ':
    case U'ѕ':
      return "dz";
    default:
      return {};
  }
}

bool is_greek(char32_t c) { return (c >= 0x370 && c < 0x400) || (c >= 0x1F00 && c < 0x2000); }

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

// Greek αϊ and άι are two sounds where αι and αί are one: the mark on the second says so, or that
// the first alone has one. It is kept as the first says it.
char32_t greek_letter(char32_t c, bool behind_marked) {
  const auto bare = without_marks(c);
  const bool parted = c == U'ϊ' || c == U'ΐ' || c == U'ϋ' || c == U'ΰ';
  if (parted || (behind_marked && bare == c)) {
    return bare == U'ι' ? U'ϊ' : bare == U'υ' ? U'ϋ' : bare;
  }
  return bare;
}

bool is_marked_first(char32_t c) {
  return without_marks(c) != c &&
         std::u32string_view(U"αεηου").find(without_marks(c)) != std::u32string_view::npos;
}

}  // namespace

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
UChar32 next_character(std::string_view text, std::int32_t& at) {
  UChar32 c = 0;
  U8_NEXT(text.data(), at, static_cast<std::int32_t>(text.size()), c);
  return c;  // negative when ill-formed
}
#pragma GCC diagnostic pop

namespace {

bool is_word_letter(UChar32 c) { return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

// What ICU says of the letters of the region: every octet of a text that is no ASCII asks for it.
struct Known {
  static constexpr UChar32 kEnd = 0x600;  // behind Cyrillic
  std::array<bool, kEnd> in_word{}, ignorable{};

  Known() {
    for (UChar32 c = 0; c < kEnd; ++c) {
      const auto at = static_cast<std::size_t>(c);
      in_word[at] = is_word_letter(c);
      ignorable[at] = c >= 0x80 && u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
    }
  }
};

const Known& known() {
  static const Known all;
  return all;
}

bool is_known(UChar32 c) { return c >= 0 && c < Known::kEnd; }

}  // namespace

bool in_word(UChar32 c) {
  return is_known(c) ? known().in_word[static_cast<std::size_t>(c)] : c >= 0 && is_word_letter(c);
}

bool is_ignorable(UChar32 c) {
  return is_known(c) ? known().ignorable[static_cast<std::size_t>(c)]
                     : c >= 0 && u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

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
  if (const auto two = two_letters(c); !two.empty()) {
    return kept[c] = two;
  }
  std::string utf8;
  icu::UnicodeString(static_cast<UChar32>(c)).toUTF8String(utf8);
  return kept[c] = transliterated(utf8, generic_rules());
}

Letters letters(std::string_view word) {
  Letters result;
  bool behind_marked = false;
  auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(word.data(), static_cast<std::int32_t>(word.size())));
  if (!is_ascii(word)) {
    UErrorCode error = U_ZERO_ERROR;
    text = composer().normalize(text, error);
  }
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    auto c = static_cast<char32_t>(u_tolower(text.char32At(i)));
    if (is_greek(c)) {
      const bool marked = is_marked_first(c);
      c = greek_letter(c, std::exchange(behind_marked, marked));
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

namespace {

// Of a word with marks apart from their letters, or of another script.
std::string fold_composed(std::string_view word) {
  const auto name = letters(word);
  if (name.script == Script::kOther || name.script == Script::kGreek) {
    return transliterated(word, generic_rules());
  }
  std::u32string lower;
  std::copy_if(name.lower.begin(), name.lower.end(), std::back_inserter(lower), [](char32_t c) {
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) == 0;  // none has this letter
  });
  return latin_word(lower);
}

}  // namespace

std::string latin_word(std::u32string_view lower) {
  std::string key;
  char32_t before = 0;
  for (const auto c : lower) {
    append_latin(key, std::exchange(before, c), c);
  }
  return key;
}

void append_latin(std::string& key, char32_t before, char32_t c) {
  const bool glides = c == U'я' || c == U'ю';
  if (before == U'ъ' && !key.empty() && (glides || c == U'е' || c == U'ё')) {
    key.pop_back();
  }
  key += glides && (before == U'и' || before == U'і') ? latin_of(c).substr(1) : latin_of(c);
}

std::string fold_word(std::string_view word) {
  if (is_ascii(word)) {
    return lower_alnum(word);
  }
  std::string key;
  const auto size = static_cast<std::int32_t>(word.size());
  char32_t before = 0;
  for (std::int32_t i = 0; i < size;) {
    const auto c = next_character(word, i);
    if (is_ignorable(c)) {
      continue;
    }
    if (!stands_alone(c)) {
      return fold_composed(word);
    }
    const auto lower = static_cast<char32_t>(u_tolower(c));
    append_latin(key, std::exchange(before, lower), lower);
  }
  return key;
}

}  // namespace pouch::search
