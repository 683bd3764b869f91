// The JSON Schema (draft 2020-12) of one form, made from its template: what another system may send
// as an attached JSON object. It allows no more than the reader takes; what only the reader can
// tell (dates that exist, conditions, check digits) the reader tells.
#pragma once

#include <string>

#include "templates/template.hpp"

namespace pouch::templates {

std::string json_schema(const Template& which, const TemplateSet& set);

}  // namespace pouch::templates
