// A form as an officer filled it in: typed, normalised values, and what is wrong with them. Lines
// are counted in the text that was given to the reader, from 1, so that a refusal can mark them.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "templates/template.hpp"

namespace pouch::templates {

struct Problem {
  std::size_t line = 0;  // 0: the form as a whole (something is missing)
  std::string label;     // as the officer knows it: "Birth date", "[Person 1] Role"
  std::string code;  // missing, not-a-date, unknown-label, two-values, not-a-choice, too-long …
  std::string text;  // what is wrong
  std::string hint;  // what would be right
};

struct Value {
  std::string id;
  std::string label;                // the template's label
  std::size_t line = 0;             // 0 for defaults and directory values
  std::string raw;                  // as written, white space folded; lists joined with line breaks
  std::vector<std::string> values;  // normalised: codes, ISO dates, yes/no, E.164, plain text
  std::vector<int> numbers;         // of kQuestions items, parallel to values
  bool given = true;                // false: default or from the directory
  bool list = false;                // of a field that takes several values
};

struct Block {
  std::string kind;  // person
  int number = 1;
  std::size_t line = 0;
  std::vector<Value> fields;
  const Value* find(std::string_view id) const;
  std::string_view text(std::string_view id) const;  // as Form's
};

struct Form {
  std::string name, title, version;  // of the template
  std::vector<Value> fields;
  std::vector<Block> blocks;
  std::string free_text;
  std::string words;             // of its writer around the form: above it, about a quoted one
  std::vector<std::string> cut;  // signature, quotations, a client's lines: carried nowhere
  std::map<std::string, std::string> unknown;  // kept, reported as warnings
  std::vector<Problem> problems;               // refuse, always (DECISIONS 11)
  std::vector<Problem> warnings;               // never do

  const Value* find(std::string_view id) const;
  // First value, empty when absent.
  std::string_view text(std::string_view id) const;
  std::vector<std::string> list(std::string_view id) const;
  bool yes(std::string_view id) const;
};

// What feeds which search field (the template says so).
struct SearchFeed {
  std::string
      field;  // person, born, plate, vin, phone, document, iban, area, handling, country, text …
  std::string text;     // as written
  std::string compact;  // normalised
  std::string id{};     // of the form's field: container_no
};
std::vector<SearchFeed> search_feeds(const Form& form, const TemplateSet& set);
// Of one of its blocks alone.
std::vector<SearchFeed> search_feeds(const Block& block, const Form& form, const TemplateSet& set);

// Machine-readable, for request.json:
// {"form","version","fields":{…},"blocks":[…],"free_text","words"}. `cut` is not in it.
std::string to_json(const Form& form);
Form from_json(std::string_view json);  // of what to_json wrote (the store); throws on damage

}  // namespace pouch::templates
