#include "templates/types/names.hpp"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <array>
#include <unordered_map>

#include "templates/text/edit_distance.hpp"
#include "templates/text/fold.hpp"

namespace pouch::templates {
namespace {

using Names = std::unordered_map<std::string, std::string>;  // folded name → code

// English, and the languages of the eleven members.
constexpr std::array kLocales{"en", "sq", "bs", "sr", "sr_Latn", "hr",        "bg",
                              "el", "hu", "ro", "mk", "tr",      "sr_Latn_ME"};

// Words beside CLDR's.
constexpr std::array<std::array<const char*, 2>, 18> kOtherNames{{
    {"EL", "GR"},
    {"UK", "GB"},
    {"Great Britain", "GB"},
    {"England", "GB"},
    {"USA", "US"},
    {"Macedonia", "MK"},
    {"FYROM", "MK"},
    {"Republic of Moldova", "MD"},
    {"Moldavia", "MD"},
    {"Bosnia", "BA"},
    {"Bosnia-Herzegovina", "BA"},
    {"BiH", "BA"},
    {"Hellas", "GR"},
    {"Czech Republic", "CZ"},
    {"Turkey", "TR"},
    {"Republic of Serbia", "RS"},
    {"Slovak Republic", "SK"},
    {"Russian Federation", "RU"},
}};

std::string utf8(const icu::UnicodeString& text) {
  std::string result;
  text.toUTF8String(result);
  return result;
}

// ICU has no Montenegrin: the Serbian of Montenegro.
std::string locale_of(std::string_view language) {
  return language == "cnr" ? std::string("sr_Latn_ME") : std::string(language);
}

std::string display_country(const char* code, const char* locale) {
  icu::UnicodeString name;
  icu::Locale("", code).getDisplayCountry(icu::Locale(locale), name);
  return utf8(name);
}

// CLDR writes "Bosnia & Herzegovina", officers write "and".
std::string with_and(std::string name) {
  const auto at = name.find(" & ");
  return at == std::string::npos ? name : name.replace(at, 3, " and ");
}

std::string display_language(const char* code, const char* locale) {
  icu::UnicodeString name;
  icu::Locale(code).getDisplayLanguage(icu::Locale(locale), name);
  return utf8(name);
}

Names make_countries() {
  Names names;
  for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
    names.emplace(fold(*code), *code);
    names.emplace(fold(uloc_getISO3Country((std::string("und_") + *code).c_str())), *code);
    for (const auto* locale : kLocales) {
      names.emplace(fold(display_country(*code, locale)), *code);
    }
    names.emplace(fold(with_and(display_country(*code, "en"))), *code);
  }
  for (const auto& [name, code] : kOtherNames) {
    names[fold(name)] = code;
  }
  names.erase("");
  return names;
}

Names make_languages() {
  Names names;
  for (const char* const* code = uloc_getISOLanguages(); *code != nullptr; ++code) {
    const std::string_view two(*code);
    if (two.size() != 2) {
      continue;
    }
    names.emplace(two, two);
    for (const auto* locale : kLocales) {
      names.emplace(fold(display_language(*code, locale)), two);
    }
    names.emplace(fold(display_language(*code, *code)), two);
  }
  names.erase("");
  return names;
}

void add_months(const icu::DateFormatSymbols& symbols,
                std::unordered_map<std::string, unsigned>& months) {
  for (const auto context : {icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::STANDALONE}) {
    for (const auto width : {icu::DateFormatSymbols::WIDE, icu::DateFormatSymbols::ABBREVIATED}) {
      std::int32_t count = 0;
      const auto* names = symbols.getMonths(count, context, width);
      for (std::int32_t i = 0; i < count && i < 12; ++i) {
        const auto folded = fold(utf8(names[i]));
        if (folded.find_first_not_of("0123456789") != std::string::npos) {
          months.emplace(folded, static_cast<unsigned>(i) + 1);
        }
      }
    }
  }
}

std::unordered_map<std::string, unsigned> make_months() {
  std::unordered_map<std::string, unsigned> months{{"sept", 9}};
  for (const auto* locale : kLocales) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::DateFormatSymbols symbols(icu::Locale(locale), error);
    if (U_SUCCESS(error)) {
      add_months(symbols, months);
    }
  }
  return months;
}

const Names& countries() {
  static const auto names = make_countries();
  return names;
}

// A two-letter code needs no table: the tables take some milliseconds to make.
std::string listed(const char* const* codes, std::string_view code) {
  for (; *codes != nullptr; ++codes) {
    if (code == *codes) {
      return *codes;
    }
  }
  return {};
}

}  // namespace

std::string country_code(std::string_view text) {
  if (text.size() == 2) {
    if (auto code = listed(uloc_getISOCountries(), compact(text)); !code.empty()) {
      return code;
    }
  }
  const auto found = countries().find(fold(text));
  return found == countries().end() ? std::string() : found->second;
}

std::string country_name(std::string_view code, std::string_view language) {
  return display_country(std::string(code).c_str(), locale_of(language).c_str());
}

std::vector<std::string> near_countries(std::string_view text) {
  struct Name {
    std::u32string folded;
    std::string shown;
  };
  static const auto names = [] {
    std::vector<Name> all;
    for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
      const auto name = display_country(*code, "en");
      all.push_back({code_points(fold(name)), name + " (" + *code + ")"});
    }
    return all;
  }();
  std::vector<std::string> result;
  const auto wanted = code_points(fold(text));
  for (const auto& name : names) {
    if (edit_distance(wanted, name.folded, 2) <= 2) {
      result.push_back(name.shown);
    }
  }
  return result;
}

std::string language_code(std::string_view text) {
  if (text.size() == 2) {
    if (auto code = listed(uloc_getISOLanguages(), fold(text)); !code.empty()) {
      return code;
    }
  }
  static const auto names = make_languages();
  const auto found = names.find(fold(text));
  return found == names.end() ? std::string() : found->second;
}

std::string language_name(std::string_view code, std::string_view language) {
  return display_language(std::string(code).c_str(), locale_of(language).c_str());
}

unsigned month_number(std::string_view word) {
  constexpr std::array<std::string_view, 12> kEnglish{
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  const auto folded = fold(word);
  for (unsigned i = 0; i < kEnglish.size(); ++i) {
    if (folded == kEnglish[i] || folded == kEnglish[i].substr(0, 3)) {
      return i + 1;
    }
  }
  static const auto months = make_months();
  const auto found = months.find(folded);
  return found == months.end() ? 0 : found->second;
}

}  // namespace pouch::templates
