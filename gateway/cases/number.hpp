// Case and message numbers: SEL-2026-004217-42, a message in it SEL-2026-004217-42/3 (DECISIONS
// 24). Two check digits, ISO 7064 mod 97-10 over prefix, year and serial with letters valued as in
// IBANs (ISO 13616: A = 10 … Z = 35): any one wrong or swapped character is noticed.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::gateway {

class CaseNumber {
 public:
  // `prefix` 2–8 capital letters, year 4 digits, serial 1 … 999999999 (at least six digits shown).
  CaseNumber(std::string_view prefix, int year, long serial);
  // Exact form, white space around and lower case allowed, check digits proved.
  static std::optional<CaseNumber> parse(std::string_view text);
  const std::string& text() const { return text_; }
  auto operator<=>(const CaseNumber&) const = default;

 private:
  explicit CaseNumber(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

struct MessageNumber {
  CaseNumber number;
  int message = 0;  // 0: the case itself
  static std::optional<MessageNumber> parse(std::string_view text);
  std::string text() const;
};

struct NumbersFound {
  std::vector<MessageNumber> valid;
  std::vector<std::string> wrong;  // shaped like a number of ours, but the check digits say no
};
// Every number of that prefix in a text, in order, each once.
NumbersFound find_numbers(std::string_view text, std::string_view prefix);

}  // namespace pouch::gateway
