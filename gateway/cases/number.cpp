#include "gateway/cases/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <stdexcept>

#include "gateway/cases/typed_numbers.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kLeastPrefix = 2;
constexpr std::size_t kMostPrefix = 8;
constexpr std::size_t kYearDigits = 4;
constexpr std::size_t kLeastSerialDigits = 6;
constexpr std::size_t kMostSerialDigits = 9;
constexpr std::size_t kCheckDigits = 2;
constexpr std::size_t kMostMessageDigits = 9;
constexpr long kMostSerial = 999999999;
constexpr int kFirstYear = 1000;
constexpr int kLastYear = 9999;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
char capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_word(char c) { return is_digit(c) || is_capital(capital(c)) || (c & 0x80) != 0; }

std::string capitals(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), capital);
  return result;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

long value(std::string_view digits) {
  long result = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), result);
  return result;
}

std::string padded(long number, std::size_t width) {
  auto digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

// Modulo 97, of letters valued as ISO 13616 does.
unsigned remainder_of(std::string_view characters) {
  unsigned remainder = 0;
  for (const char c : characters) {
    remainder = is_digit(c) ? remainder * 10 + static_cast<unsigned>(c - '0')
                            : remainder * 100 + static_cast<unsigned>(c - 'A') + 10;
    remainder %= 97;
  }
  return remainder;
}

// ISO 7064 mod 97-10: what is checked and the epoch, then the two digits, give 1.
std::string check_digits(std::string_view characters, int epoch) {
  const auto value = remainder_of(characters) + static_cast<unsigned>(epoch);
  return padded(98 - static_cast<long>(value * 100 % 97), kCheckDigits);
}

// A run of digits from `at` on.
std::string_view digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) {
    ++end;
  }
  return at < text.size() ? text.substr(at, end - at) : std::string_view();
}

// Length of something shaped like a number at `at`, 0 when there is none. One digit too many or too
// few in a group still has the shape: it is told as wrong, not overlooked.
std::size_t shape_at(std::string_view text, std::size_t at, std::size_t prefix) {
  constexpr std::array<std::size_t, 3> kRight = {kYearDigits, kMostSerialDigits, kCheckDigits};
  constexpr std::array<std::size_t, 3> kLeast = {kYearDigits, kLeastSerialDigits, kCheckDigits};
  std::size_t position = at + prefix;
  for (std::size_t group = 0; group < kRight.size(); ++group) {
    if (position >= text.size() || text[position] != '-') {
      return 0;
    }
    const auto digits = digits_at(text, position + 1);
    if (digits.size() + 1 < kLeast[group] || digits.size() > kRight[group] + 1) {
      return 0;
    }
    position += 1 + digits.size();
  }
  return position < text.size() && is_word(text[position]) ? 0 : position - at;
}

