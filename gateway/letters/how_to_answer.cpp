#include "gateway/letters/how_to_answer.hpp"

#include <utility>

#include "gateway/letters/fields.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/words.hpp"
#include "templates/replies/reply_lines.hpp"
#include "templates/replies/written.hpp"

namespace pouch::gateway::detail {
namespace {

std::string what_is_expected(const LetterSource& source, const templates::Language* language,
                             const Words& words) {
  const auto* which = source.templates.find(source.form->name);
  if (which != nullptr && which->expects == "nothing") {
    return words("no_answer_expected") + " ";
  }
  if (source.subject->priority == "FLASH") {
    return words("this_is_flash") + " ";
  }
  const Place label{"label", templates::reply_kind_label(source.templates, language)};
  return which != nullptr && which->expects == "acknowledgement"
             ? words("please_acknowledge", {label}) + " "
             : "";
}

}  // namespace

std::string how_to_answer(const LetterPlan& plan, const LetterSource& source,
                          const LetterThread& thread) {
  const auto& words = words_of(plan);
  const auto* language = labels_for(plan, source.templates);
  std::vector<std::pair<int, std::string>> asked;
  for (const auto& question : questions_of(*source.form, source.templates, language)) {
    asked.emplace_back(question.number, question.text);
  }
  const auto text = what_is_expected(source, language, words) + words("press_reply");
  return heading(words("how_to_answer")) + indented(text, 2) + "\n" +
         templates::fenced(thread.letter, templates::reply_lines(asked, source.templates, language),
                           words.tag());
}

}  // namespace pouch::gateway::detail
