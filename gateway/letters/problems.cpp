#include "gateway/letters/problems.hpp"

#include "gateway/letters/text.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {

std::string sentence(const templates::Problem& problem, bool with_hint, const Words& words,
                     const std::string& label) {
  auto text = label.empty() ? problem.label : label;
  if (problem.code == "missing" && !text.empty()) {
    // Other texts of the form reader are English: they name what stands in the mail.
    text += " " + (problem.text == "is missing" ? words("problem_missing") : problem.text);
  } else {
    const Place line{"line", std::to_string(problem.line)};
    text += problem.line == 0 ? ""
            : text.empty()    ? words("problem_line", {line})
                              : " (" + words("problem_line", {line}) + ")";
    text += (text.empty() ? "" : ": ") + problem.text;
  }
  return text + (with_hint && !problem.hint.empty() ? "; " + problem.hint : "");
}

std::string warning_lines(const std::vector<templates::Problem>& warnings, const Words& words) {
  std::string text;
  for (const auto& warning : warnings) {
    text += "  - " + indented(sentence(warning, true, words), 4).substr(4);
  }
  return text;
}

}  // namespace pouch::gateway::detail
