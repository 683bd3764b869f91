// From entries to a form: values normalised, defaults and known values filled in, what is missing
// said (SPEC section 5, DECISIONS 11 and 30). Private to this room.
#pragma once

#include "templates/reading/scanner.hpp"
#include "templates/types/form.hpp"

namespace pouch::templates {

Form check_form(const Scan& scan, const Template& which, const TemplateSet& set,
                const ReadOptions& options);

// A label that a client filled into the middle of a line: where its value begins. Only that of a
// required field that `form` misses, that stands there once, begins a sentence, in lines that show
// that they were filled.
struct Refilled {
  std::size_t entry = 0, piece = 0, label_at = 0, value_at = 0;
  const FieldSpec* field = nullptr;
};
std::optional<Refilled> refilled_label(const Scan& scan, const Form& form, const Template& which);
void split_refilled(const Refilled& found, Scan& scan);

}  // namespace pouch::templates
