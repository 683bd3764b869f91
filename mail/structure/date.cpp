#include "mail/structure/date.hpp"

#include <array>
#include <string>

#include "mail/ascii.hpp"
#include "mail/structure/header_fields.hpp"
#include "mail/tokens.hpp"

namespace pouch::mail {
namespace {

using std::chrono::minutes;

class DateReader {
 public:
  explicit DateReader(std::string_view text) : tokens_(text) {}

  std::optional<std::chrono::sys_seconds> read() {
    if (!day_name()) return std::nullopt;
    const auto day = number(1, 2);
    const auto month = month_name();
    const auto year = year_number();
    if (!day || !month || !year) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    const auto time = time_of_day();
    const auto offset = zone();
    if (!date.ok() || !time || !offset || !tokens_.at_end()) return std::nullopt;
    return std::chrono::sys_days(date) + *time - *offset;
  }

 private:
  static bool is_letter(char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; }

  bool day_name() {
    if (!tokens_.skip_space()) return false;
    if (!is_letter(tokens_.peek())) return true;
    const auto name = tokens_.run(is_letter);
    return name.size() == 3 && tokens_.skip_space() && tokens_.take(',') && tokens_.skip_space();
  }

  std::optional<int> number(std::size_t least, std::size_t most) {
    const auto digits = tokens_.run(is_digit);
    if (digits.size() < least || digits.size() > most) return std::nullopt;
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    if (!tokens_.skip_space()) return std::nullopt;
    return value;
  }

  std::optional<int> month_name() {
    constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                          "jul", "aug", "sep", "oct", "nov", "dec"};
    const auto name = tokens_.run(is_letter);
    if (!tokens_.skip_space()) return std::nullopt;
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
      if (same_word(name, kMonths[i])) return static_cast<int>(i) + 1;
    }
    return std::nullopt;
  }

  std::optional<int> year_number() {
    const auto start = tokens_.position();
    auto year = number(2, 4);
    const auto width = tokens_.position() - start;
    if (!year || *year >= 1900) return year;
    if (*year < 50 && width < 4) return *year + 2000;  // RFC 5322 section 4.3
    if (*year < 1000 && width < 5) return *year + 1900;
    return std::nullopt;
  }

  std::optional<std::chrono::seconds> time_of_day() {
    const auto hour = number(1, 2);
    if (!hour || !tokens_.take(':') || !tokens_.skip_space()) return std::nullopt;
    const auto minute = number(2, 2);
    std::optional<int> second = 0;
    if (tokens_.take(':')) {
      if (!tokens_.skip_space()) return std::nullopt;
      second = number(2, 2);
    }
    if (!minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    return std::chrono::hours(*hour) + minutes(*minute) + std::chrono::seconds(*second);
  }

  std::optional<minutes> zone() {
    const bool west = tokens_.next_is('-');
    if (!west && !tokens_.next_is('+')) return named_zone();
    tokens_.advance();
    const auto value = number(4, 4);
    if (!value || *value % 100 > 59) return std::nullopt;
    const minutes offset = std::chrono::hours(*value / 100) + minutes(*value % 100);
    return west ? -offset : offset;
  }

  // RFC 5322 section 4.3; a zone that is not known there counts as UTC.
  std::optional<minutes> named_zone() {
    struct Zone {
      std::string_view name;
      int hours;
    };
    constexpr std::array<Zone, 8> kZones = {{{"est", -5},
                                             {"edt", -4},
                                             {"cst", -6},
                                             {"cdt", -5},
                                             {"mst", -7},
                                             {"mdt", -6},
                                             {"pst", -8},
                                             {"pdt", -7}}};
    const auto name = tokens_.run(is_letter);
    if (name.empty() || !tokens_.skip_space()) return std::nullopt;
    for (const auto& zone : kZones) {
      if (same_word(name, zone.name)) return std::chrono::hours(zone.hours);
    }
    return minutes(0);
  }

  Tokens tokens_;
};

}  // namespace

std::optional<std::chrono::sys_seconds> read_date(std::string_view raw) {
  const auto text = unfold(raw);
  if (!text) return std::nullopt;
  return DateReader(*text).read();
}

}  // namespace pouch::mail
