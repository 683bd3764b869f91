#include "gateway/letters/fields.hpp"

#include <algorithm>

#include "gateway/cases/form_times.hpp"
#include "gateway/cases/local_day.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/known_sentences.hpp"
#include "gateway/words/words.hpp"
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

std::string items_of(const std::string& label, const templates::Value& value, const Words& words) {
  auto text = heading(in_capitals(label, words));
  for (std::size_t i = 0; i < value.values.size(); ++i) {
    text += numbered(number_of(value, i), value.values[i]);
  }
  return text;
}

// The answers to `asked`, each under its question; what fits none follows.
std::string paired(const std::vector<Asked>& asked, const templates::Value& answers,
                   const Words& words) {
  auto text = heading(words("questions_and_answers"));
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
    text += answered ? "" : indented(words("not_answered"), kItemIndent);
  }
  for (std::size_t i = 0; i < answers.values.size(); ++i) {
    text += used[i] ? "" : "\n" + numbered(number_of(answers, i), answers.values[i]);
  }
  return text;
}

// The times of a form, which are stored in UTC, as the reader's clock has them, and whole days in
// the reader's words; in blocks days stay as they are: nobody asks on which weekday a man was born.
templates::SayTime times_for(const LetterPlan& plan, const LetterSource& source, bool days) {
  const auto& words = words_of(plan);
  return [zone = zone_of(plan, source.site), &words, days](const std::string& value) {
    constexpr std::size_t kDaySize = 10;  // 2026-12-15
    if (const auto time = form_time(value)) {
      return spoken_time(*time, zone, words);
    }
    const auto day = days && value.size() == kDaySize ? form_day(value) : std::nullopt;
    return day ? spoken_day(*day, words) : value;
  };
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

std::string label_of_code(const templates::FieldSpec& field, std::string_view code,
                          const templates::Language* language) {
  for (const auto& choice : field.choices) {
    if (choice.code == code) {
      return templates::label_in(choice, language);
    }
  }
  return std::string(code);
}

std::string choice_of(const LetterSource& source, std::string_view id,
                      const templates::Language* language) {
  for (const auto* field : fields_of(*source.form, source.templates)) {
    const auto code = field->id == id ? source.form->text(id) : std::string_view();
    if (!code.empty()) {
      return label_of_code(*field, code, language);
    }
  }
  return {};
}

const templates::Language* labels_for(const LetterPlan& plan, const templates::TemplateSet& set) {
  return set.language(language_of(plan.to));
}

std::string word_for(const std::string& code, std::string_view id,
                     const templates::Language* language, const templates::TemplateSet& set) {
  const auto* which = language == nullptr ? nullptr : set.find("request");
  for (std::size_t i = 0; which != nullptr && i < which->fields.size(); ++i) {
    if (which->fields[i].id == id) {
      return label_of_code(which->fields[i], code, language);
    }
  }
  return code;
}

std::string with_label(const std::string& code, std::string_view id,
                       const templates::Language* language, const templates::TemplateSet& set) {
  const auto label = word_for(code, id, language, set);
  return label == code ? code : code + ", " + label;
}

std::vector<Asked> questions_of(const templates::Form& form, const templates::TemplateSet& set,
                                const templates::Language* language) {
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
      questions.push_back(
          {static_cast<int>(questions.size()) + 1,
           templates::label_in(*field, language) + ": " + label_of_code(*field, code, language)});
    }
  }
  return questions;
}

std::string questions(const LetterPlan& plan, const LetterSource& source) {
  const auto asked =
      questions_of(*source.form, source.templates, labels_for(plan, source.templates));
  std::string text;
  for (const auto& question : asked) {
    text += numbered(question.number, question.text);
  }
  return text.empty() ? text : heading(words_of(plan)("what_is_wanted")) + text;
}

std::string questions_and_answers(const LetterPlan& plan, const LetterSource& source) {
  const auto* language = labels_for(plan, source.templates);
  const auto asked = source.opening != nullptr
                         ? questions_of(*source.opening, source.templates, language)
                         : std::vector<Asked>{};
  std::string text;
  bool first = true;  // of such fields: it holds the answers
  for (const auto* field : fields_of(*source.form, source.templates)) {
    if (!is_questions(*field)) {
      continue;
    }
    const auto* value = source.form->find(field->id);
    if (value != nullptr && !value->values.empty()) {
      text += first && !asked.empty()
                  ? paired(asked, *value, words_of(plan))
                  : items_of(templates::label_in(*field, language), *value, words_of(plan));
    }
    first = false;
  }
  return text;
}

std::string narratives(const LetterPlan& plan, const LetterSource& source) {
  const auto* language = labels_for(plan, source.templates);
  std::string text;
  for (const auto* field : fields_of(*source.form, source.templates)) {
    const auto* value = is_narrative(*field) ? source.form->find(field->id) : nullptr;
    if (value != nullptr && !value->values.empty() && !value->values.front().empty()) {
      text += heading(in_capitals(templates::label_in(*field, language), words_of(plan))) +
              indented(value->values.front(), 2);
    }
  }
  return text;
}

std::string persons_and_things(const LetterPlan& plan, const LetterSource& source) {
  return source.form->blocks.empty()
             ? std::string()
             : heading(words_of(plan)("persons_and_things")) +
                   templates::aligned_blocks(*source.form, source.templates,
                                             labels_for(plan, source.templates),
                                             times_for(plan, source, false));
}

std::string particulars(const LetterPlan& plan, const LetterSource& source) {
  auto shown = in_banner();
  for (const auto* field : fields_of(*source.form, source.templates)) {
    if (is_questions(*field) || is_narrative(*field)) {
      shown.push_back(field->id);
    }
  }
  const auto fields =
      templates::aligned(*source.form, source.templates, shown, labels_for(plan, source.templates),
                         times_for(plan, source, true));
  return fields.empty() ? fields : heading(words_of(plan)("particulars")) + fields;
}

std::string own_words(const LetterPlan& plan, const LetterSource& source) {
  const auto& words = source.form->words;
  return words.empty() ? words : heading(words_of(plan)("in_their_own_words")) + indented(words, 2);
}

std::string free_text(const LetterPlan& plan, const LetterSource& source) {
  const auto& text = source.form->free_text;
  return text.empty() ? text : heading(words_of(plan)("free_text")) + indented(text, 2);
}

}  // namespace pouch::gateway::detail
