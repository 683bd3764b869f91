#include "gateway/letters/problems.hpp"

#include "gateway/letters/fields.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/known_sentences.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {

namespace {

std::string hint_of(const templates::Problem& problem, const templates::FillIn& to_fill,
                    const Words& words) {
  if (!to_fill.help_said.empty() && problem.hint == to_fill.help) {
    return to_fill.help_said;
  }
  auto hint = known_sentence(problem.hint, words);
  const auto at = to_fill.values.empty() ? std::string::npos : hint.find(to_fill.values);
  return at == std::string::npos ? hint
                                 : hint.replace(at, to_fill.values.size(), to_fill.values_said);
}

}  // namespace

std::string sentence(const templates::Problem& problem, bool with_hint, const Words& words,
                     const templates::FillIn& to_fill) {
  auto text = to_fill.label.empty() ? problem.label : to_fill.label;
  if (problem.code == "missing" && !text.empty()) {
    text += " " + known_sentence(problem.text, words);
  } else {
    const Place line{"line", std::to_string(problem.line)};
    text += problem.line == 0 ? ""
            : text.empty()    ? words("problem_line", {line})
                              : " (" + words("problem_line", {line}) + ")";
    text += (text.empty() ? "" : ": ") + known_sentence(problem.text, words);
  }
  return text + (with_hint && !problem.hint.empty() ? "; " + hint_of(problem, to_fill, words) : "");
}

std::string warning_lines(const std::vector<templates::Problem>& warnings, const LetterPlan& plan,
                          const LetterSource& source) {
  const auto& words = words_of(plan);
  const auto* language = labels_for(plan, source.templates);
  const auto* which = source.form == nullptr ? nullptr : source.templates.find(source.form->name);
  std::string text;
  for (const auto& warning : warnings) {
    const auto to_fill = templates::fill_in(warning, which, source.templates, language);
    text += "  - " + indented(sentence(warning, true, words, to_fill), 4).substr(4);
  }
  return text;
}

}  // namespace pouch::gateway::detail
