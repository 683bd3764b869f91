// Numbers of international standards.
#include <algorithm>
#include <array>

#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"
#include "templates/types/checks.hpp"

namespace pouch::templates::checks {

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// ISO/IEC 7812-1 annex B.
bool passes_luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int digit = digits[digits.size() - 1 - i] - '0';
    const int doubled = i % 2 == 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 == 0;
}

bool is_day_of_month(int day, int month) {
  constexpr std::array<int, 12> kDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month >= 1 && month <= 12 && day >= 1 && day <= kDays[static_cast<std::size_t>(month - 1)];
}

int number_in(std::string_view digits, std::size_t from, std::size_t length) {
  int value = 0;
  for (const char c : digits.substr(from, length)) {
    value = value * 10 + (c - '0');
  }
  return value;
}

// Letters of other scripts look the same; then it is not their number that is wrong.
bool is_latin(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_letter(c); });
}

// ISO 3779: 17 characters, never I, O or Q. The check digit is American alone.
Odd vin(const Number& number) {
  const auto& text = number.compact;
  if (!is_latin(text)) {
    return "a VIN has Latin letters and digits alone, this one has others";
  }
  if (text.size() != 17) {
    return "a VIN has 17 characters, this one has " + std::to_string(text.size());
  }
  if (text.find_first_of("IOQ") != std::string::npos) {
    return "a VIN has never an I, O or Q";
  }
  return std::nullopt;
}

namespace {

// Lengths of the IBAN registry (ISO 13616-1) for the members and their neighbours.
struct IbanLength {
  std::string_view country;
  std::size_t length;
};
constexpr std::array<IbanLength, 17> kIbanLengths{{{"AL", 28},
                                                   {"AT", 20},
                                                   {"BA", 20},
                                                   {"BG", 22},
                                                   {"CY", 28},
                                                   {"DE", 22},
                                                   {"GR", 27},
                                                   {"HR", 21},
                                                   {"HU", 28},
                                                   {"IT", 27},
                                                   {"MD", 24},
                                                   {"ME", 22},
                                                   {"MK", 19},
                                                   {"RO", 24},
                                                   {"RS", 22},
                                                   {"SI", 19},
                                                   {"TR", 26}}};

}  // namespace

// ISO 13616-1 and ISO 7064: the first four characters moved to the end, letters as 10 to 35,
// modulo 97 is 1.
Odd iban(const Number& number) {
  const auto& text = number.compact;
  if (!is_latin(text)) {
    return "an IBAN has Latin letters and digits alone, this one has others";
  }
  const bool shape = text.size() >= 15 && text.size() <= 34 && is_letter(text[0]) &&
                     is_letter(text[1]) && is_digit(text[2]) && is_digit(text[3]);
  if (!shape) {
    return "an IBAN begins with a country and two digits and has 15 to 34 characters";
  }
  for (const auto& [country, length] : kIbanLengths) {
    if (text.starts_with(country) && text.size() != length) {
      return "an IBAN of " + std::string(country) + " has " + std::to_string(length) +
             " characters, this one has " + std::to_string(text.size());
    }
  }
  unsigned rest = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[(i + 4) % text.size()];
    const auto value = static_cast<unsigned>(is_digit(c) ? c - '0' : c - 'A' + 10);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest == 1 ? std::nullopt : Odd("the check digits of this IBAN are wrong");
}

// ISO 6346: four letters, six digits, a check digit; letters from 10 on, without multiples of 11,
// weighted by powers of two, modulo 11, 10 counts as 0.
Odd container(const Number& number) {
  const auto& text = number.compact;
  if (!is_latin(text)) {
    return "a container number has Latin letters and digits alone, this one has others";
  }
  const bool letters = text.size() == 11 && std::all_of(text.begin(), text.begin() + 4, is_letter);
  if (!letters || !std::all_of(text.begin() + 4, text.end(), is_digit)) {
    return "a container number has four letters and seven digits";
  }
  unsigned sum = 0;
  for (unsigned i = 0; i < 10; ++i) {
    unsigned value = 0;
    if (is_digit(text[i])) {
      value = static_cast<unsigned>(text[i] - '0');
    } else {
      value = 10;
      for (char c = 'A'; c < text[i]; ++c) {
        value += (value + 1) % 11 == 0 ? 2 : 1;
      }
    }
    sum += value << i;
  }
  const bool right = sum % 11 % 10 == static_cast<unsigned>(text[10] - '0');
  return right ? std::nullopt : Odd("the check digit of this container number is wrong");
}

// ISO/IEC 7812-1: the number of a payment card.
Odd luhn(const Number& number) {
  const auto& text = number.compact;
  if (text.size() < 12 || text.size() > 19 || !all_digits(text)) {
    return "this number has 12 to 19 digits, and nothing else";
  }
  return passes_luhn(text) ? std::nullopt : Odd("the check digit of this number is wrong");
}

