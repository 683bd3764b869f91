// Other letters that a name in Cyrillic ones may have been read as (readings.hpp).
#include <algorithm>

#include "search/names/fold.hpp"
#include "search/names/readings.hpp"

namespace pouch::search {
namespace {

using Letters = std::u32string_view;

bool is_one_of(Letters letters, char32_t c) { return letters.find(c) != letters.npos; }
bool is_vowel(char32_t c) { return is_one_of(U"аеёиоуыэюяіїєъ", c); }

// `instead(before, c, behind)`: what stands for c, or nothing when it stays.
template <typename Instead>
std::u32string replaced(Letters word, Instead instead) {
  std::u32string result;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char32_t before = i > 0 ? word[i - 1] : U'\0';
    const char32_t behind = i + 1 < word.size() ? word[i + 1] : U'\0';
    const std::u32string_view other = instead(before, word[i], behind);
    result += other.empty() ? Letters(&word[i], 1) : other;
  }
  return result;
}

bool is_romanian(Letters word) {
  static constexpr std::u32string_view kEnds[] = {U"ану", U"ару", U"ору", U"еску", U"уц",  U"уцу",
                                                  U"ицэ", U"ица", U"цэ",  U"яну",  U"ецу", U"оюй"};
  return std::any_of(std::begin(kEnds), std::end(kEnds),
                     [&](Letters end) { return word.ends_with(end); });
}

}  // namespace

std::vector<CyrillicReading> cyrillic_readings(std::u32string_view lower) {
  std::vector<CyrillicReading> found;
  const auto add = [&](char by, std::u32string letters) {
    if (letters != lower) {
      found.push_back({by, std::move(letters)});
    }
  };
  add('b', replaced(lower, [](char32_t, char32_t c, char32_t) {
        return Letters(c == U'ъ' ? U"у" : U"");
      }));
  // Татяна is Tatiana as well as Tatjana: no new consonant comes of т and я.
  const auto soft = lower.find_first_of(U"яю", 1);
  if (soft != lower.npos && is_one_of(U"тднлгк", lower[soft - 1])) {
    add(kPlainSound, replaced(lower, [](char32_t, char32_t c, char32_t) {
          return Letters(c == U'я' ? U"иа" : c == U'ю' ? U"иу" : U"");
        }));
  }
  // ё is written е in Russia's passports, and o behind ч, ш, ж, щ: Горбачев, Gorbachov.
  const auto e = replaced(
      lower, [](char32_t, char32_t c, char32_t) { return Letters(c == U'ё' ? U"е" : U""); });
  add(kPlainSound, e);
  const auto o = replaced(lower, [](char32_t before, char32_t c, char32_t) {
    return Letters(c == U'ё' && is_one_of(U"чшжщ", before) ? U"о" : U"");
  });
  add(kPlainSound, o);
  // щ is št in Bulgaria, šč in Russia and Ukraine.
  for (const auto& one : {e, o}) {
    for (const Letters sound : {Letters(U"ш"), Letters(U"шч")}) {
      add(kPlainSound, replaced(one, [&](char32_t, char32_t c, char32_t) {
            return c == U'щ' ? sound : Letters();
          }));
    }
  }
  // Васильев is Vasiliev; ы is never part of ly and ny.
  add(kPlainSound, replaced(e, [](char32_t before, char32_t c, char32_t behind) {
        const bool glide = c == U'ь' && is_vowel(behind);
        const bool apart = c == U'ы' && is_one_of(U"лн", before);
        return Letters(glide || apart ? U"и" : U"");
      }));
  // Станојевић, Stanoevic; Јевгеније, Evgenije.
  add('e', replaced(lower, [](char32_t before, char32_t c, char32_t behind) {
        const bool mute =
            c == U'ј' && behind == U'е' && (before == U'\0' || is_one_of(U"аоу", before));
        return Letters(mute ? U"ь" : U"");
      }));
  add('i', replaced(lower, [](char32_t, char32_t c, char32_t behind) {
        const bool soften = is_vowel(behind);
        return Letters(soften && c == U'њ' ? U"ни" : soften && c == U'љ' ? U"ли" : U"");
      }));
  // Moldova writes ă as э; the mark of ț is left out elsewhere.
  const auto moldovan = replaced(lower, [](char32_t before, char32_t c, char32_t) {
    return Letters(c == U'э' && before != U'\0' ? U"а" : U"");
  });
  const auto open = replaced(moldovan, [](char32_t before, char32_t c, char32_t) {
    return Letters(c == U'я' && before != U'\0' && !is_vowel(before) ? U"иа" : U"");
  });
  add('r', moldovan);
  if (lower.ends_with(U'ь')) {  // Чеботарь, Cebotari
    add('r', std::u32string(lower.substr(0, lower.size() - 1)) + U'и');
  }
  add('r', open);
  if ((is_romanian(lower) || moldovan != lower) && lower.find(U'ц') != lower.npos) {
    add('r', replaced(open, [](char32_t, char32_t c, char32_t) {
          return Letters(c == U'ц' ? U"т" : U"");
        }));
  }
  // Turkish ı as ъ, ö and ü as йо, ьо, ю.
  add('t', replaced(lower, [](char32_t, char32_t c, char32_t) {
        return Letters(c == U'ъ' ? U"и" : U"");
      }));
  add('t', replaced(replaced(lower,
                             [](char32_t, char32_t c, char32_t behind) {
                               return Letters(is_one_of(U"йь", c) && behind == U'о' ? U"ь"
                                              : c == U'ю'                           ? U"у"
                                                                                    : U"");
                             }),
                    [](char32_t, char32_t c, char32_t behind) {
                      return Letters(c == U'ь' && behind == U'о' ? U"'" : U"");
                    }));
  return found;
}

}  // namespace pouch::search
