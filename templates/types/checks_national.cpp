// National identity numbers. Their laws are not at hand in English; beside each stands what is
// publicly known of it. Foreigners' and old numbers may differ: hence warnings alone.
#include <array>

#include "templates/types/checks.hpp"

namespace pouch::templates::checks {
namespace {

template <std::size_t kCount>
int weighted(const std::string& digits, const std::array<int, kCount>& weights) {
  int sum = 0;
  for (std::size_t i = 0; i < kCount; ++i) {
    sum += (digits[i] - '0') * weights[i];
  }
  return sum;
}

Odd shape(const char* name, std::size_t digits) {
  return std::string(name) + " has " + std::to_string(digits) + " digits, and nothing else";
}

Odd wrong_date(const char* name) { return "this " + std::string(name) + " begins with no date"; }
Odd wrong_check(const char* name) {
  return "the check digit of this " + std::string(name) + " is wrong";
}

}  // namespace

// JMBG (BA, ME, RS), EMBG (MK): Yugoslav law of 1976, Official Gazette SFRJ 58/76: DDMMYYY, region,
// serial, and 11 minus the weighted sum modulo 11, where 10 and 11 give 0.
Odd jmbg(const Number& number) {
  const auto& text = number.compact;
  if (text.size() != 13 || !all_digits(text)) {
    return shape("a JMBG", 13);
  }
  if (!is_day_of_month(number_in(text, 0, 2), number_in(text, 2, 2))) {
    return wrong_date("JMBG");
  }
  const int check =
      11 - weighted(text, std::array<int, 12>{7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11;
  return text[12] - '0' == (check > 9 ? 0 : check) ? std::nullopt : wrong_check("JMBG");
}

// EGN (BG): Civil Registration Act, article 11: YYMMDD, the month plus 20 before 1900 and plus 40
// from 2000 on; the weighted sum modulo 11, where 10 gives 0.
Odd egn(const Number& number) {
  const auto& text = number.compact;
  if (text.size() != 10 || !all_digits(text)) {
    return shape("an EGN", 10);
  }
  const int month = number_in(text, 2, 2);
  if (!is_day_of_month(number_in(text, 4, 2), month > 40   ? month - 40
                                              : month > 20 ? month - 20
                                                           : month)) {
    return wrong_date("EGN");
  }
  const int check = weighted(text, std::array<int, 9>{2, 4, 8, 5, 10, 9, 7, 3, 6}) % 11 % 10;
  return text[9] - '0' == check ? std::nullopt : wrong_check("EGN");
}

// CNP (RO): Law 105/1996 and its rules: sex and century, YYMMDD, county, serial; the weighted sum
// modulo 11, where 10 gives 1.
Odd cnp(const Number& number) {
  const auto& text = number.compact;
  if (text.size() != 13 || !all_digits(text)) {
    return shape("a CNP", 13);
  }
  if (text[0] == '0') {
    return "a CNP begins with 1 to 9";
  }
  if (!is_day_of_month(number_in(text, 5, 2), number_in(text, 3, 2))) {
    return "this CNP holds no date";
  }
  const int check = weighted(text, std::array<int, 12>{2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9}) % 11;
  return text[12] - '0' == (check == 10 ? 1 : check) ? std::nullopt : wrong_check("CNP");
}

// T.C. Kimlik No (TR): Population Services Law 5490; digits 1, 3, 5, 7, 9 times 7 minus digits 2,
// 4, 6, 8 modulo 10 is digit 10; the sum of the first ten modulo 10 is digit 11.
Odd tckimlik(const Number& number) {
  const auto& text = number.compact;
  if (text.size() != 11 || !all_digits(text) || text[0] == '0') {
    return "a T.C. Kimlik No has 11 digits and does not begin with 0";
  }
  const int tenth = weighted(text, std::array<int, 9>{7, -1, 7, -1, 7, -1, 7, -1, 7});
  const int eleventh = weighted(text, std::array<int, 10>{1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
  const bool right = text[9] - '0' == (tenth % 10 + 10) % 10 && text[10] - '0' == eleventh % 10;
  return right ? std::nullopt : wrong_check("T.C. Kimlik No");
}

// IDNP (MD): Government Decision 333/2002; 13 digits, weights 7, 3, 1 modulo 10.
Odd idnp(const Number& number) {
  const auto& text = number.compact;
  if (text.size() != 13 || !all_digits(text)) {
    return shape("an IDNP", 13);
  }
  const int check = weighted(text, std::array<int, 12>{7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1}) % 10;
  return text[12] - '0' == check ? std::nullopt : wrong_check("IDNP");
}

// NID (AL): Law 8952/2002: a letter for the decade and a digit for the year, the month (women's
// plus 50, foreigners' plus 30), the day, three digits, a letter. Its rule for the letter is not
// public.
Odd nid(const Number& number) {
  const auto& text = number.compact;
  const bool letters = text.size() == 10 && is_letter(text[0]) && is_letter(text[9]);
  if (!letters || !all_digits(std::string_view(text).substr(1, 8))) {
    return "a NID has a letter, eight digits and a letter";
  }
  int month = number_in(text, 2, 2);
  month -= month > 50 ? 50 : 0;
  month -= month > 30 ? 30 : 0;
  return is_day_of_month(number_in(text, 4, 2), month) ? std::nullopt
                                                       : Odd("this NID holds no date");
}

// GR. AFM: Presidential Decree 398/1990: 9 digits, powers of two modulo 11 modulo 10. AMKA: Law
// 3655/2008 article 153: DDMMYY, four digits, the last one by Luhn.
Odd greek_number(const Number& number) {
  const auto& text = number.compact;
  if (!all_digits(text) || (text.size() != 9 && text.size() != 11)) {
    return "an AFM has 9 digits and an AMKA 11, and nothing else";
  }
  if (text.size() == 9) {
    const int check = weighted(text, std::array<int, 8>{256, 128, 64, 32, 16, 8, 4, 2}) % 11 % 10;
    return text[8] - '0' == check && text != "000000000" ? std::nullopt : wrong_check("AFM");
  }
  if (!is_day_of_month(number_in(text, 0, 2), number_in(text, 2, 2))) {
    return wrong_date("AMKA");
  }
  return passes_luhn(text) ? std::nullopt : wrong_check("AMKA");
}

}  // namespace pouch::templates::checks
