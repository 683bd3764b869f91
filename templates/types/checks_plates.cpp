// Shapes of registration plates in general use: L a letter, D a digit. Plates of diplomats, armies
// and dealers, and plates that their owners chose, have others: hence warnings alone. Letters of
// other scripts that look like Latin ones count as those (DOMAIN section 4).
#include <algorithm>
#include <array>
#include <vector>

#include "templates/text/fold.hpp"
#include "templates/types/checks.hpp"

namespace pouch::templates::checks {
namespace {

struct Country {
  std::string_view code;
  std::string_view letters;  // those that are used; empty: all
  std::string_view shapes;   // with blanks between them
  std::string_view example;
};

// By the countries' rules of registration; BG and GR: letters that both scripts have.
constexpr std::array<Country, 12> kCountries{{
    {"AL", "", "LLDDDLL LLDDDDL", "AA 123 AA"},
    {"BA", "AEJKMOT", "LDDLDDD DDDLDDD LLDDDDDD", "A12-K-345"},
    {"BG", "ABEKMHOPCTYX", "LDDDDLL LLDDDDLL LDDDDL LLDDDDL", "CA 1234 AB"},
    {"GR", "ABEZHIKMNOPTYX", "LLLDDDD LLLDDD LLLDD LLDDDD LLDDD", "YKB 1234"},
    {"HR", "", "LLDDDL LLDDDLL LLDDDDL LLDDDDLL", "ZG 1234-AB"},
    {"HU", "", "LLLDDD LLLLDDD LLLLDD", "AA BC-123"},
    {"MD", "", "LLLDDD LLDDDD LLLLDDD", "ABC 123"},
    {"ME", "", "LLLLDDD", "PG AB123"},
    {"MK", "", "LLDDDDLL LLDDDLL", "SK 1234 AB"},
    {"RO", "", "LDDLLL LDDDLLL LLDDLLL LDDDDDD LLDDDDDD", "B 123 ABC"},
    {"RS", "", "LLDDDLL LLDDDDLL LLDDDDDLL", "BG 123-AB"},
    {"TR", "", "DDLDDDD DDLDDDDD DDLLDDD DDLLDDDD DDLLLDD DDLLLDDD", "34 ABC 123"},
}};

// Letters of Cyrillic and Greek that look like Latin ones.
constexpr std::array<std::pair<char32_t, char>, 27> kAlike{
    {{U'А', 'A'}, {U'В', 'B'}, {U'Е', 'E'}, {U'К', 'K'}, {U'М', 'M'}, {U'Н', 'H'}, {U'О', 'O'},
     {U'Р', 'P'}, {U'С', 'C'}, {U'Т', 'T'}, {U'У', 'Y'}, {U'Х', 'X'}, {U'Ј', 'J'}, {U'Α', 'A'},
     {U'Β', 'B'}, {U'Ε', 'E'}, {U'Ζ', 'Z'}, {U'Η', 'H'}, {U'Ι', 'I'}, {U'Κ', 'K'}, {U'Μ', 'M'},
     {U'Ν', 'N'}, {U'Ο', 'O'}, {U'Ρ', 'P'}, {U'Τ', 'T'}, {U'Υ', 'Y'}, {U'Χ', 'X'}}};

// Upper-case Latin letters and digits; '?' for a letter that looks like none.
std::string latin(std::string_view compact) {
  std::string result;
  for (const auto c : code_points(compact)) {
    if (c < 0x80) {
      result += static_cast<char>(c);
      continue;
    }
    const auto found = std::find_if(kAlike.begin(), kAlike.end(),
                                    [&](const auto& pair) { return pair.first == c; });
    result += found == kAlike.end() ? '?' : found->second;
  }
  return result;
}

// Č, Ć, Đ, Š, Ž and other accented letters of Latin plates count as their letter.
std::string without_accents(const Number& number) {
  auto folded = fold(number.written);
  std::transform(folded.begin(), folded.end(), folded.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return folded;
}

bool has_shape(const Country& country, const std::string& text) {
  std::string shape;
  for (const char c : text) {
    const bool letter = is_letter(c) && (country.letters.empty() ||
                                         country.letters.find(c) != std::string_view::npos);
    shape += letter ? 'L' : is_digit(c) ? 'D' : '?';
  }
  const auto padded = " " + std::string(country.shapes) + " ";
  return padded.find(" " + shape + " ") != std::string::npos;
}

// Turkey's provinces are numbered 01 to 81.
bool has_province(const std::string& text) {
  const int province = number_in(text, 0, 2);
  return province >= 1 && province <= 81;
}

}  // namespace

Odd plate(const std::string& country, const Number& number) {
  for (const auto& entry : kCountries) {
    if (entry.code != country) {
      continue;
    }
    constexpr std::size_t kLongest = 12;
    auto text = characters(number.compact) > kLongest ? std::string() : latin(number.compact);
    if (text.find('?') != std::string::npos) {
      text = latin(without_accents(number));
    }
    const bool right = has_shape(entry, text) && (country != "TR" || has_province(text));
    return right ? std::nullopt
                 : Odd("this is not the usual shape of a plate of " + country + ", as in " +
                       std::string(entry.example));
  }
  return std::nullopt;
}

std::string_view plate_countries() { return "AL BA BG GR HR HU MD ME MK RO RS TR"; }

}  // namespace pouch::templates::checks
