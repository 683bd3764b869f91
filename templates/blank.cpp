// The blank form. Help lines begin with `##` and are short enough that no client breaks them.
#include "templates/fold.hpp"
#include "templates/layout.hpp"
#include "templates/render.hpp"
#include "templates/types.hpp"

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
  Blank(const TemplateSet& set, const Language* language) : set_(set), language_(language) {}

  std::string text(const Template& which, const Known& known) {
    const auto title =
        language_ == nullptr ? which.titles.end() : which.titles.find(language_->tag);
    text_ = "Form: " + which.name + "\n";
    text_ += help_lines(
        replaced(phrase("intro",
                        "{title}. Lines that begin with ## are help; they are not read and "
                        "may stay. Lines left empty count as left out."),
                 "{title}", title == which.titles.end() ? which.title : title->second));
    for (const auto& field : which.fields) {
      if (field.id != "template" && (field.in_blank || known.count(field.id) > 0)) {
        add_field(field, known);
      }
    }
    for (const auto& use : which.blocks) {
      if (const auto* block = use.in_blank ? set_.block(use.block) : nullptr) {
        add_block(*block);
      }
    }
    add_other_blocks(which);
    return text_ + phrase("free_text", "Free text") + ":\n";
  }

 private:
  std::string phrase(const std::string& id, const std::string& english) const {
    if (language_ == nullptr) {
      return english;
    }
    const auto found = language_->phrases.find(id);
    return found == language_->phrases.end() ? english : found->second;
  }

  const Words* words_of(const Translations& words) const {
    const auto found = language_ == nullptr ? words.end() : words.find(language_->tag);
    return found == words.end() ? nullptr : &found->second;
  }

  std::string label_of(const BlockSpec& block) const {
    const auto* words = words_of(block.words);
    return words == nullptr ? block.label : words->label;
  }

  // A translated help says what the field is; the words of its codes stand behind it.
  std::string help_of(const FieldSpec& field) const {
    const auto* words = words_of(field.words);
    if (words == nullptr || words->help.empty()) {
      return field.help;
    }
    auto text = words->help;
    if (field.type == Type::kChoice) {
      text += " " + choice_words(field, language_->tag);
    } else if (field.type == Type::kBool) {
      text += " " + phrase("yes", "yes") + " / " + phrase("no", "no");
    }
    return text;
  }

  void add_field(const FieldSpec& field, const Known& known) {
    const auto value = known.find(field.id);
    const auto* words = words_of(field.words);
    text_ += help_lines((field.required ? phrase("needed", "Needed.") + " " : "") + help_of(field));
    text_ += (words == nullptr ? field.label : words->label) + ":";
    if (value != known.end()) {
      text_ += " " + fold_spaces(value->second);
    }
    text_ += "\n";
    const auto questions = known.find("questions");
    if (field.id == "answer" && questions != known.end()) {
      text_ += numbered_questions(questions->second);
    }
  }

  void add_block(const BlockSpec& block) {
    const auto label = label_of(block);
    text_ += "\n[" + label + " 1]\n";
    text_ += help_lines(replaced(phrase("more", "For more of them write [{block} 2] and so on."),
                                 "{block}", label));
    for (const auto& field : block.fields) {
      if (field.in_blank) {
        add_field(field, {});
      }
    }
  }

  void add_other_blocks(const Template& which) {
    std::string others;
    for (const auto& use : which.blocks) {
      const auto* block = use.in_blank ? nullptr : set_.block(use.block);
      if (block != nullptr) {
        others += (others.empty() ? "[" : " [") + label_of(*block) + " 1]";
      }
    }
    text_ += "\n";
    if (!others.empty()) {
      text_ += help_lines(replaced(
          phrase("others",
                 "Other blocks, each on a line of its own with its fields below: {blocks}"),
          "{blocks}", others));
    }
  }

  const TemplateSet& set_;
  const Language* language_;
  std::string text_;
};

}  // namespace

std::string blank(const Template& which, const TemplateSet& set, const Known& known,
                  const Language* language) {
  return Blank(set, language).text(which, known);
}

}  // namespace pouch::templates
