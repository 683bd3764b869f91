#include "gateway/letters/problems.hpp"

#include "gateway/letters/text.hpp"

namespace pouch::gateway::detail {

std::string sentence(const templates::Problem& problem, bool with_hint) {
  auto text = problem.label;
  if (problem.code == "missing" && !text.empty()) {
    text += " " + problem.text;
  } else {
    text += problem.line == 0 ? ""
            : text.empty()    ? "line " + std::to_string(problem.line)
                              : " (line " + std::to_string(problem.line) + ")";
    text += (text.empty() ? "" : ": ") + problem.text;
  }
  return text + (with_hint && !problem.hint.empty() ? "; " + problem.hint : "");
}

std::string warning_lines(const std::vector<templates::Problem>& warnings) {
  std::string text;
  for (const auto& warning : warnings) {
    text += "  - " + indented(sentence(warning, true), 4).substr(4);
  }
  return text;
}

}  // namespace pouch::gateway::detail
