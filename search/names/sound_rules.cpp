#include "search/names/sound_rules.hpp"

namespace pouch::search {

bool fits(const SoundRule& rule, std::string_view word, std::size_t at) {
  if (word.compare(at, rule.from.size(), rule.from) != 0) {
    return false;
  }
  const auto end = at + rule.from.size();
  const char next = end < word.size() ? word[end] : '\0';
  switch (rule.place) {
    case Place::kAnywhere:
      return true;
    case Place::kStart:
      return at == 0;
    case Place::kInside:
      return at > 0;
    case Place::kEnd:
      return next == '\0';
    case Place::kBeforeFront:
      return next == 'e' || next == 'i';
    case Place::kBeforeVowel:
      return is_vowel(next);
    case Place::kBeforeBack:
      return next == 'a' || next == 'o' || next == 'u';
    case Place::kBeforeConsonant:
      return !is_vowel(next);
  }
  return false;
}

}  // namespace pouch::search
