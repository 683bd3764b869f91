#include "search/things/birth_date.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "search/ascii.hpp"
#include "search/things/month_words.hpp"

namespace pouch::search {
namespace {

constexpr int kFirstYear = 1800, kLastYear = 2200;  // as the forms take them
constexpr std::size_t kLongest = 3;                 // words of a date

struct Part {
  int number = -1;  // of digits
  std::size_t digits = 0;
  unsigned month = 0;  // of a word
};

// 3rd, 1st: the ordinals of English.
std::string_view without_ordinal(std::string_view word) {
  constexpr std::array<std::string_view, 4> kEnds = {"st", "nd", "rd", "th"};
  for (const auto end : kEnds) {
    if (word.size() > end.size() && word.ends_with(end)) {
      return word.substr(0, word.size() - end.size());
    }
  }
  return word;
}

std::optional<Part> part_of(std::string_view written) {
  constexpr std::size_t kMost = 4, kShortestMonth = 3;
  if (written.empty()) {
    return std::nullopt;
  }
  if (!is_digit(written[0])) {
    const auto month = written.size() >= kShortestMonth ? month_of(written) : 0;
    return month == 0 ? std::nullopt : std::optional(Part{-1, 0, month});
  }
  const auto word = without_ordinal(written);
  if (word.size() > kMost || !std::all_of(word.begin(), word.end(), is_digit)) {
    return std::nullopt;
  }
  Part part{0, word.size(), 0};
  for (const char c : word) {
    part.number = part.number * 10 + (c - '0');
  }
  return part;
}

// Between two parts of one date; a comma stands before a year alone.
bool joins(std::string_view between, const Part& behind) {
  static constexpr std::array<std::string_view, 8> kSigns = {".",  "-",      "/",       " ",
                                                             ". ", "\u00A0", ".\u00A0", " de "};
  return std::find(kSigns.begin(), kSigns.end(), between) != kSigns.end() ||
         (between == ", " && behind.digits == 4);
}

bool is_year(const Part& part) { return part.digits == 4; }
bool is_small(const Part& part) { return part.digits == 1 || part.digits == 2; }
unsigned small(const Part& part) { return static_cast<unsigned>(part.number); }

bool is_date(const BirthDate& date) {
  const std::chrono::year_month_day day(std::chrono::year(date.year),
                                        std::chrono::month(date.month == 0 ? 1 : date.month),
                                        std::chrono::day(date.day == 0 ? 1 : date.day));
  return date.year >= kFirstYear && date.year <= kLastYear && day.ok();
}

// A part of nought would look like one that is not known.
std::vector<BirthDate> dates_of(const Part& year, unsigned month, std::optional<unsigned> day) {
  constexpr int kPast = 1900, kCentury = 100, kEither = 30;
  std::vector<BirthDate> dates;
  if (month == 0 || (day && *day == 0)) {
    return dates;
  }
  const auto add = [&](int whole) {
    const BirthDate date{whole, month, day.value_or(0)};
    if (is_date(date)) {
      dates.push_back(date);
    }
  };
  if (is_year(year)) {
    add(year.number);
  } else if (year.digits == 2) {
    add(kPast + year.number);
    if (year.number < kEither) {
      add(kPast + kCentury + year.number);
    }
  }
  return dates;
}

std::vector<BirthDate> read(const std::vector<Part>& parts) {
  if (parts.size() == 1) {
    const BirthDate year{parts[0].number, 0, 0};
    return is_year(parts[0]) && is_date(year) ? std::vector{year} : std::vector<BirthDate>();
  }
  const auto& first = parts[0];
  const auto& second = parts[1];
  if (parts.size() == 2) {
    if (is_year(first) && (second.month != 0 || is_small(second))) {
      return dates_of(first, second.month != 0 ? second.month : small(second), std::nullopt);
    }
    if (is_year(second) && (first.month != 0 || is_small(first))) {
      return dates_of(second, first.month != 0 ? first.month : small(first), std::nullopt);
    }
    return {};
  }
  const auto& third = parts[2];
  if (is_year(first) && is_small(third)) {  // 1985-04-03, 1985. április 3.
    return second.month != 0  ? dates_of(first, second.month, small(third))
           : is_small(second) ? dates_of(first, small(second), small(third))
                              : std::vector<BirthDate>();
  }
  if (first.month != 0 && is_small(second) && is_year(third)) {  // April 3, 1985
    return dates_of(third, first.month, small(second));
  }
  if (is_small(first) && third.number >= 0) {
    return second.month != 0  ? dates_of(third, second.month, small(first))
           : is_small(second) ? dates_of(third, small(second), small(first))
                              : std::vector<BirthDate>();
  }
  return {};
}

// Nothing of a longer number or word stands right behind it.
bool ends(std::string_view text, std::size_t end) {
  if (end >= text.size()) {
    return true;
  }
  const bool sign = text[end] == '-' || text[end] == '/' || text[end] == ':' || text[end] == '.';
  return !(sign && end + 1 < text.size() && is_digit(text[end + 1]));
}

std::string padded(unsigned number) { return (number < 10 ? "-0" : "-") + std::to_string(number); }

}  // namespace

std::string iso(const BirthDate& date) {
  return std::to_string(date.year) + (date.month == 0 ? "" : padded(date.month)) +
         (date.day == 0 ? "" : padded(date.day));
}

std::optional<BirthRead> birth_at(std::string_view text, const std::vector<Word>& all,
                                  std::size_t first) {
  std::vector<Part> parts;
  for (std::size_t at = first; at < all.size() && parts.size() < kLongest; ++at) {
    const auto part = part_of(text.substr(all[at].begin, all[at].end - all[at].begin));
    if (!part || (at > first &&
                  !joins(text.substr(all[at - 1].end, all[at].begin - all[at - 1].end), *part))) {
      break;
    }
    parts.push_back(*part);
  }
  for (; !parts.empty(); parts.pop_back()) {
    const auto last = first + parts.size() - 1;
    auto dates = read(parts);
    if (!dates.empty() && ends(text, all[last].end)) {
      return BirthRead{std::move(dates), last};
    }
  }
  return std::nullopt;
}

std::vector<BirthDate> births_in(std::string_view text) {
  constexpr std::size_t kLongestText = 64;
  if (text.size() > kLongestText) {
    return {};
  }
  const auto all = words(text);
  const auto read = all.empty() ? std::nullopt : birth_at(text, all, 0);
  const bool whole = read && read->last + 1 == all.size() &&
                     text.find_first_not_of(" .", all.back().end) == text.npos &&
                     text.find_first_not_of(' ') == all.front().begin;
  return whole ? read->dates : std::vector<BirthDate>();
}

std::optional<BirthDate> swapped(const BirthDate& date) {
  const BirthDate other{date.year, date.day, date.month};
  return date.day != 0 && other != date && other.month <= 12 ? std::optional(other) : std::nullopt;
}

std::optional<BirthTier> births_meet(const BirthDate& left, const BirthDate& right) {
  if (left == right) {
    return BirthTier::kSame;
  }
  if (swapped(left) == right) {
    return BirthTier::kSwapped;
  }
  const bool months = left.month == 0 || right.month == 0 || left.month == right.month;
  const bool days = left.day == 0 || right.day == 0 || left.day == right.day;
  return left.year == right.year && months && days ? std::optional(BirthTier::kPart) : std::nullopt;
}

}  // namespace pouch::search
