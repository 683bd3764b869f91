// Rules that rewrite the spelling of a folded word (a-z, 0-9), and how they are applied: from left
// to right, the first rule of the list that fits. So longer ones stand before shorter ones.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
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

// A list of them, in its order, by their first letters: a word's every letter is asked for its own
// few, because most of what it costs to index a name is spent here.
template <std::size_t kCount>
class SoundRules {
 public:
  template <typename... Rules>
  constexpr SoundRules(const Rules&... rules)  // NOLINT: written as a list
      : rules_{rules...} {
    static_assert(kCount < kNone);
    first_.fill(kNone);
    next_.fill(kNone);
    for (std::size_t i = kCount; i-- > 0;) {
      auto& first = first_[letter(rules_[i].from.front())];
      next_[i] = first;
      first = static_cast<std::uint8_t>(i);
    }
  }

  const SoundRule* at(std::string_view word, std::size_t place) const {
    for (auto i = first_[letter(word[place])]; i != kNone; i = next_[i]) {
      if (fits(rules_[i], word, place)) {
        return &rules_[i];
      }
    }
    return nullptr;
  }

 private:
  static constexpr std::uint8_t kNone = 255;
  static constexpr std::size_t letter(char c) { return static_cast<unsigned char>(c); }

  std::array<SoundRule, kCount> rules_;
  std::array<std::uint8_t, 256> first_{};
  std::array<std::uint8_t, kCount> next_{};
};
template <typename... Rules>
SoundRules(const Rules&...) -> SoundRules<sizeof...(Rules)>;

template <typename Rules>
std::string rewritten(std::string_view word, const Rules& rules) {
  std::string result;
  for (std::size_t at = 0; at < word.size();) {
    if (const auto* rule = rules.at(word, at)) {
      result += rule->to;
      at += rule->from.size();
    } else {
      result += word[at++];
    }
  }
  return result;
}

}  // namespace pouch::search
