// The keys of a name (fold.hpp): how it is written, spelled and read aloud.
#include <algorithm>
#include <array>

#include "search/ascii.hpp"
#include "search/fold.hpp"
#include "search/letters.hpp"
#include "search/readings.hpp"
#include "search/skeleton.hpp"
#include "search/sound_rules.hpp"
#include "search/spelling.hpp"

namespace pouch::search {
namespace {

// A mark that tells two names apart, in either script: Šušić is not Sušić. Marks on vowels are left
// out as often as they are written.
std::string_view marked_letter(char32_t c) {
  switch (c) {
    case U'č':
    case U'ç':
    case U'ч':
      return "č";
    case U'ć':
    case U'ћ':
      return "ć";
    case U'š':
    case U'ş':
    case U'ș':
    case U'ш':
      return "š";
    case U'ž':
    case U'ж':
      return "ž";
    case U'đ':
    case U'ђ':
      return "đ";
    case U'ţ':
    case U'ț':
      return "ţ";
    default:
      return {};
  }
}

std::string marked_key(std::u32string_view lower) {
  std::string key;
  bool marked = false;
  for (const auto c : lower) {
    const auto letter = marked_letter(c);
    marked = marked || !letter.empty();
    key += letter.empty() ? latin_of(c) : std::string(letter);
  }
  return marked ? key : std::string();
}

void add_sound(NameKeys& keys, char by, std::string key) {
  if (!key.empty() &&
      std::find(keys.skeletons.begin(), keys.skeletons.end(), key) == keys.skeletons.end()) {
    keys.skeletons.push_back(std::move(key));
    keys.readings += by;
  }
}

void add_cyrillic_sounds(std::u32string_view lower, NameKeys& keys) {
  const auto changed = [&](char32_t from, char32_t to) {
    std::u32string other(lower);
    std::replace(other.begin(), other.end(), from, to);
    return skeleton(spelled(other, System::kRegional, latin_of));
  };
  if (lower.find(U'ъ') != lower.npos) {
    add_sound(keys, 'b', changed(U'ъ', U'у'));
  }
  // Татяна is Tatiana as well as Tatjana: no new consonant comes of т and я.
  constexpr std::u32string_view kSoft = U"яю";
  const auto soft = lower.find_first_of(kSoft, 1);
  if (soft != lower.npos && std::u32string_view(U"тднлгк").find(lower[soft - 1]) != lower.npos) {
    std::u32string apart;
    for (const auto c : lower) {
      apart += c == U'я' ? U"иа" : c == U'ю' ? U"иу" : std::u32string(1, c);
    }
    add_sound(keys, kPlainSound, skeleton(spelled(apart, System::kRegional, latin_of)));
  }
}

void add_sounds(const Letters& name, NameKeys& keys) {
  if (has_digit(keys.generic)) {
    return;  // 4751400 is not 475140
  }
  add_sound(keys, kPlainSound, skeleton(keys.generic));
  add_sound(keys, kPlainSound, skeleton(keys.spelling));
  if (name.script == Script::kGreek) {
    add_sound(keys, kPlainSound, foreign_sound(keys.spelling));
    add_sound(keys, 'g', greek_sound(keys.others.front()));
  }
  if (name.script == Script::kCyrillic) {
    add_cyrillic_sounds(name.lower, keys);
  }
  if (name.script != Script::kLatin) {
    return;
  }
  const bool marked_c = name.lower.find_first_of(U"çćč") != name.lower.npos;
  for (auto& reading : readings(keys.generic)) {
    // A marked c is no Greek, Romanian or Turkish one.
    if (!marked_c || std::string_view("grt").find(reading.by) == std::string_view::npos) {
      add_sound(keys, reading.by, std::move(reading.key));
    }
  }
}

void add_spellings(const Letters& name, NameKeys& keys) {
  if (name.script == Script::kLatin || name.script == Script::kCyrillic) {
    keys.marked = marked_key(name.lower);
  }
  if (name.script != Script::kOther) {
    keys.spelling = spelled(name.lower, System::kRegional, latin_of);
  }
  if (name.script == Script::kGreek) {
    keys.others.push_back(spelled(name.lower, System::kPassport, latin_of));
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

}  // namespace

NameKeys fold_spelling(std::string_view word) {
  NameKeys keys;
  keys.generic = fold_word(word);
  keys.spelling = keys.generic;
  if (!is_ascii(word)) {
    add_spellings(letters(word), keys);
  }
  return keys;
}

NameKeys fold_name(std::string_view word) {
  auto keys = fold_spelling(word);
  add_sounds(is_ascii(word) ? Letters() : letters(word), keys);
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
      found.push_back(rewritten(found.back(), SoundRules{rule}));
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace pouch::search
