// What a blank form cannot do without: fields that are required whatever is filled in, and those
// that a value of one of them makes required. Filling in these, and nothing else, gives a form that
// is accepted. Private to this room.
#pragma once

#include <string>
#include <vector>

#include "templates/template.hpp"

namespace pouch::templates {

struct NeededField {
  const FieldSpec* field = nullptr;
  std::vector<Condition> when;  // empty: needed always
};

struct Needs {
  std::vector<NeededField> fields;      // of the form itself, in its order
  std::vector<const BlockUse*> blocks;  // that a blank form shows
  bool one_block = false;               // one of them at least must be filled in
};

Needs needs_of(const Template& which, const TemplateSet& set);
// The same of one block, once it is used at all.
std::vector<NeededField> needs_of(const BlockUse& use, const TemplateSet& set);

}  // namespace pouch::templates
