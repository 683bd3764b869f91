#include "gateway/web/pages/desk_weeks.hpp"

#include <algorithm>
#include <string>

#include "gateway/cases/calendar_week.hpp"
#include "gateway/web/words/times.hpp"

namespace pouch::gateway::web {
namespace {

using html::element;
using html::href;
using html::Html;
using html::Named;
using html::of_class;
using html::Tag;
using html::Url;

// Of the drawing.
constexpr std::uint64_t kWeeksWide = 264, kWeeksFoot = 66, kWeeksTop = 58;
constexpr std::size_t kMostWeeks = 12;

std::string week_number(const Time& monday) {
  return std::to_string(week_of(std::chrono::floor<std::chrono::days>(monday)).number);
}

std::string week_in_words(const Look& look, const DeskWeek& week) {
  return look.words(Say::kWeek, week_number(week.monday)) + ": " +
         look.words(Say::kAnsweredInWeek, std::to_string(week.answered)) + ", " +
         look.words(Say::kLateOfThem, std::to_string(week.late));
}

Html week_column(const html::Attribute& of, std::uint64_t x, std::uint64_t wide, std::uint64_t high,
                 std::string_view name) {
  return element(Tag::kRect,
                 {of,
                  {Named::kX, x},
                  {Named::kY, kWeeksFoot - high},
                  {Named::kWidth, wide},
                  {Named::kHeight, high},
                  {Named::kRx, 1}},
                 element(Tag::kTitle, {}, name));
}

Html week_tick(const Look& look, const DeskWeek& week, std::uint64_t x, std::string_view anchor) {
  return element(Tag::kText,
                 {of_class("tick"), {Named::kX, x}, {Named::kY, 80}, {Named::kTextAnchor, anchor}},
                 look.words(Say::kWeek, week_number(week.monday)));
}

Html weeks_drawn(const Look& look, const std::vector<DeskWeek>& weeks) {
  std::uint64_t most = 1;
  std::string aloud;
  for (const auto& week : weeks) {
    most = std::max(most, week.answered);
    aloud += (aloud.empty() ? "" : "; ") + week_in_words(look, week);
  }
  const auto pitch = kWeeksWide / weeks.size();
  Html plot = element(Tag::kLine, {of_class("ax"),
                                   {Named::kX1, std::uint64_t{0}},
                                   {Named::kX2, kWeeksWide},
                                   {Named::kY1, kWeeksFoot},
                                   {Named::kY2, kWeeksFoot}});
  std::uint64_t x = 2;
  for (const auto& week : weeks) {
    // What is there is seen, beside however many.
    const auto high = [&](std::uint64_t count) {
      const auto share = static_cast<double>(std::min(count, most)) / static_cast<double>(most);
      return count == 0 ? 0
                        : std::max<std::uint64_t>(
                              2, static_cast<std::uint64_t>(share * double{kWeeksTop}));
    };
    const auto name = week_in_words(look, week);
    if (week.answered > 0) {
      plot += week_column(of_class("col"), x, pitch * 2 / 3, high(week.answered), name);
    }
    if (week.late > 0) {
      plot += week_column(of_class("col late"), x, pitch * 2 / 3, high(week.late), name);
    }
    x += pitch;
  }
  plot += week_tick(look, weeks.front(), 2, "start");
  if (weeks.size() > 1) {
    plot += week_tick(look, weeks.back(), kWeeksWide, "end");
  }
  return element(Tag::kSvg,
                 {{Named::kViewBox, "0 0 264 84"},
                  {Named::kWidth, "100%"},
                  {Named::kRole, "img"},
                  {Named::kAriaLabel, aloud}},
                 plot);
}

}  // namespace

Html desk_weeks(const Look& look, const DeskPage& page) {
  if (page.weeks.empty()) {
    return {};
  }
  auto weeks = page.weeks;
  weeks.resize(std::min(weeks.size(), kMostWeeks));
  const auto within = look.words(Say::kHalfWithin);
  const auto place = within.find('%');
  Html line(within.substr(0, place));
  line += element(Tag::kB, {}, span(look.words, std::chrono::seconds(page.half)));
  line += within.substr(place + 1);
  if (look.viewer && (look.viewer->operates || look.viewer->audits)) {
    line += ". ";
    line += element(Tag::kA, {href(Url("/statistics"))}, look.words(Say::kStatistics));
  }
  return element(Tag::kSection, {}, heading(Say::kAnswersByWeek, look), weeks_drawn(look, weeks),
                 element(Tag::kP, {of_class("soft small")}, line));
}

}  // namespace pouch::gateway::web