// 3GPP TS 23.003 section 6.2: fifteen digits, the last by Luhn; sixteen (IMEISV) have none.
Odd imei(const Number& number) {
  const auto& text = number.compact;
  if ((text.size() != 15 && text.size() != 16) || !all_digits(text)) {
    return "an IMEI has 15 digits, and nothing else";
  }
  return text.size() == 16 || passes_luhn(text) ? std::nullopt
                                                : Odd("the check digit of this IMEI is wrong");
}

// 3GPP TS 23.003 section 2.2: not more than fifteen digits, country and network first.
Odd imsi(const Number& number) {
  const auto& text = number.compact;
  const bool right = (text.size() == 14 || text.size() == 15) && all_digits(text);
  return right ? std::nullopt : Odd("an IMSI has 14 or 15 digits, and nothing else");
}

// ITU-T E.164: a plus sign, a country code that does not begin with 0, at most fifteen digits.
Odd e164(const Number& number) {
  constexpr std::size_t kLeast = 7, kMost = 15;
  auto digits = number.compact;
  auto written = trim(number.written);
  bool international = written.starts_with('+') || written.starts_with("(+");
  if (!international && digits.starts_with("00")) {
    digits.erase(0, 2);
    international = true;
  }
  if (!all_digits(digits)) {
    return "a telephone number has digits alone";
  }
  if (!international || digits.front() == '0' || digits.size() < kLeast || digits.size() > kMost) {
    return "an international number begins with + and the country code and has 7 to 15 digits";
  }
  return std::nullopt;
}

namespace {

// ICAO 9303-3 section 4.9: weights 7, 3, 1; letters are 10 to 35, the filler is 0.
bool passes_731(std::string_view fields, char check) {
  constexpr std::array<int, 3> kWeights{7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const char c = fields[i];
    const int value = is_digit(c) ? c - '0' : is_letter(c) ? c - 'A' + 10 : 0;
    sum += value * kWeights[i % kWeights.size()];
  }
  return check == static_cast<char>('0' + sum % 10) || (check == '<' && sum == 0);
}

struct MrzField {
  std::size_t from, length, check;
  std::string_view name;
};

struct MrzShape {
  std::size_t size;
  std::array<MrzField, 4> fields;  // the last may be empty
  std::array<std::pair<std::size_t, std::size_t>, 4> composite;
  std::size_t composite_check;
};

// Positions in the lines written one after another: 9303-5 (TD1), 9303-6 (TD2), 9303-4 (TD3).
constexpr std::array<MrzShape, 3> kMrzShapes{{{90,
                                               {{{5, 9, 14, "document number"},
                                                 {30, 6, 36, "date of birth"},
                                                 {38, 6, 44, "date of expiry"},
                                                 {0, 0, 0, ""}}},
                                               {{{5, 25}, {30, 7}, {38, 7}, {48, 11}}},
                                               59},
                                              {72,
                                               {{{36, 9, 45, "document number"},
                                                 {49, 6, 55, "date of birth"},
                                                 {57, 6, 63, "date of expiry"},
                                                 {0, 0, 0, ""}}},
                                               {{{36, 10}, {49, 7}, {57, 14}, {0, 0}}},
                                               71},
                                              {88,
                                               {{{44, 9, 53, "document number"},
                                                 {57, 6, 63, "date of birth"},
                                                 {65, 6, 71, "date of expiry"},
                                                 {72, 14, 86, "personal number"}}},
                                               {{{44, 10}, {57, 7}, {65, 22}, {0, 0}}},
                                               87}}};

}  // namespace

Odd mrz(const Number& number) {
  std::string text;
  for (const char c : number.written) {
    const bool lower = c >= 'a' && c <= 'z';
    const char upper = lower ? static_cast<char>(c - 'a' + 'A') : c;
    if (is_digit(upper) || is_letter(upper) || upper == '<') {
      text += upper;
    } else if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
      return "a machine readable zone has Latin letters, digits and < alone";
    }
  }
  for (const auto& shape : kMrzShapes) {
    if (text.size() != shape.size) {
      continue;
    }
    for (const auto& [from, length, check, name] : shape.fields) {
      // 9303-5 section 4.2.2.2: a longer document number has < here and goes on behind it.
      const bool goes_on = shape.size == 90 && from == 5 && text[check] == '<';
      if (length > 0 && !goes_on &&
          !passes_731(std::string_view(text).substr(from, length), text[check])) {
        return "the check digit of the " + std::string(name) + " is wrong";
      }
    }
    std::string whole;
    for (const auto& [from, length] : shape.composite) {
      whole += text.substr(from, length);
    }
    return passes_731(whole, text[shape.composite_check])
               ? std::nullopt
               : Odd("the check digit of the whole zone is wrong");
  }
  return "a machine readable zone has 3 lines of 30, 2 of 36 or 2 of 44 characters";
}

}  // namespace pouch::templates::checks
