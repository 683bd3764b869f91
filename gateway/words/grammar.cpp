#include "gateway/words/grammar.hpp"

#include <unicode/uloc.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include <array>
#include <memory>
#include <utility>

namespace pouch::gateway::detail {
namespace {

struct RulesCloser {
  void operator()(UPluralRules* rules) const { uplrules_close(rules); }
};

std::string narrow(const UChar* text, int32_t size) {
  std::array<char, 512> bytes{};
  int32_t written = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strToUTF8(bytes.data(), static_cast<int32_t>(bytes.size()), &written, text, size, &status);
  return U_FAILURE(status) ? std::string()
                           : std::string(bytes.data(), static_cast<std::size_t>(written));
}

// ICU has no Montenegrin: the Serbian of Montenegro has its plural forms and countries.
std::string locale_of(const std::string& language) {
  return language == "cnr" ? "sr_Latn_ME" : language;
}

constexpr std::size_t kMostCapitals = 160;  // of a heading

constexpr std::array<std::pair<std::string_view, std::string_view>, 60> kLatin{{
    {"а", "a"},  {"б", "b"},  {"в", "v"},  {"г", "g"}, {"д", "d"},  {"ђ", "đ"}, {"е", "e"},
    {"ж", "ž"},  {"з", "z"},  {"и", "i"},  {"ј", "j"}, {"к", "k"},  {"л", "l"}, {"љ", "lj"},
    {"м", "m"},  {"н", "n"},  {"њ", "nj"}, {"о", "o"}, {"п", "p"},  {"р", "r"}, {"с", "s"},
    {"т", "t"},  {"ћ", "ć"},  {"у", "u"},  {"ф", "f"}, {"х", "h"},  {"ц", "c"}, {"ч", "č"},
    {"џ", "dž"}, {"ш", "š"},  {"А", "A"},  {"Б", "B"}, {"В", "V"},  {"Г", "G"}, {"Д", "D"},
    {"Ђ", "Đ"},  {"Е", "E"},  {"Ж", "Ž"},  {"З", "Z"}, {"И", "I"},  {"Ј", "J"}, {"К", "K"},
    {"Л", "L"},  {"Љ", "Lj"}, {"М", "M"},  {"Н", "N"}, {"Њ", "Nj"}, {"О", "O"}, {"П", "P"},
    {"Р", "R"},  {"С", "S"},  {"Т", "T"},  {"Ћ", "Ć"}, {"У", "U"},  {"Ф", "F"}, {"Х", "H"},
    {"Ц", "C"},  {"Ч", "Č"},  {"Џ", "Dž"}, {"Ш", "Š"},
}};

bool is_capital(std::string_view letter) {
  // U+0400 to U+042F: two octets, the first D0, the second up to AF.
  return letter.size() == 2 && letter[0] == '\xD0' && static_cast<unsigned char>(letter[1]) <= 0xAF;
}

std::string latin_of(std::string_view letter, bool in_capitals) {
  for (const auto& [cyrillic, latin] : kLatin) {
    if (cyrillic == letter) {
      auto text = std::string(latin);
      if (in_capitals && is_capital(letter) && text.size() == 2 && text[1] == 'j') {
        text[1] = 'J';
      }
      return in_capitals && text == "Dž" ? std::string("DŽ") : text;
    }
  }
  return std::string(letter);
}

}  // namespace

std::string plural_category(const std::string& language, std::size_t count) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UPluralRules, RulesCloser> rules(
      uplrules_openForType(locale_of(language).c_str(), UPLURAL_TYPE_CARDINAL, &status));
  std::array<UChar, 16> word{};
  if (U_FAILURE(status)) {
    return "other";
  }
  const auto size = uplrules_select(rules.get(), static_cast<double>(count), word.data(),
                                    static_cast<int32_t>(word.size()), &status);
  return U_FAILURE(status) ? std::string("other") : narrow(word.data(), size);
}

std::string country_in(const std::string& language, std::string_view code) {
  UErrorCode status = U_ZERO_ERROR;
  std::array<UChar, 128> name{};
  const auto size =
      uloc_getDisplayCountry(("und_" + std::string(code)).c_str(), locale_of(language).c_str(),
                             name.data(), static_cast<int32_t>(name.size()), &status);
  // U_USING_DEFAULT_WARNING: the code itself, or the name in the language of the machine.
  return U_FAILURE(status) || status == U_USING_DEFAULT_WARNING ? std::string()
                                                                : narrow(name.data(), size);
}

std::string capitalised(const std::string& language, std::string_view text) {
  if (text.empty()) {
    return {};
  }
  int32_t size = 0;
  U8_FWD_1(text.data(), size, static_cast<int32_t>(text.size()));
  std::array<UChar, 8> letter{}, capital{};
  int32_t letters = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8(letter.data(), static_cast<int32_t>(letter.size()), &letters, text.data(), size,
                &status);
  const auto capitals = u_strToUpper(capital.data(), static_cast<int32_t>(capital.size()),
                                     letter.data(), letters, locale_of(language).c_str(), &status);
  return U_FAILURE(status)
             ? std::string(text)
             : narrow(capital.data(), capitals).append(text.substr(static_cast<std::size_t>(size)));
}

std::string in_capitals(const std::string& language, std::string_view text) {
  std::array<UChar, kMostCapitals> letters{}, capitals{};
  int32_t size = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8(letters.data(), static_cast<int32_t>(letters.size()), &size, text.data(),
                static_cast<int32_t>(text.size()), &status);
  const auto written =
      U_FAILURE(status) ? 0
                        : u_strToUpper(capitals.data(), static_cast<int32_t>(capitals.size()),
                                       letters.data(), size, locale_of(language).c_str(), &status);
  const auto result = U_FAILURE(status) ? std::string() : narrow(capitals.data(), written);
  return result.empty() ? std::string(text) : result;
}

std::string in_latin(std::string_view serbian) {
  std::string text;
  for (std::size_t at = 0; at < serbian.size();) {
    const bool two = static_cast<unsigned char>(serbian[at]) >= 0xC0 && at + 1 < serbian.size();
    const auto letter = serbian.substr(at, two ? 2 : 1);
    at += letter.size();
    // "ЉУДИ" is LJUDI, "Људи" Ljudi: what follows tells.
    text += two ? latin_of(letter, is_capital(serbian.substr(at, 2))) : std::string(letter);
  }
  return text;
}

}  // namespace pouch::gateway::detail