// Word processors and some clients turn hyphens into their typographic kin (U+2010 … U+2015,
// U+2212); a number is still meant.
std::string with_plain_hyphens(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto three = text.substr(i, 3);
    const bool general = three.size() == 3 && three.substr(0, 2) == "\xE2\x80" &&
                         three[2] >= '\x90' && three[2] <= '\x95';
    if (general || three == "\xE2\x88\x92") {
      result += '-';
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

void add_once(std::vector<MessageNumber>& list, MessageNumber number) {
  const auto same = [&](const MessageNumber& other) { return other == number; };
  if (std::none_of(list.begin(), list.end(), same)) {
    list.push_back(std::move(number));
  }
}

}  // namespace

CaseNumber::CaseNumber(std::string_view prefix, int year, long serial, int epoch) {
  if (prefix.size() < kLeastPrefix || prefix.size() > kMostPrefix ||
      !std::all_of(prefix.begin(), prefix.end(), is_capital) || year < kFirstYear ||
      year > kLastYear || serial < 1 || serial > kMostSerial || epoch < 0 || epoch > kLastEpoch) {
    throw std::invalid_argument("a case number out of its bounds");
  }
  const auto years = std::to_string(year);
  const auto serials = padded(serial, kLeastSerialDigits);
  const std::string start(prefix);
  text_ = start + "-" + years + "-" + serials + "-" + check_digits(start + years + serials, epoch);
}

// The whole is 1 - 100 * epoch modulo 97; 3 is 100 there, and 65 its inverse.
int CaseNumber::epoch() const {
  std::string whole;
  std::copy_if(text_.begin(), text_.end(), std::back_inserter(whole),
               [](char c) { return c != '-'; });
  return static_cast<int>((97 + 1 - remainder_of(whole)) * 65 % 97);
}

std::optional<CaseNumber> CaseNumber::parse(std::string_view text, int newest) {
  const auto given = capitals(trimmed(text));
  std::array<std::string_view, 3> groups;
  std::string_view rest = given;
  std::size_t seen = 0;
  for (auto dash = rest.find('-'); dash != std::string_view::npos; dash = rest.find('-')) {
    if (seen == groups.size()) {
      return std::nullopt;
    }
    groups[seen++] = rest.substr(0, dash);
    rest.remove_prefix(dash + 1);
  }
  if (seen != groups.size() || !all_digits(groups[1]) || !all_digits(groups[2]) ||
      groups[1].size() != kYearDigits || groups[2].size() > kMostSerialDigits ||
      groups[0].size() < kLeastPrefix || groups[0].size() > kMostPrefix ||
      !std::all_of(groups[0].begin(), groups[0].end(), is_capital)) {
    return std::nullopt;
  }
  const auto year = static_cast<int>(value(groups[1]));
  const auto serial = value(groups[2]);
  if (year < kFirstYear || serial < 1) {
    return std::nullopt;
  }
  // One way to write each number: zeros in front, other check digits of the same rest (00, 97) and
  // the like are not it.
  CaseNumber number(given);
  const auto epoch = number.epoch();
  const bool padded_once = groups[2].size() == kLeastSerialDigits ||
                           (groups[2].size() > kLeastSerialDigits && groups[2].front() != '0');
  const bool same =
      epoch <= newest && epoch <= kLastEpoch && padded_once &&
      rest == check_digits(std::string(groups[0]).append(groups[1]).append(groups[2]), epoch);
  return same ? std::optional(std::move(number)) : std::nullopt;
}

std::optional<MessageNumber> MessageNumber::parse(std::string_view text, int newest) {
  text = trimmed(text);
  const auto slash = text.find('/');
  auto number = CaseNumber::parse(text.substr(0, slash), newest);
  if (!number || slash == std::string_view::npos) {
    return number ? std::optional(MessageNumber{std::move(*number), 0}) : std::nullopt;
  }
  if (is_digit(text[slash - 1]) == false) {
    return std::nullopt;  // white space before the slash
  }
  const auto digits = text.substr(slash + 1);
  if (!all_digits(digits) || digits.size() > kMostMessageDigits || digits.front() == '0') {
    return std::nullopt;
  }
  return MessageNumber{std::move(*number), static_cast<int>(value(digits))};
}

std::string MessageNumber::text() const {
  return message == 0 ? number.text() : number.text() + "/" + std::to_string(message);
}

NumbersFound find_numbers(std::string_view text, const Numbering& ours) {
  NumbersFound found;
  const auto body = capitals(with_typed_numbers(with_plain_hyphens(text), ours));
  const auto start = capitals(ours.prefix);
  if (start.empty()) {
    return found;
  }
  for (auto at = body.find(start); at != std::string::npos; at = body.find(start, at + 1)) {
    const auto length = shape_at(body, at, start.size());
    if (length == 0 || (at > 0 && is_word(body[at - 1]))) {
      continue;
    }
    const auto shape = body.substr(at, length);
    const auto end = at + length;
    const auto message = end < body.size() && body[end] == '/' ? digits_at(body, end + 1) : "";
    auto number = message.empty()
                      ? std::nullopt
                      : MessageNumber::parse(shape + "/" + std::string(message), ours.epoch);
    if (!number) {
      number = MessageNumber::parse(shape, ours.epoch);
    }
    if (number) {
      add_once(found.valid, std::move(*number));
    } else if (std::find(found.wrong.begin(), found.wrong.end(), shape) == found.wrong.end()) {
      found.wrong.push_back(shape);
    }
  }
  return found;
}

}  // namespace pouch::gateway
