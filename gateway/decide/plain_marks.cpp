#include "gateway/decide/plain_marks.hpp"

#include <algorithm>

#include "templates/text/lines.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr int kMostMarks = 6;  // lines

// Its value as a form of that name reads it; nothing when it cannot.
std::optional<std::string> value_of(const templates::TemplateSet& templates, std::string_view form,
                                    const templates::FieldSpec& field, std::string_view value) {
  const auto text =
      "Form: " + std::string(form) + "\n" + field.label + ": " + std::string(value) + "\n";
  const auto read = templates::read_form(text, *templates.find(form), templates, {});
  const auto wrong = std::any_of(read.problems.begin(), read.problems.end(),
                                 [&](const auto& one) { return one.label == field.label; });
  return wrong ? std::nullopt : std::optional(std::string(read.text(field.id)));
}

class Taker {
 public:
  Taker(const templates::TemplateSet& templates, bool prosecution)
      : templates_(templates), prosecution_(prosecution) {}

  std::optional<PlainMarks> take(const std::string& own) {
    std::size_t at = 0;
    for (int taken = 0; taken < kMostMarks; ++taken) {
      const auto begin = own.find_first_not_of(" \t\r\n", at);
      if (begin == std::string::npos) {
        break;
      }
      const auto end = std::min(own.find('\n', begin), own.size());
      const auto line = std::string_view(own).substr(begin, end - begin);
      if (!is_mark(line)) {
        break;
      }
      at = std::min(end + 1, own.size());
    }
    if (at == 0) {
      return std::nullopt;
    }
    marks_.rest += own.substr(std::min(own.find_first_not_of("\r\n", at), own.size()));
    return std::move(marks_);
  }

 private:
  bool is_mark(std::string_view line) {
    const auto found = templates::labelled(line);
    if (!found || found->value.empty()) {
      return false;
    }
    const auto* of_note = templates::field_called(templates_, "note", found->label);
    if (of_note != nullptr && is_note_mark(*of_note, found->value, line)) {
      return true;
    }
    const auto* field =
        prosecution_ ? templates::field_called(templates_, "case-note", found->label) : nullptr;
    if (field == nullptr || field->id != "privileged") {
      return false;
    }
    const auto value = value_of(templates_, "case-note", *field, found->value);
    marks_.privileged = marks_.privileged || !value || *value == "yes";
    keep(!value, line);
    return true;
  }

  bool is_note_mark(const templates::FieldSpec& field, std::string_view said,
                    std::string_view line) {
    if (field.id == "handling") {
      const auto value = value_of(templates_, "note", field, said);
      marks_.lines += field.label + ": " + (value ? std::string(said) : "H2") + "\n";
      keep(!value, line);
      return true;
    }
    if (field.id == "handling_text") {
      marks_.lines += field.label + ": " + std::string(said) + "\n";
      return true;
    }
    return false;
  }

  // What could not be read is shown as it was written.
  void keep(bool unread, std::string_view line) {
    marks_.rest += unread ? std::string(line) + "\n\n" : "";
  }

  const templates::TemplateSet& templates_;
  bool prosecution_;
  PlainMarks marks_;
};

}  // namespace

std::optional<PlainMarks> plain_marks(const std::string& own,
                                      const templates::TemplateSet& templates, bool prosecution) {
  return Taker(templates, prosecution).take(own);
}

void add_privilege(templates::Form& form) {
  form.fields.push_back({.id = "privileged",
                         .label = "Privileged",
                         .line = 1,
                         .raw = "yes",
                         .values = {"yes"},
                         .numbers = {}});
}

std::optional<templates::Form> marked_note(const FormWords& words, const std::string& own,
                                           bool prosecution) {
  const auto* note = words.templates.find("note");
  const auto marks =
      note == nullptr ? std::nullopt : plain_marks(own, words.templates, prosecution);
  if (!marks) {
    return std::nullopt;
  }
  const auto options = fresh_options(words);
  auto form = templates::read_form("Form: note\n" + marks->lines, *note, words.templates, options);
  form.words = marks->rest;
  if (marks->privileged) {
    add_privilege(form);
  }
  return form;
}

}  // namespace pouch::gateway::detail
