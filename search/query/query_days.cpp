#include "search/query/query_days.hpp"

#include <charconv>
#include <optional>
#include <string>

#include "search/query/query_lexer.hpp"

namespace pouch::search {
namespace {

using Day = std::chrono::sys_days;

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || digits.front() == '-' || end.ec != std::errc{} ||
      end.ptr != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return value;
}

// 2026, 2026-11 or 2026-11-23.
std::optional<Days> span_of(std::string_view text) {
  namespace c = std::chrono;
  const auto year = number(text.substr(0, 4));
  if (text.size() < 4 || !year) {
    return std::nullopt;
  }
  const c::year y{*year};
  if (text.size() == 4) {
    return Days{Day{y / 1 / 1}, Day{y / 12 / 31}};
  }
  if (text[4] != '-' || text.size() < 7) {
    return std::nullopt;
  }
  const auto month = number(text.substr(5, 2));
  if (!month || *month < 1 || *month > 12) {
    return std::nullopt;
  }
  const c::year_month ym = y / *month;
  if (text.size() == 7) {
    return Days{Day{ym / 1}, Day{ym / c::last}};
  }
  const auto day = number(text.substr(8));
  if (text[7] != '-' || text.size() != 10 || !day || !(ym / *day).ok()) {
    return std::nullopt;
  }
  return Days{Day{ym / *day}, Day{ym / *day}};
}

}  // namespace

Days parse_days(std::string_view field, std::string_view text) {
  const auto example = [&](std::string_view days) { return std::string(field).append(days); };
  const auto unreadable = [&, whole = text] {
    return Unreadable{quoted_piece(whole) + " is no date",
                      "for example " + example(":2026-11-23, ") + example(":2026-11, ") +
                          example(":2026-01..2026-06, ") + example(":<2026-12-01")};
  };
  Days days{kFirstDay, kLastDay};
  const auto need = [&](std::string_view part) {
    const auto span = span_of(part);
    return span ? *span : throw unreadable();
  };
  if (!text.empty() && (text.front() == '<' || text.front() == '>')) {
    const bool before = text.front() == '<';
    text.remove_prefix(1);
    const bool with = !text.empty() && text.front() == '=';
    text.remove_prefix(with ? 1 : 0);
    const auto span = need(text);
    if (before) {
      days.last = with ? span.last : span.first - std::chrono::days{1};
    } else {
      days.first = with ? span.first : span.last + std::chrono::days{1};
    }
    return days;
  }
  const auto dots = text.find("..");
  const auto from = text.substr(0, dots);
  const auto to = dots == std::string_view::npos ? from : text.substr(dots + 2);
  if (from.empty() && to.empty()) {
    throw unreadable();
  }
  days.first = from.empty() ? days.first : need(from).first;
  days.last = to.empty() ? days.last : need(to).last;
  if (days.last < days.first) {
    throw Unreadable{"the range " + quoted_piece(text) + " ends before it begins",
                     "write the earlier day first"};
  }
  return days;
}

}  // namespace pouch::search
