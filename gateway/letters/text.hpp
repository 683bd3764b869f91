// The words of letters: banner, sections, codes spelled out. Private to this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/letters/letter.hpp"

namespace pouch::gateway::detail {

std::string row(std::string_view label, std::string_view value);  // "Label           value\n"
std::string heading(std::string_view title);
std::string indent(std::string_view text, std::size_t columns);
std::string lower(std::string_view text);
std::string handling_row(const std::vector<std::string>& codes);
std::string join(const std::vector<std::string>& items, std::string_view between);
std::string hold_width(std::string_view text, std::size_t columns);  // folded at blanks

struct Question {
  int number = 0;
  std::string text;
};
// The questions of a form that is to be answered: its numbered ones, else what it wants checked.
std::vector<Question> questions_of(const templates::Form& form, const templates::TemplateSet& set);

// Handling, classification, priority, deadline, parties: first in every letter of a case.
std::string banner(const LetterPlan& plan, const LetterSource& source, std::string_view title);
// Who wrote it, under which key, when, and how that can be proved without the gateway.
std::string proof(const LetterSource& source);
// What the form asks in numbered questions, and its narrative, each under its own heading.
std::string sections(const LetterSource& source);
std::string all_fields(const LetterSource& source);  // all that no section has shown
std::string title_of(const LetterPlan& plan, const LetterSource& source);

}  // namespace pouch::gateway::detail
