// The blank form. Help lines begin with `##` and are short enough that no client breaks them.
#include <algorithm>

#include "templates/showing/needed.hpp"
#include "templates/showing/render.hpp"
#include "templates/text/fold.hpp"
#include "templates/text/layout.hpp"
#include "templates/types/phrases.hpp"
#include "templates/types/types.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

using Known = std::map<std::string, std::string>;

std::string help_lines(std::string_view text) { return prefixed(text, "## "); }

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

std::string replaced(std::string text, std::string_view mark, const std::string& by) {
  const auto at = text.find(mark);
  return at == std::string::npos ? text : text.replace(at, mark.size(), by);
}

class Blank {
 public:
  Blank(const TemplateSet& set, const Language* language, bool all)
      : set_(set), language_(language), all_(all) {}

  std::string text(const Template& which, const Known& known) {
    const auto needs = needs_of(which, set_);
    text_ = "Form: " + which.name + "\n" + help_lines(intro(which));
    for (const auto& needed : needs.fields) {
      add_field(needed, known, true, which.fields);
    }
    // A form that needs nothing shows what is filled in as a rule.
    const bool usual = all_ || needs.fields.empty();
    for (const auto& field : which.fields) {
      const bool given = known.count(field.id) > 0 && (usual || field.known.empty());
      if (field.id == kFormField || is_among(needs.fields, field)) {
        continue;
      }
      if (all_ || given || (usual && field.in_blank)) {
        add_field({&field, {}}, known, false);
      } else {
        more_ = true;
      }
    }
    if (needs.one_block && needs.blocks.size() > 1) {
      text_ += "\n" + help_lines(phrase("one_block"));
    }
    for (const auto* use : needs.blocks) {
      add_block(*use);
    }
    add_other_blocks(which, needs);
    if (more_) {
      text_ += help_lines(replaced(phrase("more_fields"), "{name}", which.name));
    }
    return text_ + phrase("free_text") + ":\n";
  }

 private:
  std::string phrase(std::string_view id) const { return phrase_in(id, language_); }

  std::string intro(const Template& which) const {
    return replaced(phrase("intro"), "{title}", title_in(which, language_));
  }

  static bool is_among(const std::vector<NeededField>& needed, const FieldSpec& field) {
    return std::any_of(needed.begin(), needed.end(),
                       [&](const NeededField& one) { return one.field == &field; });
  }

  std::string label_of(const BlockSpec& block) const { return label_in(block, language_); }

  std::string label_of(const FieldSpec& field) const { return label_in(field, language_); }

  // "Action: recall, correct": what makes the field needed, in the words of the form.
  std::string words_of(const Condition& condition, const std::vector<FieldSpec>& own) const {
    const auto* block = set_.block(condition.block);
    for (const auto& field : block == nullptr ? own : block->fields) {
      if (field.id != condition.field) {
        continue;
      }
      std::string values;
      for (const auto& word : value_words(field, condition)) {
        values += (values.empty() ? "" : ", ") + word;
      }
      return "\"" + label_of(field) + "\"" + (values.empty() ? "" : ": " + values);
    }
    return condition.field;
  }

  std::vector<std::string> value_words(const FieldSpec& field, const Condition& condition) const {
    std::vector<std::string> words;
    const auto is_meant = [&](const std::string& value) {
      const auto& values = condition.values;
      return (std::find(values.begin(), values.end(), value) != values.end()) != condition.negated;
    };
    for (const auto& choice : field.choices) {
      if (is_meant(choice.code)) {
        words.push_back(label_in(choice, language_));
      }
    }
    for (const auto* word : {"yes", "no"}) {
      if (field.type == Type::kBool && is_meant(word)) {
        words.push_back(phrase(word));
      }
    }
    return words;
  }

  std::string need_of(const NeededField& needed, const std::vector<FieldSpec>& own) const {
    if (needed.when.empty()) {
      return phrase("needed") + " ";
    }
    std::string conditions;
    for (const auto& condition : needed.when) {
      conditions += (conditions.empty() ? "" : "; ") + words_of(condition, own);
    }
    return replaced(phrase("needed_if"), "{condition}", conditions) + " ";
  }

  void add_field(const NeededField& needed, const Known& known, bool is_needed = true,
                 const std::vector<FieldSpec>& own = {}) {
    const auto& field = *needed.field;
    const auto value = known.find(field.id);
    text_ += help_lines((is_needed ? need_of(needed, own) : "") + help_in(field, language_));
    text_ += label_of(field) + ":";
    if (value != known.end()) {
      text_ += " " + fold_spaces(value->second);
    }
    text_ += "\n";
    const auto questions = known.find("questions");
    if (field.id == "answer" && questions != known.end()) {
      text_ += numbered_questions(questions->second);
    }
  }

  void add_block(const BlockUse& use) {
    const auto& block = *set_.block(use.block);
    const auto label = label_of(block);
    text_ += "\n[" + label + " 1]\n";
    text_ += help_lines(replaced(phrase("more"), "{block}", label));
    const auto needed = needs_of(use, set_);
    for (const auto& one : needed) {
      add_field(one, {}, true, block.fields);
    }
    for (const auto& field : block.fields) {
      if (is_among(needed, field)) {
        continue;
      }
      if (all_) {
        add_field({&field, {}}, {}, false);
      } else {
        more_ = true;
      }
    }
  }

  void add_other_blocks(const Template& which, const Needs& needs) {
    std::string others;
    for (const auto& use : which.blocks) {
      const auto* block = set_.block(use.block);
      if (std::find(needs.blocks.begin(), needs.blocks.end(), &use) == needs.blocks.end()) {
        others += (others.empty() ? "[" : " [") + label_of(*block) + " 1]";
      }
    }
    text_ += "\n";
    if (!others.empty()) {
      text_ += help_lines(replaced(phrase("others"), "{blocks}", others));
    }
  }

  const TemplateSet& set_;
  const Language* language_;
  bool all_;
  bool more_ = false;  // fields are left out
  std::string text_;
};

}  // namespace

std::string help_in(const FieldSpec& field, const Language* language) {
  const auto words = language == nullptr ? field.words.end() : field.words.find(language->tag);
  auto text = words == field.words.end() ? std::string() : words->second.help;
  const bool lists = language != nullptr && field.type == Type::kChoice;
  if (text.empty()) {
    return lists && !field.choices.empty() && field.choices[0U].words.count(language->tag) == 1
               ? choice_words(field, language->tag)
               : field.help;
  }
  if (lists) {
    text += " " + choice_words(field, language->tag);
  } else if (field.type == Type::kBool) {
    text += " " + phrase_in("yes", language) + " / " + phrase_in("no", language);
  }
  return text;
}

std::string blank(const Template& which, const TemplateSet& set, const Known& known,
                  const Language* language, bool all) {
  return Blank(set, language, all).text(which, known);
}

}  // namespace pouch::templates
