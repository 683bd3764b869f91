// Which form the words of a mail are, and the same data in its attachments (SPEC section 5,
// CORRESPONDENCE section 3). Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "gateway/decide/reading.hpp"

namespace pouch::gateway::detail {

struct FormWords {
  const mail::openpgp::Opened& opened;
  const templates::TemplateSet& templates;
  const templates::ReadOptions& options;
  Numbering ours;
};

// To read words as if they had come alone, not in a Reply to a form of ours.
templates::ReadOptions fresh_options(const FormWords& words);
// The form in `text`, if it is one; what is nearly one is a problem. `by_subject`: the subject may
// name it.
void read_text(const FormWords& words, const std::string& text, bool by_subject, Reading& reading);
// SECURITY class 5: a reader of HTML must have seen the same values.
void compare_html(const FormWords& words, Reading& reading);
// A form as JSON or in a document; two forms must agree.
void read_attachments(const FormWords& words, const std::vector<AttachedWords>& attached,
                      Reading& reading);
// The form that says what an order says.
void read_order(const FormWords& words, Reading& reading);

}  // namespace pouch::gateway::detail
