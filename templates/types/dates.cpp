#include "templates/types/dates.hpp"

#include <array>
#include <charconv>
#include <vector>

#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"
#include "templates/types/names.hpp"

namespace pouch::templates {
namespace {

using namespace std::chrono;

constexpr std::string_view kDateHint = "write it as 2026-11-23, 23.11.2026 or 23 November 2026";
constexpr std::string_view kTimeHint = "write it as 2026-11-26 18:00 +02:00";
constexpr int kFirstYear = 1800, kLastYear = 2200;

struct Token {
  std::string_view text;
  bool number = false;
  int value = 0;       // of a number
  unsigned month = 0;  // of a word
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string two(unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); }

// Weekdays, ordinals and the word "year" say nothing that the numbers do not.
bool is_filler(std::string_view word) {
  constexpr std::array<std::string_view, 24> kFillers{
      "st",     "nd",       "rd",     "th",  "of",     "mon",     "tue",       "wed",
      "thu",    "fri",      "sat",    "sun", "monday", "tuesday", "wednesday", "thursday",
      "friday", "saturday", "sunday", "the", "г",      "година",  "god",       "ev"};
  const auto folded = fold(word);
  for (const auto filler : kFillers) {
    if (folded == filler) {
      return true;
    }
  }
  return folded.empty();
}

// Numbers and words; nullopt: something that is in no date.
std::optional<std::vector<Token>> tokens_of(std::string_view text) {
  constexpr std::string_view kBetween = " .,/-\t";
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < text.size();) {
    if (kBetween.find(text[at]) != std::string_view::npos) {
      ++at;
      continue;
    }
    auto end = at;
    const bool number = is_digit(text[at]);
    while (end < text.size() && is_digit(text[end]) == number &&
           kBetween.find(text[end]) == std::string_view::npos) {
      ++end;
    }
    Token token{text.substr(at, end - at), number, 0, 0};
    if (number) {
      const auto* last = token.text.data() + token.text.size();
      if (token.text.size() > 4 ||
          std::from_chars(token.text.data(), last, token.value).ec != std::errc()) {
        return std::nullopt;
      }
      tokens.push_back(token);
    } else if ((token.month = month_number(token.text)) != 0) {
      tokens.push_back(token);
    } else if (!is_filler(token.text)) {
      return std::nullopt;
    }
    at = end;
  }
  return tokens;
}

struct Parts {
  int year = 0;
  unsigned month = 0, day = 0;
  bool two_digit_year = false;
};

bool is_year(const Token& token) { return token.number && token.text.size() == 4; }
bool is_small(const Token& token) { return token.number && token.text.size() <= 2; }

std::optional<Parts> with_month_word(const std::vector<Token>& tokens) {
  std::vector<const Token*> numbers;
  unsigned month = 0;
  for (const auto& token : tokens) {
    if (!token.number && month == 0) {
      month = token.month;
    } else if (token.number) {
      numbers.push_back(&token);
    } else {
      return std::nullopt;
    }
  }
  if (month == 0) {
    return std::nullopt;
  }
  if (numbers.size() == 1 && is_year(*numbers[0])) {
    return Parts{numbers[0]->value, month, 0};
  }
  if (numbers.size() != 2) {
    return std::nullopt;
  }
  const bool year_first = is_year(*numbers[0]);
  const auto& year = *numbers[year_first ? 0 : 1];
  const auto& day = *numbers[year_first ? 1 : 0];
  if (!is_small(day)) {
    return std::nullopt;
  }
  return Parts{year.value, month, static_cast<unsigned>(day.value), !is_year(year)};
}

std::optional<Parts> all_numbers(const std::vector<Token>& tokens) {
  for (const auto& token : tokens) {
    if (!token.number) {
      return std::nullopt;
    }
  }
  const auto at = [&](std::size_t i) { return static_cast<unsigned>(tokens[i].value); };
  if (tokens.size() == 1 && is_year(tokens[0])) {
    return Parts{tokens[0].value, 0, 0};
  }
  if (tokens.size() == 2 && is_year(tokens[0]) && is_small(tokens[1])) {
    return Parts{tokens[0].value, at(1), 0};
  }
  if (tokens.size() == 2 && is_small(tokens[0]) && is_year(tokens[1])) {
    return Parts{tokens[1].value, at(0), 0};
  }
  if (tokens.size() != 3) {
    return std::nullopt;
  }
  if (is_year(tokens[0]) && is_small(tokens[1]) && is_small(tokens[2])) {
    return Parts{tokens[0].value, at(1), at(2)};
  }
  if (is_small(tokens[0]) && is_small(tokens[1])) {
    return Parts{tokens[2].value, at(1), at(0), !is_year(tokens[2])};
  }
  return std::nullopt;
}

ReadDate impossible(const Parts& parts) {
  ReadDate result;
  result.impossible = true;
  result.hint = std::string(kDateHint);
  if (parts.month > 12 && parts.day >= 1 && parts.day <= 12 && parts.month <= 31) {
    result.hint = "the day comes first: " + two(parts.month) + "." + two(parts.day) + "." +
                  std::to_string(parts.year) + "?";
  } else if (parts.month >= 1 && parts.month <= 12 && parts.day > 28) {
    const auto last =
        year_month_day_last(year(parts.year) / month(parts.month) / std::chrono::last);
    result.hint = "that month has " + std::to_string(static_cast<unsigned>(last.day())) + " days";
  }
  return result;
}

ReadDate finish(const Parts& parts) {
  if (parts.two_digit_year) {
    return {"", false, "write the year with four digits, as in 23.11.2026"};
  }
  const auto months = parts.month == 0 ? 1U : parts.month;
  const auto days = parts.day == 0 ? 1U : parts.day;
  if (parts.year < kFirstYear || parts.year > kLastYear ||
      !(year(parts.year) / month(months) / day(days)).ok()) {
    return impossible(parts);
  }
  ReadDate result{std::to_string(parts.year), false, ""};
  result.value += parts.month == 0 ? "" : "-" + two(parts.month);
  result.value += parts.day == 0 ? "" : "-" + two(parts.day);
  return result;
}

// A day or month of zero would otherwise look like a partial date.
bool has_zero(const std::vector<Token>& tokens) {
  for (const auto& token : tokens) {
    if (token.number && token.value == 0) {
      return true;
    }
  }
  return false;
}

struct Clock {
  seconds of_day{}, offset{};
  bool zoned = false;
  std::string_view date;  // what is left
};

// "18:00", "18:00:30", then perhaps "pm".
std::optional<Clock> clock_in(std::string_view text, std::string_view& after, bool& wrong) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) {
    return std::nullopt;
  }
  auto begin = colon;
  while (begin > 0 && is_digit(text[begin - 1])) {
    --begin;
  }
  int parts[3] = {0, 0, 0};
  auto at = begin;
  for (int i = 0; i < 3; ++i) {
    const auto end = std::min(text.find_first_not_of("0123456789", at), text.size());
    if (end == at || end - at > 2) {
      return std::nullopt;
    }
    std::from_chars(text.data() + at, text.data() + end, parts[i]);
    at = end;
    if (i == 2 || at >= text.size() || text[at] != ':') {
      break;
    }
    ++at;
  }
  if (at < text.size() && text[at] == '.') {  // RFC 3339: fractions of a second
    at = std::min(text.find_first_not_of("0123456789", at + 1), text.size());
  }
  wrong = parts[0] > 23 || parts[1] > 59 || parts[2] > 59;
  after = trim(text.substr(at));
  Clock clock;
  clock.of_day = hours(parts[0]) + minutes(parts[1]) + seconds(parts[2]);
  clock.date = text.substr(0, begin);
  return clock;
}

