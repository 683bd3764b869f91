#include "search/things/month_words.hpp"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <array>
#include <string>
#include <unordered_map>

#include "search/ascii.hpp"
#include "search/names/fold.hpp"

namespace pouch::search {
namespace {

constexpr std::array kLocales{"en", "sq", "bs", "sr", "sr_Latn", "hr", "bg", "el", "hu",
                              "ro", "mk", "tr", "de", "fr",      "it", "ru", "uk"};

// As they stand in a date in Serbian and Bosnian, in both scripts; CLDR has the nominative.
constexpr std::array kGenitives{"januara",   "februara", "marta",    "aprila",
                                "maja",      "juna",     "jula",     "avgusta",
                                "septembra", "oktobra",  "novembra", "decembra"};

using Months = std::unordered_map<std::string, unsigned>;

void add(const icu::DateFormatSymbols& symbols, Months& months) {
  for (const auto context : {icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::STANDALONE}) {
    for (const auto width : {icu::DateFormatSymbols::WIDE, icu::DateFormatSymbols::ABBREVIATED}) {
      std::int32_t count = 0;
      const auto* names = symbols.getMonths(count, context, width);
      for (std::int32_t i = 0; i < count && i < 12; ++i) {
        std::string utf8;
        names[i].toUTF8String(utf8);
        auto folded = fold_word(utf8);
        if (!folded.empty() && !has_digit(folded)) {
          months.emplace(std::move(folded), static_cast<unsigned>(i) + 1);
        }
      }
    }
  }
}

Months made() {
  Months months{{"sept", 9}, {"augusta", 8}};
  for (unsigned i = 0; i < kGenitives.size(); ++i) {
    months.emplace(kGenitives[i], i + 1);
  }
  for (const auto* locale : kLocales) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::DateFormatSymbols symbols(icu::Locale(locale), error);
    if (U_SUCCESS(error)) {
      add(symbols, months);
    }
  }
  return months;
}

}  // namespace

unsigned month_of(std::string_view word) {
  static const auto months = made();
  const auto found = months.find(fold_word(word));
  return found == months.end() ? 0 : found->second;
}

}  // namespace pouch::search
