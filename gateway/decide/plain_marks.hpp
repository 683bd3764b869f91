// How its words may be handled, said on top of a plain mail: "Handling: H2", "Privileged: yes", in
// every language of the forms (DOMAIN section 5: the provider's word holds; CORRESPONDENCE section
// 7: nobody is told what is not so). Nobody need know that only a form has such lines. What cannot
// be read is held to be the stricter one, and stays in the text. Private to this folder.
#pragma once

#include <optional>
#include <string>

#include "gateway/decide/form_of.hpp"

namespace pouch::gateway::detail {

struct PlainMarks {
  std::string lines;        // as a form has them: "Handling: H2"
  bool privileged = false;  // no form but the prosecutors' has a line for it
  std::string rest;         // the mail without them
};
// Nothing when its first lines are none. `prosecution`: whether privilege is the writer's to say.
std::optional<PlainMarks> plain_marks(const std::string& own,
                                      const templates::TemplateSet& templates, bool prosecution);

// The mail as the form "note", which goes wherever a plain mail goes.
std::optional<templates::Form> marked_note(const FormWords& words, const std::string& own,
                                           bool prosecution);
void add_privilege(templates::Form& form);

}  // namespace pouch::gateway::detail
