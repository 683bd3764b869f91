// The blank form. Help lines begin with `##` and are short enough that no client breaks them.
#include "templates/fold.hpp"
#include "templates/layout.hpp"
#include "templates/render.hpp"
#include "templates/types.hpp"

namespace pouch::templates {
namespace {

std::string help_lines(std::string_view text) { return prefixed(text, "## "); }

std::string need_of(const FieldSpec& field) { return field.required ? "Needed. " : ""; }

// "1. Who is it?" as help, then "1." to be filled in.
std::string numbered_questions(std::string_view questions) {
  std::string text;
  for (const auto& line : split_lines(questions, kMostQuestionLines)) {
    const auto item = list_item(line.text);
    if (line.text.empty()) {
      continue;
    }
    text += help_lines(line.text);
    if (item && item->number > 0) {
      text += std::to_string(item->number) + ".\n";
    }
  }
  return text;
}

void add_field(const FieldSpec& field, const std::map<std::string, std::string>& known,
               std::string& text) {
  const auto value = known.find(field.id);
  text += help_lines(need_of(field) + field.help);
  text += field.label + ":";
  if (value != known.end()) {
    text += " " + fold_spaces(value->second);
  }
  text += "\n";
  const auto questions = known.find("questions");
  if (field.id == "answer" && questions != known.end()) {
    text += numbered_questions(questions->second);
  }
}

}  // namespace

std::string blank(const Template& which, const TemplateSet& set,
                  const std::map<std::string, std::string>& known) {
  std::string text = "Form: " + which.name + "\n";
  text += help_lines(which.title +
                     ". Lines that begin with ## are help; they are not read and may stay. "
                     "Lines left empty count as left out.");
  for (const auto& field : which.fields) {
    if (field.id != "template" && (field.in_blank || known.count(field.id) > 0)) {
      add_field(field, known, text);
    }
  }
  for (const auto& use : which.blocks) {
    const auto* block = use.in_blank ? set.block(use.block) : nullptr;
    if (block == nullptr) {
      continue;
    }
    text += "\n[" + block->label + " 1]\n";
    text += help_lines("For more of them write [" + block->label + " 2] and so on.");
    for (const auto& field : block->fields) {
      if (field.in_blank) {
        add_field(field, {}, text);
      }
    }
  }
  std::string others;
  for (const auto& use : which.blocks) {
    const auto* block = use.in_blank ? nullptr : set.block(use.block);
    if (block != nullptr) {
      others += " [" + block->label + " 1]";
    }
  }
  text += "\n";
  if (!others.empty()) {
    text += help_lines("Other blocks, each on a line of its own with its fields below:" + others);
  }
  return text + "Free text:\n";
}

}  // namespace pouch::templates
