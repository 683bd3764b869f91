#include "gateway/cases/typed_numbers.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostBetween = 3;  // characters between two groups
constexpr std::size_t kYear = 4, kLeastSerial = 6, kMostSerial = 9, kCheck = 2;

struct Alike {
  std::string_view letter, latin;  // by sound, then by sight
};
constexpr std::array<Alike, 58> kAlike{{
    {"А", "A"},  {"Б", "B"},  {"В", "VB"}, {"Г", "G"},  {"Д", "D"}, {"Е", "E"},  {"З", "Z"},
    {"И", "I"},  {"Й", "J"},  {"Ј", "J"},  {"К", "K"},  {"Л", "L"}, {"М", "M"},  {"Н", "NH"},
    {"О", "O"},  {"П", "P"},  {"Р", "RP"}, {"С", "SC"}, {"Т", "T"}, {"У", "UY"}, {"Ф", "F"},
    {"Х", "HX"}, {"Ц", "C"},  {"Ѕ", "S"},  {"І", "I"},  {"а", "A"}, {"в", "V"},  {"е", "E"},
    {"к", "K"},  {"л", "L"},  {"м", "M"},  {"н", "N"},  {"о", "O"}, {"п", "P"},  {"р", "RP"},
    {"с", "SC"}, {"т", "T"},  {"Α", "A"},  {"Β", "BV"}, {"Γ", "G"}, {"Δ", "D"},  {"Ε", "E"},
    {"Ζ", "Z"},  {"Η", "IH"}, {"Ι", "I"},  {"Κ", "K"},  {"Λ", "L"}, {"Μ", "M"},  {"Ν", "N"},
    {"Ο", "O"},  {"Π", "P"},  {"Ρ", "RP"}, {"Σ", "S"},  {"Τ", "T"}, {"Υ", "YU"}, {"Φ", "F"},
    {"Χ", "XH"}, {"ѕ", "S"},
}};

bool is_figure(char c) { return c >= '0' && c <= '9'; }
bool is_letter_octet(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

// Octets of a letter at `at` that stands for that capital, 0: it does not.
std::size_t stands_for(char capital, std::string_view text, std::size_t at) {
  const char c = at < text.size() ? text[at] : '\0';
  if (c == capital || (c >= 'a' && c <= 'z' && c - 'a' + 'A' == capital)) {
    return 1;
  }
  if ((c & 0x80) == 0) {
    return 0;
  }
  const auto two = text.substr(std::min(at, text.size()), 2);
  const auto* found = std::find_if(kAlike.begin(), kAlike.end(),
                                   [&](const Alike& one) { return one.letter == two; });
  return found != kAlike.end() && found->latin.find(capital) != std::string_view::npos ? 2 : 0;
}

// Behind blanks, hyphens and their like; the most that may stand between two groups.
std::size_t behind_marks(std::string_view text, std::size_t at) {
  for (std::size_t i = 0; i < kMostBetween && at < text.size(); ++i) {
    if (text.substr(at, 2) == "\xC2\xA0") {
      at += 2;
    } else if (std::string_view(" -_.").find(text[at]) != std::string_view::npos) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

std::string_view run_at(std::string_view text, std::size_t at) {
  auto end = at;
  while (end < text.size() && is_figure(text[end])) {
    ++end;
  }
  return text.substr(std::min(at, text.size()), end - at);
}

struct Typed {
  std::string number;
  std::size_t end = 0;
};

// "2026 000001 77" from `at` on.
std::optional<Typed> digits_of(std::string_view text, std::size_t at) {
  std::string_view year = run_at(text, at), serial, check;
  auto end = at + year.size();
  if (year.size() >= kYear + kLeastSerial + kCheck) {
    check = year.substr(year.size() - kCheck);
    serial = year.substr(kYear, year.size() - kYear - kCheck);
    year = year.substr(0, kYear);
  } else {
    end = behind_marks(text, end);
    serial = run_at(text, end);
    end = behind_marks(text, end + serial.size());
    check = run_at(text, end);
    end += check.size();
  }
  const bool shaped = year.size() == kYear && serial.size() >= kLeastSerial &&
                      serial.size() <= kMostSerial && check.size() == kCheck &&
                      (end == text.size() || !is_letter_octet(text[end]));
  return shaped ? std::optional(Typed{"-" + std::string(year) + "-" + std::string(serial) + "-" +
                                          std::string(check),
                                      end})
                : std::nullopt;
}

std::optional<Typed> number_at(std::string_view text, std::size_t at, const Numbering& ours) {
  if (at > 0 && (is_letter_octet(text[at - 1]) || is_figure(text[at - 1]))) {
    return std::nullopt;
  }
  auto end = at;
  for (const char capital : ours.prefix) {
    const auto octets = stands_for(capital, text, end);
    if (octets == 0) {
      return std::nullopt;
    }
    end += octets;
  }
  auto typed = digits_of(text, behind_marks(text, end));
  if (!typed) {
    return std::nullopt;
  }
  typed->number = std::string(ours.prefix) + typed->number;
  if (!CaseNumber::parse(typed->number, ours.epoch)) {
    return std::nullopt;
  }
  const auto slash = typed->end + (text.substr(typed->end, 2) == " /" ? 1 : 0);
  if (const auto message = run_at(text, slash + 1);
      slash < text.size() && text[slash] == '/' && !message.empty()) {
    typed->number += "/" + std::string(message);
    typed->end = slash + 1 + message.size();
  }
  return typed;
}

}  // namespace

std::string with_typed_numbers(std::string_view text, const Numbering& ours) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    auto typed = ours.prefix.empty() ? std::nullopt : number_at(text, at, ours);
    if (typed) {
      result += typed->number;
      at = typed->end;
    } else {
      result += text[at++];
    }
  }
  return result;
}

}  // namespace pouch::gateway
