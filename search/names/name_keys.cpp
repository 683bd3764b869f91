// The keys of a name (fold.hpp): how it is written, spelled and read aloud.
#include <algorithm>
#include <array>

#include "search/ascii.hpp"
#include "search/names/arabic.hpp"
#include "search/names/fold.hpp"
#include "search/names/letters.hpp"
#include "search/names/readings.hpp"
#include "search/names/skeleton.hpp"
#include "search/names/sound_rules.hpp"
#include "search/names/spelling.hpp"

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
    case U'щ':
      return "št";
    case U'џ':
      return "dž";
    case U'ѓ':
    case U'ǵ':
      return "ǵ";
    case U'ќ':
    case U'ḱ':
      return "ḱ";
    default:
      return {};
  }
}

std::string marked_key(const Letters& name) {
  std::string key;
  bool marked = false;
  char32_t before = 0;
  for (const auto c : name.lower) {
    const auto letter = marked_letter(c);
    marked = marked || !letter.empty();
    letter.empty() ? append_latin(key, before, c) : void(key += letter);
    before = c;
  }
  const bool whole = name.script == Script::kCyrillic && !has_digit(key);
  return marked ? key : whole ? whole_key(key) : std::string();
}

void add_sound(NameKeys& keys, char by, std::string key) {
  if (!key.empty() &&
      std::find(keys.skeletons.begin(), keys.skeletons.end(), key) == keys.skeletons.end()) {
    keys.skeletons.push_back(std::move(key));
    keys.readings += by;
  }
}

// č before k is not the ck of other languages: Vučković is not Vuković. Nor is ц.
std::string sound_of(const Letters& name, std::string_view generic) {
  constexpr std::array<std::u32string_view, 6> kParted = {U"čk", U"ćk", U"чк",
                                                          U"ћк", U"цк", U"цьк"};
  if (std::none_of(kParted.begin(), kParted.end(), [&](std::u32string_view pair) {
        return name.lower.find(pair) != name.lower.npos;
      })) {
    return skeleton(generic);
  }
  std::string sound, parted(generic);
  for (auto at = parted.find("ck"); at != parted.npos; at = parted.find("ck", at)) {
    sound += skeleton(parted.substr(0, at + 1));
    parted.erase(0, at + 1);
    at = 0;
  }
  return sound + skeleton(parted);
}

// î and â as this vowel, before which Romanian c and g stay hard.
std::string hard_before(std::u32string_view lower, char32_t vowel) {
  std::u32string plain;
  for (const auto c : lower) {
    const bool central = c == U'î' || c == U'â';
    const bool hard = central && vowel == U'i' && !plain.empty() &&
                      (plain.back() == U'c' || plain.back() == U'g');
    plain += hard ? U"h" : U"";
    plain += central ? vowel : c;
  }
  return latin_word(plain);
}

void add_sounds(const Letters& name, NameKeys& keys) {
  if (has_digit(keys.generic)) {
    return;  // 4751400 is not 475140
  }
  add_sound(keys, kPlainSound, sound_of(name, keys.generic));
  add_sound(keys, kPlainSound, sound_of(name, keys.spelling));
  if (name.script == Script::kGreek) {
    add_sound(keys, kPlainSound, foreign_sound(keys.spelling));
    add_sound(keys, 'g', greek_sound(keys.others.front()));
  }
  if (name.script == Script::kCyrillic) {
    for (auto& [by, letters] : cyrillic_readings(name.lower)) {
      add_sound(keys, by, skeleton(spelled(letters, System::kRegional, latin_of)));
    }
    for (auto& reading : readings_of_all(keys.spelling)) {
      add_sound(keys, reading.by, std::move(reading.key));
    }
  }
  if (name.script != Script::kLatin) {
    return;
  }
  const bool marked_c = name.lower.find_first_of(U"çćč") != name.lower.npos;
  const auto add = [&](std::string_view spelling) {
    for (auto& reading : readings(spelling)) {
      // A marked c is no Greek, Romanian or Turkish one.
      if (!marked_c || std::string_view("grt").find(reading.by) == std::string_view::npos) {
        add_sound(keys, reading.by, std::move(reading.key));
      }
    }
  };
  add(keys.generic);
  // Marks that no other language has.
  if (name.lower.find_first_of(U"ăâîțţ") != name.lower.npos) {
    add(keys.spelling);
    add_sound(keys, 'r', romanian_sound(keys.spelling));
    for (const char32_t vowel : {U'i', U'a'}) {  // î and â are one sound, written either way
      add_sound(keys, 'r', skeleton(hard_before(name.lower, vowel)));
      add_sound(keys, 'r', romanian_sound(hard_before(name.lower, vowel)));
    }
  }
  // šč is Russia's щ, which others write as one sound.
  if (const auto at = name.lower.find(U"šč"); at != name.lower.npos) {
    std::u32string other(name.lower);
    other.erase(at + 1, 1);
    add_sound(keys, kPlainSound, skeleton(latin_word(other)));
  }
  // Gorbačov is Горбачёв, as Gorbachov (readings.cpp) is.
  for (const std::u32string_view end : {U"ov", U"ova"}) {
    const auto at = name.lower.size() - std::min(name.lower.size(), end.size());
    if (at > 0 && name.lower.ends_with(end) &&
        std::u32string_view(U"čšž").find(name.lower[at - 1]) != std::u32string_view::npos) {
      std::u32string other(name.lower);
      other[at] = U'e';
      add_sound(keys, 'e', skeleton(latin_word(other)));
    }
  }
  if (name.lower.find_first_of(U"ığ") != name.lower.npos) {
    add_sound(keys, 't', turkish_sound(keys.generic));
  }
}

void add_spellings(const Letters& name, NameKeys& keys) {
  if (name.script == Script::kLatin || name.script == Script::kCyrillic) {
    keys.marked = marked_key(name);
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
  const auto sign = word.find('-');  // of side_by_side()
  if (sign != word.npos && is_arabic_article(fold_word(word.substr(0, sign)))) {
    add_sound(keys, 'a', skeleton("al" + fold_word(word.substr(sign + 1))));
  }
  return keys;
}

std::vector<std::string> other_spellings(std::string_view word) {
  auto found = regional_of(fold_word(word));
  if (is_arabic_article(fold_word(word))) {
    found.insert(found.end(), {"al", "el", "ul"});
  }
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
