// What a form says, for people: questions, answers under them, narrative and particulars, each
// under its own heading. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "gateway/letters/letter.hpp"

namespace pouch::gateway::detail {

std::vector<const templates::FieldSpec*> fields_of(const templates::Form& form,
                                                   const templates::TemplateSet& set);
std::string label_of_code(const templates::FieldSpec& field, std::string_view code);
std::string choice_of(const LetterSource& source, std::string_view id);  // its label; may be empty

struct Asked {
  int number = 0;
  std::string text;
};
// The questions of a form that is to be answered: its numbered ones, else what it wants checked.
std::vector<Asked> questions_of(const templates::Form& form, const templates::TemplateSet& set);
std::string questions(const LetterSource& source);  // under a heading of their own; may be empty
// Question, answer, question, answer (CORRESPONDENCE section 5).
std::string questions_and_answers(const LetterSource& source);

std::string narratives(const LetterSource& source);
std::string persons_and_things(const LetterSource& source);
std::string particulars(const LetterSource& source);  // all that no other section shows
std::string own_words(const LetterSource& source);    // of its writer above and about the form
std::string free_text(const LetterSource& source);

}  // namespace pouch::gateway::detail
