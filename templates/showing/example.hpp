// A form filled in with the examples of its own fields: as short as it can be and be accepted. For
// letters that show a newcomer how one looks.
#pragma once

#include <string>

#include "templates/reading/reader.hpp"
#include "templates/template.hpp"

namespace pouch::templates {

// Begins with what the template needs of every form, and adds what reading that says is missing,
// until nothing is. A template whose examples are no valid form gives what came nearest.
std::string example_form(const Template& which, const TemplateSet& set, const ReadOptions& options);

}  // namespace pouch::templates
