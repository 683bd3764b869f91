#include "gateway/web/html/letters.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace pouch::gateway::html {
namespace {

constexpr std::size_t kLooked = 2000;  // octets: the rest is as the beginning is

struct Alphabet {
  std::string_view language;
  std::u32string_view own;  // letters that the ones below have not
};

// In the order in which they are tried. The letters of the last one are those of Russian and
// Ukrainian too, which are known by theirs.
constexpr std::array<Alphabet, 5> kAlphabets{{{"mk", U"ѓќѕЃЌЅ"},
                                              {"sr", U"ђћЂЋ"},
                                              {"uk", U"іїєґІЇЄҐ"},
                                              {"ru", U"ыэёЫЭЁ"},
                                              {"bg", U"щъьюяйЩЪЬЮЯЙ"}}};

struct Counted {
  std::size_t latin = 0, greek = 0, cyrillic = 0;
  std::array<bool, kAlphabets.size()> own{};
};

void count(char32_t letter, Counted& all) {
  if (letter >= 0x370 && letter < 0x400) {
    ++all.greek;
  } else if (letter >= 0x400 && letter < 0x530) {
    ++all.cyrillic;
    for (std::size_t i = 0; i < kAlphabets.size(); ++i) {
      all.own[i] = all.own[i] || kAlphabets[i].own.find(letter) != std::u32string_view::npos;
    }
  } else if (letter >= 0xC0 && letter < 0x250) {
    ++all.latin;
  }
}

char32_t octet_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

bool is_ascii_letter(char32_t octet) {
  return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
}

}  // namespace

std::string_view language_of_letters(std::string_view text) {
  constexpr char32_t kTwo = 0xC0, kThree = 0xE0, kMore = 0x3F;
  Counted all;
  text = text.substr(0, kLooked);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto octet = octet_at(text, at);
    if (is_ascii_letter(octet)) {
      ++all.latin;
    } else if (octet >= kTwo && octet < kThree && at + 1 < text.size()) {
      // In UTF-8 all letters of these scripts are written in two octets.
      count((octet - kTwo) << 6 | (octet_at(text, ++at) & kMore), all);
    }
  }
  if (all.greek > all.latin && all.greek >= all.cyrillic) {
    return "el";
  }
  if (all.cyrillic <= all.latin) {
    return {};
  }
  for (std::size_t i = 0; i < kAlphabets.size(); ++i) {
    if (all.own[i]) {
      return kAlphabets[i].language;
    }
  }
  return "und-Cyrl";
}

}  // namespace pouch::gateway::html
