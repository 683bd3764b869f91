// A refused form mended by what its officer sends next (CORRESPONDENCE section 4): laid over the
// form that was kept, field by field. A field given once anew replaces the old value; two different
// new values are a problem that shows both; what is not given anew stays.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "templates/replies/written.hpp"
#include "templates/template.hpp"
#include "templates/types/form.hpp"

namespace pouch::templates {

struct Mended {
  std::string text;               // the newest state of the form, as its officer would write it
  bool changed = false;           // something was given anew
  std::string words;              // of the mail that are no field: they are carried too
  std::vector<Problem> problems;  // two different new values …
};

// `kept`: text of the form as it stands, without our marks. `which`: its template; null: none could
// be told, then the line "Form: …" is what is missing.
Mended mend(std::string_view kept, const Template* which, const TemplateSet& set,
            const Written& written);

// A problem of a refusal as the line to fill in, "Reasons: " or "[Person 1] Role: ", and one
// example for it; empty when no line can mend it (a right that is missing).
// Labels in `language` (null: English) where it has them.
struct FillIn {
  std::string line, example;
  std::string label{};  // what the problem names, in `language`; empty: as the problem says
  // Of the field, as problems have it for a hint, and in `language`; empty: it has none.
  std::string help{}, help_said{};
  std::string values{}, values_said{};  // the words of its codes, in the same way
};
FillIn fill_in(const Problem& problem, const Template* which, const TemplateSet& set,
               const Language* language = nullptr);

// A form that came as JSON, in the words that an officer would write.
std::string as_text(const Form& form, const TemplateSet& set);

}  // namespace pouch::templates