// "Z", "UTC", "+02:00", "+0200", "CET" and its kind; false: something else stands there.
bool zone_of(std::string_view text, Clock& clock) {
  constexpr std::array<std::pair<std::string_view, int>, 8> kZones{{
      {"z", 0},
      {"utc", 0},
      {"gmt", 0},
      {"cet", 1},
      {"cest", 2},
      {"eet", 2},
      {"eest", 3},
      {"trt", 3},
  }};
  if (text.empty()) {
    return true;
  }
  clock.zoned = true;
  const auto folded = fold(text);
  for (const auto& [name, hours_east] : kZones) {
    if (folded == name) {
      clock.offset = hours(hours_east);
      return true;
    }
  }
  if (folded.starts_with("utc") || folded.starts_with("gmt")) {
    text = trim(text.substr(3));
  }
  const bool minus = text.starts_with('-') || text.starts_with("\xE2\x88\x92");
  if (!minus && !text.starts_with('+')) {
    return false;
  }
  const auto digits = fold(text);
  int value = 0;
  if (digits.empty() || digits.size() > 4 ||
      std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc()) {
    return false;
  }
  const auto east =
      digits.size() <= 2 ? minutes(value * 60) : minutes(value / 100 * 60 + value % 100);
  clock.offset = minus ? -east : east;
  return east <= hours(14) && value % 100 < 60;
}

