#include "search/fold.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <unordered_map>

#include "search/ascii.hpp"
#include "search/letters.hpp"

namespace pouch::search {
namespace {

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

constexpr unsigned char kAscii = 0x80;

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

// +40 (0)721: the 0 is dialled within the country alone.
std::string_view without_trunk_prefix(std::string_view value, std::string& kept) {
  constexpr std::string_view kTrunk = "(0)";
  const auto at = value.find(kTrunk);
  const auto begin = value.find_first_not_of(" (");
  if (at == value.npos || begin >= at ||
      (value[begin] != '+' && value.compare(begin, 2, "00") != 0)) {
    return value;
  }
  kept.assign(value.substr(0, at)).append(value.substr(at + kTrunk.size()));
  return kept;
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

IdentifierKeys fold_identifier(std::string_view written) {
  std::string kept;
  const auto value = without_trunk_prefix(written, kept);
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
    if (is_alnum(text[start])) {
      line += text[start];
      ++i;
      continue;
    }
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
    if (const auto octet = static_cast<unsigned char>(text[start]); octet < kAscii) {
      ++i;
      if (!is_alnum(static_cast<char>(octet))) {
        open = false;
      } else if (open) {
        found.back().end = start + 1;
      } else {
        found.push_back({start, start + 1});
        open = true;
      }
      continue;
    }
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

Capital first_letter(std::string_view word) {
  std::int32_t at = 0;
  const auto c = word.empty() ? -1 : next_character(word, at);
  if (c < 0 || !u_isalpha(c)) {
    return Capital::kDigit;
  }
  if (u_isupper(c) || u_istitle(c)) {
    return Capital::kYes;
  }
  return u_islower(c) ? Capital::kNo : Capital::kNone;
}

}  // namespace pouch::search
