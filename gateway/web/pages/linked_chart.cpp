#include "gateway/web/pages/linked_chart.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

#include "mail/text/charset.hpp"

namespace pouch::gateway::web {
namespace {

using html::element;
using html::href;
using html::Html;
using html::Named;
using html::of_class;
using html::Tag;

// Of the drawing: this case in the middle, things on one ellipse around it, cases on another.
constexpr double kChartWide = 296, kCentreX = 148, kCentreY = 116;
constexpr double kThingX = 74, kThingY = 54, kCaseX = 128, kCaseY = 98;
constexpr std::uint64_t kNode = 15, kOwnNode = 19, kKnot = 4;
// More than these are in the list alone.
constexpr std::size_t kMostCases = 10, kMostThings = 6;

struct Point {
  double x = 0, y = 0;
};

Point at(double turn, double wide, double high) {
  const auto angle = turn * 2 * std::numbers::pi - std::numbers::pi / 2;  // from the top, clockwise
  return {kCentreX + wide * std::cos(angle), kCentreY + high * std::sin(angle)};
}

std::uint64_t whole(double value) {
  return static_cast<std::uint64_t>(std::lround(std::clamp(value, 0.0, kChartWide)));
}

struct Thing {
  std::string name;
  std::vector<std::size_t> cases;  // places in `Chart::cases`
  Point place;
};

struct Chart {
  std::vector<std::string> cases;  // numbers
  std::vector<Thing> things;
};

std::string case_of(std::string_view number) {
  return std::string(number.substr(0, number.find('/')));
}

Chart chart_of(const CasePage& page) {
  Chart chart;
  for (const auto& one : page.linked) {
    const auto number = case_of(one.number);
    auto found = std::find(chart.cases.begin(), chart.cases.end(), number);
    if (found == chart.cases.end()) {
      if (chart.cases.size() == kMostCases) {
        continue;
      }
      found = chart.cases.insert(chart.cases.end(), number);
    }
    const auto place = static_cast<std::size_t>(found - chart.cases.begin());
    for (const auto& shared : one.things) {
      auto thing = std::find_if(chart.things.begin(), chart.things.end(),
                                [&](const Thing& known) { return known.name == shared.value; });
      if (thing == chart.things.end()) {
        if (chart.things.size() == kMostThings) {
          continue;
        }
        thing = chart.things.insert(thing, {shared.value, {}, {}});
      }
      if (std::find(thing->cases.begin(), thing->cases.end(), place) == thing->cases.end()) {
        thing->cases.push_back(place);
      }
    }
  }
  return chart;
}

// Those of one thing beside each other, each once.
std::vector<std::size_t> order_of(const Chart& chart) {
  std::vector<std::size_t> order;
  for (const auto& thing : chart.things) {
    for (const auto place : thing.cases) {
      if (std::find(order.begin(), order.end(), place) == order.end()) {
        order.push_back(place);
      }
    }
  }
  return order;
}

// Around the circle as their cases stand there, so that few lines cross.
void put_in_order(std::vector<Thing>& things, const std::vector<double>& turns) {
  const auto mean = [&](const Thing& thing) {
    double sum = 0;
    for (const auto place : thing.cases) {
      sum += turns[place];
    }
    return thing.cases.empty() ? 0 : sum / static_cast<double>(thing.cases.size());
  };
  std::stable_sort(things.begin(), things.end(),
                   [&](const Thing& left, const Thing& right) { return mean(left) < mean(right); });
}

// "SEL-2026-004217-42" is told from its neighbours by "4217".
std::string short_number(std::string_view number) {
  const auto end = number.rfind('-');
  const auto begin = end == std::string_view::npos || end == 0 ? std::string_view::npos
                                                               : number.rfind('-', end - 1);
  if (begin == std::string_view::npos) {
    return std::string(mail::utf8_head(number, 8));
  }
  auto serial = number.substr(begin + 1, end - begin - 1);
  serial.remove_prefix(std::min(serial.find_first_not_of('0'), serial.size()));
  return std::string(mail::utf8_head(serial, 8));
}

// "26-1": of its year, where the drawing has another case with that number.
std::string name_of_node(const std::vector<std::string>& all, std::string_view number) {
  auto name = short_number(number);
  const auto alike = std::count_if(
      all.begin(), all.end(), [&](const std::string& one) { return short_number(one) == name; });
  if (alike < 2) {
    return name;
  }
  constexpr std::size_t kCentury = 3;  // octets, with the hyphen before it
  const auto hyphen = std::min(number.find('-'), number.size());
  const auto year = number.substr(std::min(hyphen + kCentury, number.size()), 2);
  return std::string(year) + "-" + name;
}

Html edge(const Point& from, const Point& to) {
  return element(Tag::kLine, {of_class("edge"),
                              {Named::kX1, whole(from.x)},
                              {Named::kX2, whole(to.x)},
                              {Named::kY1, whole(from.y)},
                              {Named::kY2, whole(to.y)}});
}

Html lettering(const html::Attribute& of, const Point& place, double down, std::string_view text) {
  return element(Tag::kText,
                 {of,
                  {Named::kX, whole(place.x)},
                  {Named::kY, whole(place.y + down)},
                  {Named::kTextAnchor, "middle"}},
                 text);
}

// A circle is a square whose corners are round all over.
Html node(const html::Attribute& of, const Point& place, std::uint64_t size,
          std::string_view name) {
  return element(Tag::kRect, {of,
                              {Named::kX, whole(place.x) - size},
                              {Named::kY, whole(place.y) - size},
                              {Named::kWidth, 2 * size},
                              {Named::kHeight, 2 * size},
                              {Named::kRx, size}}) += lettering(of_class("lbl"), place, 4, name);
}

// The name of a thing on two lines where one is too short for it; what does not fit there either
// is in the list, and told where the thing is pointed at.
constexpr std::size_t kShortLabel = 18, kLabelLine = 24;  // letters

// So many letters of it at most.
std::string label_line(std::string_view text, std::size_t most) {
  return mail::utf8_length(text) <= most ? std::string(text)
                                         : std::string(mail::utf8_first(text, most - 1)) + "…";
}

std::vector<std::string> label_lines(std::string_view name) {
  name = mail::utf8_head(name, kLongestName);
  if (mail::utf8_length(name) <= kShortLabel) {
    return {std::string(name)};
  }
  // At the blank that is nearest to the middle, else in the middle.
  const auto middle = name.size() / 2;
  const auto before = name.rfind(' ', middle), after = name.find(' ', middle);
  const bool none = before == name.npos && after == name.npos;
  const bool nearer =
      before != name.npos && (after == name.npos || middle - before < after - middle);
  const auto split = none ? mail::utf8_head(name, middle).size() : nearer ? before : after;
  return {label_line(name.substr(0, split), kLabelLine),
          label_line(name.substr(split + (none ? 0 : 1)), kLabelLine)};
}

Html knot(const Thing& thing) {
  constexpr double kLetter = 3.3, kLineHigh = 12;  // half a letter; a line
  const auto lines = label_lines(thing.name);
  const bool above = thing.place.y < kCentreY;
  Html drawn = element(Tag::kRect,
                       {of_class("knot"),
                        {Named::kX, whole(thing.place.x) - kKnot},
                        {Named::kY, whole(thing.place.y) - kKnot},
                        {Named::kWidth, 2 * kKnot},
                        {Named::kHeight, 2 * kKnot}},
                       element(Tag::kTitle, {}, mail::utf8_head(thing.name, kLongestName)));
  double down = above ? -9 - kLineHigh * static_cast<double>(lines.size() - 1) : 18;
  for (const auto& line : lines) {
    // Within the drawing, however long the name is.
    const double half = kLetter * static_cast<double>(mail::utf8_length(line)) + 2;
    const Point place{std::clamp(thing.place.x, half, kChartWide - half), thing.place.y};
    drawn += lettering(of_class("lbl knot"), place, down, line);
    down += kLineHigh;
  }
  return drawn;
}

}  // namespace

Html linked_chart(const Look& look, const CasePage& page) {
  auto chart = chart_of(page);
  const auto order = order_of(chart);
  if (order.empty()) {
    return {};
  }
  std::vector<Point> places(chart.cases.size());
  std::vector<double> turns(chart.cases.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto turn = (static_cast<double>(i) + 0.5) / static_cast<double>(order.size());
    turns[order[i]] = turn;
    places[order[i]] = at(turn, kCaseX, kCaseY);
  }
  const Point own{kCentreX, kCentreY};
  put_in_order(chart.things, turns);
  Html edges, knots, nodes;
  for (std::size_t i = 0; i < chart.things.size(); ++i) {
    auto& thing = chart.things[i];
    const auto turn = (static_cast<double>(i) + 0.5) / static_cast<double>(chart.things.size());
    thing.place = at(turn, kThingX, kThingY);
    edges += edge(own, thing.place);
    for (const auto place : thing.cases) {
      edges += edge(thing.place, places[place]);
    }
    knots += knot(thing);
  }
  auto drawn = chart.cases;
  drawn.push_back(page.number);
  for (const auto place : order) {
    const auto& number = chart.cases[place];
    const auto name = name_of_node(drawn, number);
    // What is read aloud begins with what is seen.
    const auto aloud = name + ", " + std::string(mail::utf8_head(number, 40));
    nodes += element(Tag::kA, {href(case_url(number)), {Named::kAriaLabel, aloud}},
                     node(of_class("node"), places[place], kNode, name));
  }
  nodes += node(of_class("node me"), own, kOwnNode, name_of_node(drawn, page.number));
  return element(Tag::kSvg,
                 {of_class("links"),
                  {Named::kViewBox, "0 0 296 236"},
                  {Named::kWidth, "100%"},
                  {Named::kRole, "group"},
                  {Named::kAriaLabel, look.words(Say::kChart)}},
                 edges, nodes, knots);
}

}  // namespace pouch::gateway::web
