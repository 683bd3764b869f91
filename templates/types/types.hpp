// The one table of field types: name in a template, normaliser, what the type is called when a
// value is not of it (STYLE habit 7). A normaliser takes one value with its white space folded and
// gives what is stored, or what is wrong and what would be right.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templates/template.hpp"

namespace pouch::templates {

struct Complaint {
  std::string code, text, hint;
};

struct Normalised {
  std::string value;  // empty when it failed
  std::optional<Complaint> problem;
  std::vector<Complaint> warnings;
};

Normalised normalise(std::string_view text, const FieldSpec& field, std::chrono::sys_seconds now);

// Whether values of the type are running text rather than one word with a form of its own.
bool is_running_text(Type type);
// Text of more than 200 characters, and questions: a line `Word: …` in it is part of it.
bool is_narrative(const FieldSpec& field);

std::optional<Type> type_named(std::string_view name);
std::string_view name_of(Type type);
std::vector<std::string> type_names();

// "normal, urgent, flash": for hints and the blank form; in a language where it has the words.
std::string choice_words(const FieldSpec& field, std::string_view language = {});
// Whether a code is to be shown beside the word `said` for it: H1 and DRUG are, FULL says no more
// than "full" does in any language, and a longer one is for machines.
bool tells_more(const Choice& choice, std::string_view said);
// Every word that means a code, and the code's place in `choices`.
std::vector<std::pair<std::string, std::size_t>> words_of_choices(const FieldSpec& field);
const Choice* find_choice(const FieldSpec& field, std::string_view code);

}  // namespace pouch::templates
