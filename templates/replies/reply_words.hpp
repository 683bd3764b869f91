// What a desk says in a few words instead of a form (CORRESPONDENCE section 5): "no record", "yes",
// "done", "until 12 December", "not for us", in every language of the forms. Only a text that is
// nothing but such words counts; a sentence around them says more than a code and is left as it is.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "templates/template.hpp"
#include "templates/types/form.hpp"

namespace pouch::templates {

struct ReplyWords {
  std::string code;         // of the field reply_kind: NO_TRACE, FULL, DELAY …
  std::string expected_by;  // ISO date, with DELAY
  std::string said;         // the words that were understood so
};
std::optional<ReplyWords> reply_words(std::string_view own, const TemplateSet& set,
                                      std::chrono::sys_seconds now);

// The same in the line of the form: "Reply kind: no record", "Reply kind: until 12 December". The
// form then has the code and the day, and no warning about the words any more.
std::optional<ReplyWords> take_kind_in_words(Form& form, const TemplateSet& set,
                                             std::chrono::sys_seconds now);

}  // namespace pouch::templates
