// The checks behind validators.hpp, one function for each standard. Each takes the number both as
// it was written and compact (letters upper-cased and digits, nothing else), and says what is odd.
// Private to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pouch::templates::checks {

using Odd = std::optional<std::string>;

struct Number {
  std::string_view written;
  std::string compact;
};

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool all_digits(std::string_view text);
bool passes_luhn(std::string_view digits);
// Whether a day of that month exists in some year.
bool is_day_of_month(int day, int month);
int number_in(std::string_view digits, std::size_t from, std::size_t length);

Odd vin(const Number& number);
Odd iban(const Number& number);
Odd container(const Number& number);
Odd luhn(const Number& number);
Odd imei(const Number& number);
Odd imsi(const Number& number);
Odd e164(const Number& number);
Odd mrz(const Number& number);

Odd jmbg(const Number& number);
Odd egn(const Number& number);
Odd cnp(const Number& number);
Odd tckimlik(const Number& number);
Odd idnp(const Number& number);
Odd nid(const Number& number);
Odd greek_number(const Number& number);

Odd plate(const std::string& country, const Number& number);
std::string_view plate_countries();  // "AL BA …"

}  // namespace pouch::templates::checks
