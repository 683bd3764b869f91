// Rules that rewrite the spelling of a folded word (a-z, 0-9), and how they are applied: from left
// to right, the first rule of the list that fits. So longer ones stand before shorter ones.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pouch::search {

enum class Place {
  kAnywhere,
  kStart,
  kInside,  // not at the start
  kEnd,
  kBeforeFront,      // before e or i
  kBeforeVowel,      // before a, e, i, o, u, y
  kBeforeBack,       // before a, o, u
  kBeforeConsonant,  // and at the end
};

struct SoundRule {
  std::string_view from, to;
  Place place = Place::kAnywhere;
};

inline bool is_vowel(char c) {
  return std::string_view("aeiouy").find(c) != std::string_view::npos;
}

bool fits(const SoundRule& rule, std::string_view word, std::size_t at);

template <typename Rules>
std::string rewritten(std::string_view word, const Rules& rules) {
  std::string result;
  for (std::size_t at = 0; at < word.size();) {
    const SoundRule* taken = nullptr;
    for (const auto& rule : rules) {
      if (fits(rule, word, at)) {
        taken = &rule;
        break;
      }
    }
    if (taken != nullptr) {
      result += taken->to;
      at += taken->from.size();
    } else {
      result += word[at++];
    }
  }
  return result;
}

}  // namespace pouch::search
