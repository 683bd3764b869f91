#include "search/fold.hpp"

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <stdexcept>
#include <unordered_map>

#include "search/skeleton.hpp"

namespace pouch::search {
namespace {

// ENGINES section 4. Marks on Greek letters go first, so that the digraphs stand side by side.
constexpr const char* kRegional =
    "[:DI:] > ; :: Lower; :: NFD; ([:Greek:]) [:Mn:]+ > $1; :: NFC;"
    "ǵ > gj; ḱ > c; ђ > dj; đ > dj; ð > dj; ѓ > gj; џ > dz; ѕ > dz;"
    "ћ > c; ч > c; ц > c; ќ > c; щ > st; х > h; χ > h; ъ > a; ю > ju; я > ja; ё > jo;"
    "ы > y; э > e; й > j; ж > z; ш > s; љ > lj; њ > nj; ь > ;"
    "ου > u; αυ > av; ευ > ev; ει > i; οι > i; υι > i; αι > e; μπ > b; τζ > dz; τσ > c;"
    "η > i; υ > i; ξ > ks; ψ > ps; θ > th; φ > f; ω > o;"
    ":: Any-Latin; :: Latin-ASCII; :: Lower;";

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

// One each per thread: a transliterator must not be shared.
const icu::Transliterator& generic_rules() {
  thread_local const auto rules = made("[:DI:] > ; :: Any-Latin; :: Latin-ASCII; :: Lower;");
  return *rules;
}
const icu::Transliterator& regional_rules() {
  thread_local const auto rules = made(kRegional);
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
  return is_ascii(word) ? lower_alnum(word) : transliterated(word, generic_rules());
}

NameKeys fold_name(std::string_view word) {
  NameKeys keys;
  keys.generic = fold_word(word);
  keys.spelling = is_ascii(word) ? keys.generic : transliterated(word, regional_rules());
  keys.skeletons.push_back(skeleton(keys.generic));
  if (auto other = skeleton(keys.spelling); other != keys.skeletons.front()) {
    keys.skeletons.push_back(std::move(other));
  }
  return keys;
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
