// The officer's form with the problems marked in it, and the marks taken out again.
#include <algorithm>
#include <map>

#include "templates/showing/render.hpp"
#include "templates/text/layout.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kMostLines = 100000;

std::string mark_of(const Problem& problem, std::string_view quotation) {
  auto text = problem.label.empty() ? std::string() : problem.label + ": ";
  text += problem.text + (problem.hint.empty() ? "" : "; " + problem.hint);
  return prefixed(text, std::string(quotation) + "!! ");
}

// The quotation marks of a line, so that its mark stands at the same depth.
std::string_view quotation_of(const Line& line) {
  if (line.depth == 0) {
    return {};
  }
  auto end = line.whole.find_first_not_of("> \t");
  end = std::min(end, line.whole.size());
  return line.whole.substr(0, end);
}

}  // namespace

std::string marked_up(std::string_view text, const std::vector<Problem>& problems) {
  const auto lines = split_lines(text, kMostLines);
  std::multimap<std::size_t, const Problem*> by_line;
  std::string result;
  for (const auto& problem : problems) {
    if (problem.line == 0 || problem.line > lines.size()) {
      result += mark_of(problem, "");
    } else {
      by_line.emplace(problem.line, &problem);
    }
  }
  for (const auto& line : lines) {
    if (!is_mark(line.text)) {
      result += std::string(line.whole) + "\n";
    }
    const auto [begin, end] = by_line.equal_range(line.number);
    for (auto at = begin; at != end; ++at) {
      result += mark_of(*at->second, quotation_of(line));
    }
  }
  return result;
}

std::string unmark(std::string_view text) {
  std::string result;
  for (const auto& line : split_lines(text, kMostLines)) {
    if (!is_mark(line.text)) {
      result += std::string(line.whole) + "\n";
    }
  }
  return result;
}

}  // namespace pouch::templates
