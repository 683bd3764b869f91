// Reads the form out of a mail's text (SPEC section 5, DECISIONS 11, 29–31): labels compared
// without case, accents, spaces, punctuation and full-width forms; continuation lines with or
// without indent, lists, blocks, quotation depth, signatures. It never guesses between two
// readings: two values for one field, an unknown label close to a known one, an unknown block are
// problems. Never throws on input; linear in its size; limits are problems too.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templates/template.hpp"
#include "templates/types/form.hpp"

namespace pouch::templates {

struct ReadOptions {
  std::chrono::sys_seconds now{};
  // What the gateway knows: unit, agency, officer, phone, language, from_state …
  std::map<std::string, std::string> known;
  bool is_reply = false;  // In-Reply-To something: quoted foreign forms do not count
  std::string our_form;   // the reply form of our letter that this answers, as we sent it
  // Names of the mail's attachments in their order, when they are known: a field that names one
  // which is not there gives a warning.
  std::optional<std::vector<std::string>> attachments;
  std::size_t lines = 20000, line_length = 16384;
};

// Which form a text is.
struct Recognised {
  std::string name;  // template name; empty: none
  bool by_form_line = false;
  std::string unknown_name;      // `Form: X` with no such template
  std::string nearest;           // a hint for it
  std::size_t known_labels = 0;  // labels of any template seen without a Form: line (DECISIONS 11)
  std::string likely;            // the template with most of those labels
};
Recognised recognise(std::string_view text, const TemplateSet& set, const ReadOptions& options);

// Reads `text` as template `which`, checks it, fills defaults and known values.
Form read_form(std::string_view text, const Template& which, const TemplateSet& set,
               const ReadOptions& options);

// The JSON object of an attachment instead (SPEC section 5); problems have line 0.
Form read_json_form(std::string_view json, const TemplateSet& set, const ReadOptions& options);
// What it says under "form", for a name that no template has; empty: it is no JSON object that
// does.
std::string json_form_name(std::string_view json);
// Fields in which two readings of one form disagree, as problems.
std::vector<Problem> disagreements(const Form& text_form, const Form& json_form);
// The same for the plain text of a mail and its HTML alternative, which must have the same fields
// with the same words; free text may differ.
std::vector<Problem> alternative_disagreements(const Form& plain, const Form& html);

// The words of a reply's author: quoted text, signature and attribution line cut off. An answer
// under a quoted question gets the question's number. Where a client quotes without marks
// (Outlook), `ours`, the form that we sent, tells answers under our questions from the questions.
std::string without_quotes(std::string_view text, std::string_view ours = {});

}  // namespace pouch::templates
