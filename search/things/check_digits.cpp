#include "search/things/check_digits.hpp"

#include <algorithm>
#include <string>

#include "search/ascii.hpp"

namespace pouch::search {
namespace {

bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

template <bool (*Is)(char)>
bool all(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), Is);
}

// Letters count 10 to 35 (ISO 13616).
int remainder_97(std::string_view characters) {
  int rest = 0;
  for (const char c : characters) {
    rest = is_digit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
  }
  return rest;
}

// ISO 6346 annex A: letters count 10 to 38 without the multiples of 11, each place twice the one
// before it.
int container_check(std::string_view stem) {
  int sum = 0;
  for (std::size_t i = 0; i < stem.size(); ++i) {
    int value = stem[i] - '0';
    if (is_letter(stem[i])) {
      const int step = stem[i] - 'A';
      value = 10 + step + (step + 9) / 10;
    }
    sum += value << i;
  }
  return sum % 11 % 10;
}

bool luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int value = digits[digits.size() - 1 - i] - '0';
    const int doubled = value * 2;
    sum += i % 2 == 0 ? value : doubled / 10 + doubled % 10;
  }
  return sum % 10 == 0;
}

// 49 CFR 565.15: letters count 1 to 9 by the table, places have weights, the ninth is the check.
int vin_value(char c) {
  constexpr std::string_view kLetters = "ABCDEFGH.JKLMN.P.R..STUVWXYZ";
  constexpr std::string_view kValues = "12345678.12345.7.9..23456789";
  return is_digit(c) ? c - '0' : kValues[kLetters.find(c)] - '0';
}

}  // namespace

bool is_iban_shaped(std::string_view compact) {
  return compact.size() >= 15 && compact.size() <= 34 && all<is_letter>(compact.substr(0, 2)) &&
         all<is_digit>(compact.substr(2, 2)) &&
         std::all_of(compact.begin(), compact.end(),
                     [](char c) { return is_digit(c) || is_letter(c); });
}

bool is_iban(std::string_view compact) {
  return is_iban_shaped(compact) &&
         remainder_97(std::string(compact.substr(4)).append(compact.substr(0, 4))) == 1;
}

bool is_case_shaped(std::string_view compact) {
  const auto digits = std::find_if(compact.begin(), compact.end(), is_digit);
  const auto letters = static_cast<std::size_t>(digits - compact.begin());
  return letters >= 2 && letters <= 8 && all<is_letter>(compact.substr(0, letters)) &&
         compact.size() >= letters + 12 && compact.size() <= letters + 15 &&
         all<is_digit>(compact.substr(letters));
}

bool case_checks(std::string_view compact) { return remainder_97(compact) == 1; }

bool is_container_owner(std::string_view four) {
  return four.size() == 4 && all<is_letter>(four) &&
         (four[3] == 'U' || four[3] == 'J' || four[3] == 'Z');
}

bool is_container(std::string_view compact) {
  return compact.size() == 11 && is_container_owner(compact.substr(0, 4)) &&
         all<is_digit>(compact.substr(4));
}

bool is_imei(std::string_view compact) { return compact.size() == 15 && all<is_digit>(compact); }

bool has_right_check(std::string_view compact) {
  if (is_container(compact)) {
    return container_check(compact.substr(0, 10)) == compact[10] - '0';
  }
  return is_imei(compact) && luhn(compact);
}

bool is_vin(std::string_view compact) {
  return compact.size() == 17 && std::all_of(compact.begin(), compact.end(), [](char c) {
           return is_digit(c) || (is_letter(c) && c != 'I' && c != 'O' && c != 'Q');
         });
}

bool has_vin_check(std::string_view compact) {
  return is_vin(compact) && compact[0] >= '1' && compact[0] <= '5';
}

bool vin_checks(std::string_view compact) {
  constexpr int kWeights[] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  constexpr std::size_t kCheck = 8;
  if (!is_vin(compact)) {
    return false;
  }
  int sum = 0;
  for (std::size_t i = 0; i < compact.size(); ++i) {
    sum += kWeights[i] * vin_value(compact[i]);
  }
  return compact[kCheck] == (sum % 11 == 10 ? 'X' : static_cast<char>('0' + sum % 11));
}

}  // namespace pouch::search
