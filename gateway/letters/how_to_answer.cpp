#include "gateway/letters/how_to_answer.hpp"

#include <utility>

#include "gateway/letters/fields.hpp"
#include "gateway/letters/text.hpp"
#include "templates/replies/reply_lines.hpp"
#include "templates/replies/written.hpp"

namespace pouch::gateway::detail {
namespace {

std::string what_is_expected(const LetterSource& source) {
  const auto* which = source.templates.find(source.form->name);
  if (which != nullptr && which->expects == "nothing") {
    return "No answer is expected. If you have one all the same: ";
  }
  if (source.subject->priority == "FLASH") {
    return "This is FLASH. Please say at once that you have read it: reply \"acknowledged\". After "
           "15 minutes without a word your substitute gets it too. ";
  }
  return which != nullptr && which->expects == "acknowledgement"
             ? "Please acknowledge it: \"acknowledged\" after \"Reply kind:\" is enough. "
             : "";
}

}  // namespace

std::string how_to_answer(const LetterSource& source, const LetterThread& thread) {
  std::vector<std::pair<int, std::string>> asked;
  for (const auto& question : questions_of(*source.form, source.templates)) {
    asked.emplace_back(question.number, question.text);
  }
  const auto words = what_is_expected(source) +
                     "Press Reply, type under each line where it stands, sign and encrypt as "
                     "always. An answer in your own words above it is carried just as well.";
  return heading("HOW TO ANSWER") + indented(words, 2) + "\n" +
         templates::fenced(thread.letter, templates::reply_lines(asked));
}

}  // namespace pouch::gateway::detail
