#include "gateway/web/pages/histogram.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace pouch::gateway::web {
namespace {

using html::element;
using html::href;
using html::Html;
using html::Named;
using html::of_class;
using html::Tag;

// Of the drawing.
constexpr std::uint64_t kWide = 832, kHigh = 64, kFoot = 46, kTop = 42;
constexpr std::uint64_t kWidest = 124;     // a month takes no more where there are few
constexpr std::uint64_t kColumn = 60;      // nor its column
constexpr std::uint64_t kLabelRoom = 104;  // below, for the name of a month
constexpr std::size_t kMostMonths = 48;    // the last ones

struct Month {
  int number = 0;  // of months since the year 0
  std::uint64_t count = 0;
};

std::optional<int> month_number(std::string_view month) {
  int year = 0;
  unsigned of_year = 0;
  if (month.size() != 7 || month[4] != '-') {
    return std::nullopt;
  }
  const auto* const data = month.data();
  const bool read = std::from_chars(data, data + 4, year).ptr == data + 4 &&
                    std::from_chars(data + 5, data + 7, of_year).ptr == data + 7;
  return read && of_year >= 1 && of_year <= 12
             ? std::optional(year * 12 + static_cast<int>(of_year) - 1)
             : std::nullopt;
}

std::string code_of(int number) {
  const auto month = number % 12 + 1;
  return std::to_string(number / 12) + (month < 10 ? "-0" : "-") + std::to_string(month);
}

bool is_january(int number) { return number % 12 == 0; }

std::string month_name(const PageWords& words, int number) {
  return std::string(words.month(static_cast<unsigned>(number % 12 + 1))) + " " +
         std::to_string(number / 12);
}

// From the first that has something to the last, those with nothing too.
std::vector<Month> months_of(const FoundPage& page) {
  const auto facet = std::find_if(page.facets.begin(), page.facets.end(),
                                  [](const FoundFacet& one) { return one.field == "month"; });
  std::vector<Month> found;
  if (facet == page.facets.end()) {
    return found;
  }
  for (const auto& one : facet->values) {
    if (const auto number = month_number(one.value)) {
      found.push_back({*number, one.count});
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Month& left, const Month& right) { return left.number < right.number; });
  std::vector<Month> all;
  const auto last = found.empty() ? 0 : found.back().number;
  for (const auto& one : found) {
    if (last - one.number >= static_cast<int>(kMostMonths)) {
      continue;  // only the last ones have their place in the drawing
    }
    while (!all.empty() && all.back().number + 1 < one.number) {
      all.push_back({all.back().number + 1, 0});
    }
    all.push_back(one);
  }
  return all;
}

constexpr std::string_view kAndLater = "..";

// What a narrowing to months chooses.
struct Chosen {
  int first = 0, last = 0;
  bool holds(int month) const { return first <= month && month <= last; }
};
std::optional<Chosen> chosen_in(const FoundView& view) {
  for (const auto& one : view.narrowed) {
    if (one.field != "month") {
      continue;
    }
    const std::string_view value = one.value;
    const bool open = value.ends_with(kAndLater);
    const auto number = month_number(value.substr(0, value.size() - (open ? kAndLater.size() : 0)));
    if (number) {
      return Chosen{*number, open ? std::numeric_limits<int>::max() : *number};
    }
  }
  return std::nullopt;
}

Html label(const Look& look, int number, std::uint64_t x, std::string_view anchor) {
  return element(Tag::kText,
                 {of_class("tick"), {Named::kX, x}, {Named::kY, 60}, {Named::kTextAnchor, anchor}},
                 month_name(look.words, number));
}

}  // namespace

FoundView without(FoundView view, std::string_view field) {
  std::erase_if(view.narrowed, [&](const FacetChoice& one) { return one.field == field; });
  view.page = 1;
  return view;
}

FoundView narrowed_to(FoundView view, const FacetChoice& choice) {
  view = without(std::move(view), choice.field);
  view.narrowed.push_back(choice);
  return view;
}

std::string months_in_words(const PageWords& words, std::string_view chosen) {
  const bool open = chosen.ends_with(kAndLater);
  const auto number = month_number(chosen.substr(0, chosen.size() - (open ? kAndLater.size() : 0)));
  if (!number) {
    return std::string(chosen);
  }
  const auto name = month_name(words, *number);
  return open ? words(Say::kSinceMonth, name) : name;
}

std::string since_month(std::string_view chosen) {
  return month_number(chosen) ? std::string(chosen) + std::string(kAndLater) : std::string();
}

Html histogram(const Look& look, const FoundPage& page, const FoundView& view) {
  const auto months = months_of(page);
  if (months.size() < 2 || page.search.empty()) {
    return {};
  }
  const auto most = std::max<std::uint64_t>(
      1, std::max_element(months.begin(), months.end(), [](const Month& left, const Month& right) {
           return left.count < right.count;
         })->count);
  const auto chosen = chosen_in(view);
  const auto pitch = std::min(kWide / months.size(), kWidest);
  const auto wide = std::clamp<std::uint64_t>(pitch - pitch / 4, 2, kColumn);
  Html plot = element(Tag::kLine, {of_class("ax"),
                                   {Named::kX1, std::uint64_t{0}},
                                   {Named::kX2, kWide},
                                   {Named::kY1, kFoot},
                                   {Named::kY2, kFoot}});
  std::uint64_t x = 0;
  for (const auto& month : months) {
    if (month.count > 0) {
      // What is there is seen, beside however many.
      const auto high = std::max<std::uint64_t>(2, month.count * kTop / most);
      const auto name = month_name(look.words, month.number) + ": " + std::to_string(month.count);
      const auto kind =
          chosen && !chosen->holds(month.number) ? of_class("col dim") : of_class("col");
      plot += element(
          Tag::kA,
          {href(found_url(page.search, narrowed_to(view, {"month", code_of(month.number)}))),
           {Named::kAriaLabel, name}},
          element(Tag::kRect,
                  {kind,
                   {Named::kX, x + pitch / 8},
                   {Named::kY, kFoot - high},
                   {Named::kWidth, wide},
                   {Named::kRx, 1},
                   {Named::kHeight, high}},
                  element(Tag::kTitle, {}, name)));
    }
    const bool first = &month == &months.front(), last = &month == &months.back();
    const bool near_an_end = x < kLabelRoom || x + 2 * kLabelRoom > pitch * months.size();
    if (first || last || (is_january(month.number) && !near_an_end)) {
      const bool at_its_end = last && !first && pitch < kLabelRoom;
      plot += label(look, month.number, x + pitch / 8 + (at_its_end ? wide : 0),
                    at_its_end ? "end" : "start");
    }
    x += pitch;
  }
  return element(Tag::kSvg,
                 {of_class("plot"),
                  {Named::kViewBox, "0 0 " + std::to_string(kWide) + " " + std::to_string(kHigh)},
                  {Named::kWidth, "100%"},
                  {Named::kRole, "group"},
                  {Named::kAriaLabel, look.words(Say::kByMonth)}},
                 plot);
}

}  // namespace pouch::gateway::web