std::optional<sys_days> whole_day(std::string_view text, ReadTime& result) {
  const auto date = read_date(trim(text));
  result.impossible = date.impossible;
  if (date.value.size() != 10) {
    result.hint = date.impossible ? date.hint : std::string(kTimeHint);
    return std::nullopt;
  }
  const auto number = [&](std::size_t from, std::size_t length) {
    int value = 0;
    std::from_chars(date.value.data() + from, date.value.data() + from + length, value);
    return value;
  };
  return sys_days(year(number(0, 4)) / month(static_cast<unsigned>(number(5, 2))) /
                  day(static_cast<unsigned>(number(8, 2))));
}

}  // namespace

ReadDate read_date(std::string_view text) {
  ReadDate failed{"", false, std::string(kDateHint)};
  const auto tokens = tokens_of(trim(text));
  if (!tokens || tokens->empty() || tokens->size() > 3) {
    return failed;
  }
  auto parts = all_numbers(*tokens);
  if (!parts) {
    parts = with_month_word(*tokens);
  }
  if (!parts) {
    return failed;
  }
  if (has_zero(*tokens)) {
    failed.impossible = true;
    return failed;
  }
  return finish(*parts);
}

std::string day_word(std::string_view text, sys_seconds now) {
  struct Word {
    std::string_view word;
    int days;
  };
  constexpr Word kWords[] = {
      {"today", 0},  {"днес", 0},   {"danas", 0},  {"данас", 0},    {"денес", 0}, {"σήμερα", 0},
      {"ma", 0},     {"azi", 0},    {"astăzi", 0}, {"sot", 0},      {"bugün", 0}, {"yesterday", -1},
      {"вчера", -1}, {"jučer", -1}, {"juče", -1},  {"јуче", -1},    {"χθες", -1}, {"tegnap", -1},
      {"ieri", -1},  {"dje", -1},   {"dün", -1},   {"tomorrow", 1}, {"утре", 1},  {"sutra", 1},
      {"сутра", 1},  {"αύριο", 1},  {"holnap", 1}, {"mâine", 1},    {"nesër", 1}, {"yarın", 1}};
  const auto folded = fold(text);
  for (const auto& known : kWords) {
    if (folded == fold(known.word)) {
      return rfc3339(now + days(known.days)).substr(0, 10);
    }
  }
  return {};
}

ReadTime read_time(std::string_view text, bool end_of_day) {
  ReadTime result;
  result.hint = std::string(kTimeHint);
  std::string_view after;
  bool wrong = false;
  auto clock = clock_in(text, after, wrong);
  if (!clock) {
    const auto day = whole_day(text, result);
    if (day) {
      result.time = *day + (end_of_day ? seconds(86399) : seconds(0));
      result.remark = std::string("has no hour, taken as the ") +
                      (end_of_day ? "end" : "beginning") + " of the day in UTC";
    }
    return result;
  }
  const auto folded = fold(after);
  if (folded.starts_with("pm") || folded.starts_with("am")) {
    const bool afternoon = folded.front() == 'p';
    wrong = wrong || clock->of_day >= hours(13) || clock->of_day < hours(1);
    const bool twelve = clock->of_day >= hours(12);
    clock->of_day += afternoon && !twelve   ? hours(12)
                     : !afternoon && twelve ? -hours(12)
                                            : hours(0);
    after = trim(after.substr(2));
  }
  auto date = clock->date;
  while (!date.empty() && std::string_view("Tt, ").find(date.back()) != std::string_view::npos) {
    date.remove_suffix(1);
  }
  const auto day = whole_day(date, result);
  if (!day || !zone_of(after, *clock)) {
    return result;
  }
  if (wrong) {
    result.impossible = true;
    return result;
  }
  result.time = *day + clock->of_day - clock->offset;
  if (!clock->zoned) {
    result.remark = "has no time zone, taken as UTC";
  }
  return result;
}

std::string rfc3339(sys_seconds time) {
  const auto days_since = floor<days>(time);
  const year_month_day date(days_since);
  const hh_mm_ss clock(time - days_since);
  return std::to_string(static_cast<int>(date.year())) + "-" +
         two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day())) +
         "T" + two(static_cast<unsigned>(clock.hours().count())) + ":" +
         two(static_cast<unsigned>(clock.minutes().count())) + ":" +
         two(static_cast<unsigned>(clock.seconds().count())) + "Z";
}

}  // namespace pouch::templates
