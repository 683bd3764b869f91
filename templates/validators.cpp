#include "templates/validators.hpp"

#include <algorithm>
#include <array>

#include "templates/fold.hpp"

namespace pouch::templates {
namespace {

using Odd = std::optional<std::string>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

// ISO 3779: 17 characters, never I, O or Q. The check digit is American alone.
Odd vin(const std::string& text) {
  if (text.size() != 17) {
    return "a VIN has 17 characters, this one has " + std::to_string(characters(text));
  }
  const auto wrong = text.find_first_of("IOQ");
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_letter(c); });
  if (wrong != std::string::npos || !plain) {
    return "a VIN has Latin letters and digits alone, and never I, O or Q";
  }
  return std::nullopt;
}

// ISO 13616: the first four characters moved to the end, letters as 10 … 35, modulo 97 is 1.
Odd iban(const std::string& text) {
  const bool shape = text.size() >= 15 && text.size() <= 34 && is_letter(text[0]) &&
                     is_letter(text[1]) && is_digit(text[2]) && is_digit(text[3]);
  unsigned rest = 0;
  for (std::size_t i = 0; shape && i < text.size(); ++i) {
    const char c = text[(i + 4) % text.size()];
    if (!is_digit(c) && !is_letter(c)) {
      return "an IBAN has Latin letters and digits alone";
    }
    const auto value = static_cast<unsigned>(is_digit(c) ? c - '0' : c - 'A' + 10);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  if (!shape) {
    return "an IBAN begins with a country and two digits and has 15 to 34 characters";
  }
  return rest == 1 ? std::nullopt : Odd("the check digits of this IBAN are wrong");
}

// ISO 6346: four letters, six digits, a check digit; letters from 10 on, without multiples of 11,
// weighted by powers of two, modulo 11, 10 counts as 0.
Odd container(const std::string& text) {
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

// ISO/IEC 7812-1 annex B: payment cards, and the fifteen digits of an IMEI (3GPP TS 23.003).
Odd luhn(const std::string& text) {
  if (text.size() < 12 || text.size() > 19 || !std::all_of(text.begin(), text.end(), is_digit)) {
    return "this number has 12 to 19 digits, and nothing else";
  }
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int digit = text[text.size() - 1 - i] - '0';
    const int doubled = i % 2 == 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 == 0 ? std::nullopt : Odd("the check digit of this number is wrong");
}

struct Check {
  std::string_view name;
  Odd (*run)(const std::string&);
};
constexpr std::array<Check, 4> kChecks{
    {{"vin", vin}, {"iban", iban}, {"container", container}, {"luhn", luhn}}};

}  // namespace

std::optional<std::string> odd(std::string_view check, std::string_view text) {
  for (const auto& entry : kChecks) {
    if (entry.name == check) {
      return entry.run(compact(text));
    }
  }
  return std::nullopt;
}

std::vector<std::string> check_names() {
  std::vector<std::string> names;
  for (const auto& entry : kChecks) {
    names.emplace_back(entry.name);
  }
  return names;
}

}  // namespace pouch::templates
