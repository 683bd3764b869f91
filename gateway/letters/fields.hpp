// What a form says, for people: questions, answers under them, narrative and particulars, each
// under its own heading. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "gateway/letters/letter.hpp"

namespace pouch::gateway::detail {

std::vector<const templates::FieldSpec*> fields_of(const templates::Form& form,
                                                   const templates::TemplateSet& set);
// Labels in `language` (null: English), as its forms have them.
std::string label_of_code(const templates::FieldSpec& field, std::string_view code,
                          const templates::Language* language = nullptr);
// The label of a code in the form; may be empty.
std::string choice_of(const LetterSource& source, std::string_view id,
                      const templates::Language* language);
const templates::Language* labels_for(const LetterPlan& plan, const templates::TemplateSet& set);
// A code of a field that requests have in the words of another language: "urgentă"; with the code
// before them where the code itself is what counts: "RESTRICTED, secret de serviciu".
std::string word_for(const std::string& code, std::string_view id,
                     const templates::Language* language, const templates::TemplateSet& set);
std::string with_label(const std::string& code, std::string_view id,
                       const templates::Language* language, const templates::TemplateSet& set);

struct Asked {
  int number = 0;
  std::string text;
};
// The questions of a form that is to be answered: its numbered ones, else what it wants checked.
std::vector<Asked> questions_of(const templates::Form& form, const templates::TemplateSet& set,
                                const templates::Language* language = nullptr);
// Each under a heading of its own; may be empty.
std::string questions(const LetterPlan& plan, const LetterSource& source);
// Question, answer, question, answer (CORRESPONDENCE section 5).
std::string questions_and_answers(const LetterPlan& plan, const LetterSource& source);
std::string narratives(const LetterPlan& plan, const LetterSource& source);
std::string persons_and_things(const LetterPlan& plan, const LetterSource& source);
// All that no other section shows.
std::string particulars(const LetterPlan& plan, const LetterSource& source);
// Of its writer above and about the form.
std::string own_words(const LetterPlan& plan, const LetterSource& source);
std::string free_text(const LetterPlan& plan, const LetterSource& source);

}  // namespace pouch::gateway::detail
