// Case and message numbers: SEL-2026-004217-42, a message in it SEL-2026-004217-42/3 (DECISIONS
// 24). Two check digits, ISO 7064 mod 97-10 over prefix, year and serial with letters valued as in
// IBANs (ISO 13616: A = 10 … Z = 35): any one wrong or swapped character is noticed.
//
// A restored backup opens a new epoch (DECISIONS 45), which is added to the value that is checked:
// the same year and serial have other check digits in each epoch, and a number tells its own. So
// numbers of earlier epochs, 0 until the first restore, stay as they are, and one that was given
// before a restore and lost by it names no case that came after.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::gateway {

// As many as the check digits can tell apart.
constexpr int kLastEpoch = 96;

class CaseNumber {
 public:
  // `prefix` 2–8 capital letters, year 4 digits, serial 1 … 999999999 (at least six digits shown).
  CaseNumber(std::string_view prefix, int year, long serial, int epoch = 0);
  // Exact form, white space around and lower case allowed, check digits proved: of an epoch up to
  // `newest`. What people typed is read with the site's own epoch; what the store wrote needs none.
  static std::optional<CaseNumber> parse(std::string_view text, int newest = kLastEpoch);
  const std::string& text() const { return text_; }
  int epoch() const;
  auto operator<=>(const CaseNumber&) const = default;

 private:
  explicit CaseNumber(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

struct MessageNumber {
  CaseNumber number;
  int message = 0;  // 0: the case itself
  static std::optional<MessageNumber> parse(std::string_view text, int newest = kLastEpoch);
  std::string text() const;  // SEL-2026-004217-42/3
  auto operator<=>(const MessageNumber&) const = default;
};

// What makes a number one of ours.
struct Numbering {
  std::string_view prefix;
  int epoch;  // the site's: numbers of later ones are wrong
};

struct NumbersFound {
  std::vector<MessageNumber> valid;
  std::vector<std::string> wrong;  // shaped like a number of ours, but the check digits say no
};
// Every number of ours in a text, in order, each once.
NumbersFound find_numbers(std::string_view text, const Numbering& ours);

}  // namespace pouch::gateway
