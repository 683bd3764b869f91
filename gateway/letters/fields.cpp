#include "gateway/letters/fields.hpp"

#include <algorithm>

#include "gateway/letters/text.hpp"
#include "templates/showing/render.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr std::size_t kNarrative = 300;  // characters from which a field has a section of its own
constexpr std::size_t kItemIndent = 5;   // of a numbered item's text

// Fields that the banner has already shown.
const std::vector<std::string>& in_banner() {
  static const std::vector<std::string> ids{
      "template",     "template_version", "to_states",   "urgency", "urgency_reason",
      "urgency_text", "classification",   "handling",    "own_ref", "handling_text",
      "source_eval",  "info_eval",        "participants"};
  return ids;
}

bool contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool is_questions(const templates::FieldSpec& field) {
  return field.type == templates::Type::kQuestions;
}

bool is_narrative(const templates::FieldSpec& field) {
  return field.type == templates::Type::kText && !field.list && field.limit >= kNarrative &&
         !contains(in_banner(), field.id);
}

int number_of(const templates::Value& value, std::size_t item) {
  const bool has = item < value.numbers.size() && value.numbers[item] > 0;
  return has ? value.numbers[item] : static_cast<int>(item) + 1;
}

std::string items_of(const templates::FieldSpec& field, const templates::Value& value) {
  auto text = heading(upper(field.label));
  for (std::size_t i = 0; i < value.values.size(); ++i) {
    text += numbered(number_of(value, i), value.values[i]);
  }
  return text;
}

// The answers to `asked`, each under its question; what fits none follows.
std::string paired(const std::vector<Asked>& asked, const templates::Value& answers) {
  auto text = heading("QUESTIONS AND ANSWERS");
  std::vector<bool> used(answers.values.size());
  for (const auto& question : asked) {
    text += (question.number == asked.front().number ? "" : "\n") +
            numbered(question.number, question.text);
    bool answered = false;
    for (std::size_t i = 0; i < answers.values.size(); ++i) {
      if (!used[i] && number_of(answers, i) == question.number) {
        text += indented(answers.values[i], kItemIndent);
        answered = used[i] = true;
      }
    }
    text += answered ? "" : indented("(not answered)", kItemIndent);
  }
  for (std::size_t i = 0; i < answers.values.size(); ++i) {
    text += used[i] ? "" : "\n" + numbered(number_of(answers, i), answers.values[i]);
  }
  return text;
}

}  // namespace

std::vector<const templates::FieldSpec*> fields_of(const templates::Form& form,
                                                   const templates::TemplateSet& set) {
  std::vector<const templates::FieldSpec*> fields;
  if (const auto* which = set.find(form.name)) {
    for (const auto& field : which->fields) {
      fields.push_back(&field);
    }
  }
  return fields;
}

std::string label_of_code(const templates::FieldSpec& field, std::string_view code) {
  for (const auto& choice : field.choices) {
    if (choice.code == code) {
      return choice.label;
    }
  }
  return std::string(code);
}

std::string choice_of(const LetterSource& source, std::string_view id) {
  for (const auto* field : fields_of(*source.form, source.templates)) {
    const auto code = field->id == id ? source.form->text(id) : std::string_view();
    if (!code.empty()) {
      return label_of_code(*field, code);
    }
  }
  return {};
}

std::vector<Asked> questions_of(const templates::Form& form, const templates::TemplateSet& set) {
  std::vector<Asked> questions;
  const auto fields = fields_of(form, set);
  for (const auto* field : fields) {
    const auto* value = is_questions(*field) ? form.find(field->id) : nullptr;
    for (std::size_t i = 0; value != nullptr && i < value->values.size(); ++i) {
      questions.push_back({number_of(*value, i), value->values[i]});
    }
  }
  if (!questions.empty()) {
    return questions;
  }
  // A check or a trace asks by codes: each is a question to be answered by its number.
  for (const auto* field : fields) {
    const bool asks = field->type == templates::Type::kChoice && field->list && field->required;
    if (!asks || contains(in_banner(), field->id)) {
      continue;
    }
    for (const auto& code : form.list(field->id)) {
      questions.push_back({static_cast<int>(questions.size()) + 1,
                           field->label + ": " + label_of_code(*field, code)});
    }
  }
  return questions;
}

std::string questions(const LetterSource& source) {
  const auto asked = questions_of(*source.form, source.templates);
  std::string text;
  for (const auto& question : asked) {
    text += numbered(question.number, question.text);
  }
  return text.empty() ? text : heading("WHAT IS WANTED") + text;
}

std::string questions_and_answers(const LetterSource& source) {
  const auto asked = source.opening != nullptr ? questions_of(*source.opening, source.templates)
                                               : std::vector<Asked>{};
  std::string text;
  bool first = true;  // of such fields: it holds the answers
  for (const auto* field : fields_of(*source.form, source.templates)) {
    if (!is_questions(*field)) {
      continue;
    }
    const auto* value = source.form->find(field->id);
    if (value != nullptr && !value->values.empty()) {
      text += first && !asked.empty() ? paired(asked, *value) : items_of(*field, *value);
    }
    first = false;
  }
  return text;
}

std::string narratives(const LetterSource& source) {
  std::string text;
  for (const auto* field : fields_of(*source.form, source.templates)) {
    const auto* value = is_narrative(*field) ? source.form->find(field->id) : nullptr;
    if (value != nullptr && !value->values.empty() && !value->values.front().empty()) {
      text += heading(upper(field->label)) + indented(value->values.front(), 2);
    }
  }
  return text;
}

std::string persons_and_things(const LetterSource& source) {
  return source.form->blocks.empty()
             ? std::string()
             : heading("PERSONS AND THINGS") +
                   templates::aligned_blocks(*source.form, source.templates);
}

std::string particulars(const LetterSource& source) {
  auto shown = in_banner();
  for (const auto* field : fields_of(*source.form, source.templates)) {
    if (is_questions(*field) || is_narrative(*field)) {
      shown.push_back(field->id);
    }
  }
  const auto fields = templates::aligned(*source.form, source.templates, shown);
  return fields.empty() ? fields : heading("PARTICULARS") + fields;
}

std::string own_words(const LetterSource& source) {
  const auto& words = source.form->words;
  return words.empty() ? words : heading("IN THEIR OWN WORDS") + indented(words, 2);
}

std::string free_text(const LetterSource& source) {
  const auto& text = source.form->free_text;
  return text.empty() ? text : heading("FREE TEXT") + indented(text, 2);
}

}  // namespace pouch::gateway::detail
