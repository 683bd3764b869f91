#include "templates/text/fold.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace pouch::templates {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

icu::UnicodeString unicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

// Letters with a stroke, and the dotless i, have no decomposition in Unicode.
UChar32 plain(UChar32 c) {
  switch (c) {
    case 0x0131:  // ı
      return 'i';
    case 0x0111:  // đ
      return 'd';
    case 0x0142:  // ł
      return 'l';
    case 0x00F8:  // ø
      return 'o';
    default:
      return c;
  }
}

// What is left of one character or of a text: case, compatibility forms and marks are taken away.
std::string folded_by_icu(const icu::UnicodeString& source) {
  UErrorCode error = U_ZERO_ERROR;
  const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  const auto* decompose = icu::Normalizer2::getNFDInstance(error);
  if (U_FAILURE(error)) {
    return {};
  }
  const auto folded = decompose->normalize(casefold->normalize(source, error), error);
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const auto c = folded.char32At(i);
    if (u_isalnum(c)) {
      kept.append(plain(c));
    }
  }
  std::string result;
  kept.toUTF8String(result);
  return result;
}

// Latin, Greek and Cyrillic letters and marks, each folded alone: marks go, so that the neighbours
// of a letter do not matter, and the thousands of labels of a start are looked up instead of
// normalised.
constexpr UChar32 kTableEnd = 0x530;

std::string_view folded_letter(UChar32 c) {
  static const auto table = [] {
    std::array<std::string, kTableEnd> all;
    for (UChar32 one = 0; one < kTableEnd; ++one) {
      all[static_cast<std::size_t>(one)] = folded_by_icu(icu::UnicodeString(one));
    }
    return all;
  }();
  return table[static_cast<std::size_t>(c)];
}

}  // namespace

std::string fold(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  const auto* octets = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 c = octets[at];
    if (c >= 'A' && c <= 'Z') {
      result += static_cast<char>(c - 'A' + 'a');
      ++at;
    } else if (c < 0x80) {
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        result += static_cast<char>(c);
      }
      ++at;
    } else {
      U8_NEXT(octets, at, size, c);
      if (c >= kTableEnd) {
        return folded_by_icu(unicode(text));
      }
      result += c < 0 ? std::string_view() : folded_letter(c);  // below 0: no UTF-8
    }
  }
  return result;
}

std::string well_formed(std::string_view text) {
  if (is_ascii(text)) {
    return std::string(text);
  }
  std::string result;
  unicode(text).toUTF8String(result);
  return result;
}

std::u32string code_points(std::string_view text) {
  if (is_ascii(text)) {
    return {text.begin(), text.end()};
  }
  std::u32string result;
  const auto* octets = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(octets, at, size, c);
    result += static_cast<char32_t>(c);
  }
  return result;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool starts_with_letter(std::string_view text) {
  if (text.empty()) {
    return false;
  }
  const char first = text.front();
  if (static_cast<unsigned char>(first) < 0x80) {
    return (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z');
  }
  constexpr std::size_t kLongestCharacter = 4;
  return u_isalpha(unicode(text.substr(0, kLongestCharacter)).char32At(0));
}

std::vector<Run> word_runs(std::string_view text) {
  std::vector<Run> runs;
  bool inside = false;
  const auto* octets = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    const auto begin = static_cast<std::size_t>(at);
    UChar32 c = octets[at];
    if (c < 0x80) {
      ++at;
    } else {
      U8_NEXT(octets, at, size, c);
    }
    const bool word = c >= 0 && u_isalnum(c);
    const int kind = u_charType(c);
    const bool goes_on = inside && (kind == U_NON_SPACING_MARK || kind == U_FORMAT_CHAR);
    if (word && !inside) {
      runs.push_back({begin, begin});
    }
    inside = word || goes_on;
    if (word) {
      runs.back().end = static_cast<std::size_t>(at);
    }
  }
  return runs;
}

std::string compact(std::string_view text) {
  const auto source = unicode(text);
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1)) {
    const auto c = source.char32At(i);
    if (u_isalnum(c)) {
      kept.append(u_toupper(c));
    }
  }
  std::string result;
  kept.toUTF8String(result);
  return result;
}

}  // namespace pouch::templates
