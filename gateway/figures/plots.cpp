#include "gateway/figures/plots.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "mail/text/charset.hpp"

namespace pouch::gateway::figures {
namespace {

// Of the drawing of bars.
constexpr long kWidth = 540, kLeft = 132, kSaid = 112, kRow = 22, kBar = 14;
// Of that of columns.
constexpr long kWide = 1190, kHigh = 190, kFoot = 170, kHead = 20, kSide = 34;
constexpr std::size_t kLeastColumns = 12;  // of fewer none is wider

// Each series has its class, which the style sheet fills with a colour or a pattern.
constexpr std::array<std::string_view, 4> kSeries{"s1", "s2", "s3", "s4"};

long rounded(double value) { return std::lround(value); }

Element text_at(std::string_view kind, long x, long y, std::string_view anchor,
                std::string_view words) {
  return Element("text", {{"class", kind}, {"x", x}, {"y", y}, {"text-anchor", anchor}}, words);
}

Element box(std::string_view kind, long x, long y, long width, long height) {
  return Element("rect",
                 {{"class", kind}, {"x", x}, {"y", y}, {"width", width}, {"height", height}});
}

Element line(std::string_view kind, long x1, long y1, long x2, long y2) {
  return Element("line", {{"class", kind}, {"x1", x1}, {"y1", y1}, {"x2", x2}, {"y2", y2}});
}

Element drawing(long width, long height, const std::string& said) {
  return Element("svg", {{"viewBox", "0 0 " + std::to_string(width) + " " + std::to_string(height)},
                         {"width", "100%"},
                         {"role", "img"},
                         {"aria-label", said}});
}

double longest(const std::vector<Bar>& of) {
  double most = 0;
  for (const auto& bar : of) {
    most = std::max({most, bar.length, bar.beyond});
  }
  return most;
}

// As many letters as stand left of the bars.
std::string cut(const std::string& label) {
  constexpr std::size_t kLetters = 22;
  const auto head = mail::utf8_first(label, kLetters);
  return head.size() == label.size() ? label : std::string(head) + "…";
}

void add_bar(Element& plot, const Bar& bar, long y, double scale) {
  plot.add(text_at("lbl", kLeft - 8, y + 11, "end", cut(bar.label)));
  auto parts = bar.parts;
  if (parts.empty()) {
    parts.push_back(bar.length);
  }
  double x = kLeft;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    const auto from = rounded(x), to = rounded(x + parts[at] * scale);
    plot.add(box(kSeries.at(std::min(at, kSeries.size() - 1)), from, y, to - from, kBar));
    x += parts[at] * scale;
  }
  auto end = rounded(x);
  if (bar.beyond > bar.length) {
    const auto to = rounded(kLeft + bar.beyond * scale);
    plot.add(line("whisker", end, y + kBar / 2, to, y + kBar / 2));
    plot.add(line("whisker", to, y + 2, to, y + kBar - 2));
    end = to;
  }
  plot.add(text_at("tick", end + 6, y + 11, "start", bar.said));
}

// 1, 2 or 5 times a power of ten: about four of them reach `most`.
std::uint64_t step_for(std::uint64_t most) {
  std::uint64_t step = 1;
  for (std::uint64_t power = 1;; power *= 10) {
    for (const std::uint64_t digit : {1U, 2U, 5U}) {
      step = digit * power;
      if (step * 4 >= most) {
        return step;
      }
    }
  }
}

std::uint64_t sum_of(const Stack& stack) {
  return std::accumulate(stack.parts.begin(), stack.parts.end(), std::uint64_t{0});
}

void add_stack(Element& plot, const Stack& stack, long x, long width, double scale) {
  std::uint64_t below = 0;
  for (std::size_t at = 0; at < stack.parts.size(); ++at) {
    const auto foot = kFoot - rounded(static_cast<double>(below) * scale);
    below += stack.parts[at];
    const auto head = kFoot - rounded(static_cast<double>(below) * scale);
    if (head < foot) {
      plot.add(box(kSeries.at(std::min(at, kSeries.size() - 1)), x, head, width, foot - head));
    }
  }
  if (below > 0) {
    plot.add(text_at("tick", x + width / 2, kFoot - rounded(static_cast<double>(below) * scale) - 5,
                     "middle", std::to_string(below)));
  }
  plot.add(text_at("tick", x + width / 2, kFoot + 16, "middle", stack.label));
}

Element swatch(std::size_t series) {
  return Element("svg", {{"width", 12}, {"height", 12}, {"aria-hidden", "true"}})
      .add(box(kSeries.at(std::min(series, kSeries.size() - 1)), 0, 0, 12, 12));
}

Element pattern(std::string_view id, std::string_view ground, std::string_view path) {
  return Element("pattern",
                 {{"id", id}, {"width", 6}, {"height", 6}, {"patternUnits", "userSpaceOnUse"}})
      .add(box(ground, 0, 0, 6, 6))
      .add(Element("path", {{"class", "stroke"}, {"d", path}}));
}

}  // namespace

Element bars(const std::vector<Bar>& of, double whole, const std::string& said) {
  const auto most = whole > 0 ? whole : longest(of);
  const auto scale = most > 0 ? static_cast<double>(kWidth - kLeft - kSaid) / most : 0;
  auto plot = drawing(kWidth, 8 + kRow * static_cast<long>(of.size()), said);
  long y = 4;
  for (const auto& bar : of) {
    add_bar(plot, bar, y, scale);
    y += kRow;
  }
  return plot.add(line("ax", kLeft, 0, kLeft, y));
}

Element stacks(const std::vector<Stack>& of, const std::string& said) {
  std::uint64_t most = 1;
  for (const auto& stack : of) {
    most = std::max(most, sum_of(stack));
  }
  const auto step = step_for(most), top = (most + step - 1) / step * step;
  const auto scale = static_cast<double>(kFoot - kHead) / static_cast<double>(top);
  auto plot = drawing(kWide, kHigh, said);
  for (std::uint64_t at = 0; at <= top; at += step) {
    const auto y = kFoot - rounded(static_cast<double>(at) * scale);
    plot.add(line(at == 0 ? "ax" : "grid", kSide, y, kWide - 10, y));
    plot.add(text_at("tick", kSide - 6, y + 4, "end", std::to_string(at)));
  }
  const auto places = static_cast<long>(std::max(of.size(), kLeastColumns));
  const auto pitch = (kWide - kSide - 16) / places;
  long x = kSide + 6;
  for (const auto& stack : of) {
    add_stack(plot, stack, x + pitch / 8, pitch * 3 / 4, scale);
    x += pitch;
  }
  return plot;
}

Element key_of(const std::vector<std::string>& series) {
  Element key("p", {{"class", "key"}});
  for (std::size_t at = 0; at < series.size(); ++at) {
    key.add(Element("span").add(swatch(at)).add(series[at]));
  }
  return key;
}

Element patterns() {
  return Element("svg", {{"class", "off"}, {"width", 0}, {"height", 0}, {"aria-hidden", "true"}})
      .add(Element("defs")
               .add(pattern("p2", "g2", "M-1 1L1 -1M0 6L6 0M5 7L7 5"))
               .add(pattern("p3", "g3", "M0 3L6 3"))
               .add(pattern("p4", "g4", "M3 2.2L3 3.8")));
}

}  // namespace pouch::gateway::figures
