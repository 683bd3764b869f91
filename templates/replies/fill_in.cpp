// The line to fill in for each problem of a refusal.
#include <algorithm>

#include "templates/reading/scanner.hpp"
#include "templates/replies/mend.hpp"
#include "templates/showing/needed.hpp"
#include "templates/showing/render.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/types.hpp"

namespace pouch::templates {
namespace {

// Of two names with a comma between them the first one that is a field.
const FieldSpec* field_called(std::string_view label, const std::vector<FieldSpec>& fields) {
  while (!label.empty()) {
    const auto end = std::min(label.find(", "), label.size());
    for (const auto& field : fields) {
      if (field.label == label.substr(0, end)) {
        return &field;
      }
    }
    label.remove_prefix(std::min(end + 2, label.size()));
  }
  return nullptr;
}

FillIn line_of(const std::string& prefix, const FieldSpec& field, const Language* language) {
  const auto label = prefix + label_in(field, language);
  FillIn result{label + ": ", field.example, language == nullptr ? std::string() : label};
  if (language != nullptr) {
    result.help = field.help;
    result.help_said = help_in(field, language);
    result.values = choice_words(field);
    result.values_said = choice_words(field, language->tag);
  }
  return result;
}

// All that a block needs, a line each.
FillIn lines_of(const BlockUse& use, const TemplateSet& set, const Language* language) {
  const auto prefix = "[" + label_in(*set.block(use.block), language) + " 1] ";
  FillIn result;
  for (const auto& needed : needs_of(use, set)) {
    if (needed.when.empty()) {
      const auto one = line_of(prefix, *needed.field, language);
      result.line += (result.line.empty() ? "" : "\n") + one.line;
      result.example = result.example.empty() ? one.example : result.example;
    }
  }
  return result;
}

FillIn of_form_name(const Problem& problem, const TemplateSet& set) {
  const auto mark = std::string_view("Form: ");
  const auto at = problem.hint.find(mark);
  const auto rest = at == std::string::npos ? std::string() : problem.hint.substr(at + mark.size());
  const auto* meant = set.find(rest.substr(0, rest.find('"')));
  return {"Form: ", meant == nullptr ? "request" : meant->name};
}

// The label that a mistyped one nearly is.
FillIn of_near_label(const std::string& prefix, std::string_view label, const Labels& labels,
                     const std::vector<FieldSpec>& fields) {
  const auto close = labels.near(code_points(fold(label)));
  const auto at = close.empty() ? Labels::npos : labels.find(fold(close));
  return at == Labels::npos ? FillIn{} : FillIn{prefix + close + ": ", fields[at].example};
}

}  // namespace

FillIn fill_in(const Problem& problem, const Template* which, const TemplateSet& set,
               const Language* language) {
  if (problem.code == "unknown-form" || problem.code == "form-not-named" || which == nullptr) {
    return problem.label == "Form" ? of_form_name(problem, set) : FillIn{};
  }
  const std::string_view label = problem.label;
  const auto close = label.starts_with('[') ? label.find(']') : std::string_view::npos;
  const auto header = label.substr(0, close == std::string_view::npos ? 0 : close + 1);
  auto name = header.empty() ? label : trim(label.substr(header.size()));
  name = name.starts_with(',') ? std::string_view() : name;  // "[Person 1], [Vehicle 1]"
  const auto block = header.empty() ? std::nullopt : block_header(header);
  const auto use = std::find_if(which->blocks.begin(), which->blocks.end(), [&](const auto& one) {
    return block && fold(set.block(one.block)->label) == fold(block->name);
  });
  if (label == kAnyBlockLabel) {
    const auto needs = needs_of(*which, set);
    return needs.blocks.empty() ? FillIn{} : lines_of(*needs.blocks.front(), set, language);
  }
  if (use != which->blocks.end() && name.empty()) {
    return problem.code == "missing" ? lines_of(*use, set, language) : FillIn{};
  }
  const auto& fields = use == which->blocks.end() ? which->fields : set.block(use->block)->fields;
  // "[Person 1] " as the mail has it, in the reader's words.
  const auto number = block ? std::to_string(std::max(block->number, 1)) : std::string();
  const auto prefix = use == which->blocks.end() ? std::string()
                      : language == nullptr
                          ? std::string(header) + " "
                          : "[" + label_in(*set.block(use->block), language) + " " + number + "] ";
  if (const auto* field = field_called(name, fields)) {
    return line_of(prefix, *field, language);
  }
  const auto& vocabulary = set.vocabulary();
  if (problem.code == "unknown-label") {
    return of_near_label(prefix, name,
                         use == which->blocks.end() ? vocabulary.templates.at(which->name)
                                                    : vocabulary.blocks.at(use->block),
                         fields);
  }
  return {};
}

}  // namespace pouch::templates
