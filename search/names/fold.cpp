#include "search/names/fold.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "search/ascii.hpp"
#include "search/names/letters.hpp"

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

// The Cyrillic ones of them that sound otherwise than they look.
char letter_sound(UChar32 c) {
  static constexpr std::u32string_view kLooking = U"ВНРСУХЗ";
  static constexpr std::string_view kSounding = "VNRSUHZ";
  static_assert(kLooking.size() == kSounding.size());
  const auto at = kLooking.find(static_cast<char32_t>(c));
  return at == std::u32string_view::npos ? '\0' : kSounding[at];
}

struct Sounding {
  std::size_t at = 0;  // of the compact form
  char sound = '\0';
};

std::vector<std::string> spoken_ways(const std::string& whole, const std::vector<Sounding>& all) {
  constexpr std::size_t kEachWay = 3;
  std::vector<std::string> ways;
  const std::size_t end = std::size_t{1} << std::min(all.size(), kEachWay);
  for (std::size_t which = all.size() > kEachWay ? end - 1 : 1; which < end; ++which) {
    auto way = whole;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all.size() > kEachWay || (which >> i & 1U) != 0) {
        way[all[i].at] = all[i].sound;
      }
    }
    ways.push_back(std::move(way));
  }
  return ways;
}

char near_equal(char c) {
  static constexpr std::string_view kLetters = "OIBSZ";
  static constexpr std::string_view kDigits = "01852";
  const auto at = kLetters.find(c);
  return at == std::string_view::npos ? c : kDigits[at];
}

char capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string upper_ascii(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), capital);
  return text;
}

constexpr unsigned char kAscii = 0x80;

// Letters and digits of ASCII.
constexpr auto kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0; c < kAscii; ++c) {
    plain[c] = is_alnum(static_cast<char>(c));
  }
  return plain;
}();

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
  std::vector<Sounding> sounding;
  const auto size = static_cast<std::int32_t>(value.size());
  for (std::int32_t i = 0; i < size;) {
    const auto start = i;
    const auto octet = value[static_cast<std::size_t>(i)];
    if (static_cast<unsigned char>(octet) < kAscii) {
      ++i;
      latin.append(is_alnum(octet) ? 1 : 0, capital(octet));
      continue;
    }
    const auto c = next_character(value, i);
    if (c < 0 || !u_isalnum(c)) {
      continue;
    }
    if (const char sound = letter_sound(u_toupper(c)); sound != '\0') {
      sounding.push_back({latin.size(), sound});
    }
    latin += identifier_letter(
        c, value.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)));
  }
  auto spoken = spoken_ways(latin, sounding);
  drop_international_prefix(latin);
  IdentifierKeys keys{latin, latin, std::move(spoken)};
  std::transform(keys.look.begin(), keys.look.end(), keys.look.begin(), near_equal);
  return keys;
}

bool has_numeral(std::string_view text) {
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    const auto c = next_character(text, i);
    if (c >= 0 && u_isdigit(c)) {
      return true;
    }
  }
  return false;
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
  constexpr std::size_t kOfWord = 6;  // octets, in the mean
  std::vector<Word> found;
  found.reserve(text.size() / kOfWord + 1);
  const auto size = static_cast<std::int32_t>(text.size());
  bool open = false;
  for (std::int32_t i = 0; i < size;) {
    const auto start = static_cast<std::size_t>(i);
    const auto octet = static_cast<unsigned char>(text[start]);
    if (kPlain[octet]) {
      auto end = start + 1;
      while (end < text.size() && kPlain[static_cast<unsigned char>(text[end])]) {
        ++end;
      }
      open ? void(found.back().end = end) : void(found.push_back({start, end}));
      open = end == text.size() || static_cast<unsigned char>(text[end]) >= kAscii;
      i = static_cast<std::int32_t>(open ? end : end + 1);  // the sign behind it is looked at
      continue;
    }
    if (octet < kAscii) {
      open = false;
      ++i;
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
