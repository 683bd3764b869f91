// Plots as SVG elements within a page: bars, bars with a whisker, stacked columns. Series are told
// by pattern as well as by colour, and every bar bears its number, so that a black and white print
// says as much as the screen. Lengths are whole units of the drawing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/figures/markup.hpp"

namespace pouch::gateway::figures {

struct Bar {
  std::string label;
  double length = 0;            // of the bar
  double beyond = 0;            // end of its whisker; 0: none
  std::vector<double> parts{};  // of the bar, in the order of the series; empty: one series
  std::string said{};           // behind it
};

// Bars from the left, one below the other. `whole`: what fills the width; 0: the longest.
Element bars(const std::vector<Bar>& of, double whole, const std::string& said);

struct Stack {
  std::string label;
  std::vector<std::uint64_t> parts;  // from the ground up, in the order of the series
};
Element stacks(const std::vector<Stack>& of, const std::string& said);

// Which pattern means what; one element a series.
Element key_of(const std::vector<std::string>& series);
// The patterns themselves: once in a page, before the first plot.
Element patterns();

}  // namespace pouch::gateway::figures
