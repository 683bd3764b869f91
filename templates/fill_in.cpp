#include <algorithm>

#include "templates/mend.hpp"

namespace pouch::templates {
namespace {

const FieldSpec* labelled(const std::vector<FieldSpec>& fields, std::string_view label) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const FieldSpec& field) { return field.label == label; });
  return found == fields.end() ? nullptr : &*found;
}

// "[Person 1] Role": a field of that block.
const FieldSpec* in_block(std::string_view label, const TemplateSet& set) {
  const auto end = label.find("] ");
  if (!label.starts_with('[') || end == std::string_view::npos) {
    return nullptr;
  }
  const auto head = label.substr(1, end - 1);
  for (const auto& [id, block] : set.blocks()) {
    if (head.starts_with(block.label + " ")) {
      return labelled(block.fields, label.substr(end + 2));
    }
  }
  return nullptr;
}

}  // namespace

FillIn fill_in(const Problem& problem, const Template* which, const TemplateSet& set) {
  if (problem.label.empty() || problem.code == "no-right" || problem.code == "classification") {
    return {};
  }
  const auto* field = which == nullptr ? nullptr : labelled(which->fields, problem.label);
  field = field == nullptr ? in_block(problem.label, set) : field;
  if (field == nullptr && problem.label != "Form") {
    return {};
  }
  return {problem.label + ": ", field == nullptr ? "request" : field->example};
}

}  // namespace pouch::templates
