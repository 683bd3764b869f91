// Values as letters show them: labels in a column, codes with their words, questions numbered.
#include <algorithm>

#include "templates/showing/render.hpp"
#include "templates/text/fold.hpp"
#include "templates/text/layout.hpp"
#include "templates/types/dates.hpp"
#include "templates/types/names.hpp"
#include "templates/types/phrases.hpp"
#include "templates/types/types.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kNarrowest = 16, kWidest = 28;  // of the label column

std::string shown(const FieldSpec& field, const std::string& value, const Language* language,
                  const SayTime& say_time) {
  if (const auto* choice = find_choice(field, value)) {
    const auto label = label_in(*choice, language);
    return tells_more(*choice, label) ? choice->code + " " + label : label;
  }
  if ((field.type == Type::kTime || field.type == Type::kDate) && say_time) {
    return say_time(value);
  }
  if (field.type == Type::kCountry && value != "ALL") {
    return country_name(value, language == nullptr ? "en" : std::string_view(language->tag)) +
           " (" + value + ")";
  }
  if (field.type == Type::kBool) {
    const auto said = phrase_in(value, language);  // "yes", "no"
    return said.empty() ? value : said;
  }
  return field.type == Type::kLanguage
             ? language_name(value, language == nullptr ? "en" : std::string_view(language->tag))
             : value;
}

// "not given" as a form's file has it, in the reader's words.
std::string absent_in(const FieldSpec& field, const Language* language) {
  constexpr std::string_view kNotGiven = "not_given";
  return field.absent == english_phrase(kNotGiven) ? phrase_in(kNotGiven, language) : field.absent;
}

// The label of a line that the form does not have.
std::string other_label(const std::string& label, const Language* language) {
  constexpr std::string_view kPlace = "{label}";
  auto text = phrase_in("other", language);
  const auto at = text.find(kPlace);
  return at == std::string::npos ? label : text.replace(at, kPlace.size(), label);
}

std::string shown(const FieldSpec& field, const Value& value, const Language* language,
                  const SayTime& say_time) {
  std::string text;
  const char* between = is_running_text(field.type) ? "\n" : ", ";
  for (std::size_t i = 0; i < value.values.size(); ++i) {
    text += i == 0 ? "" : between;
    if (i < value.numbers.size() && value.numbers[i] > 0) {
      text += std::to_string(value.numbers[i]) + ". ";
    }
    text += shown(field, value.values[i], language, say_time);
  }
  return text;
}

// What a default says is not shown; what the directory says is.
bool is_shown(const FieldSpec& field, const Value& value) {
  const bool of_the_day = field.type == Type::kDate && field.default_value == kToday;
  return value.given || of_the_day ||
         (!field.known.empty() && field.known != "version" && field.known != "language");
}

std::string rows(const std::vector<FieldSpec>& specs, const std::vector<Value>& values,
                 const std::vector<std::string>& skip, std::string_view indent,
                 const Language* language, const SayTime& say_time,
                 const std::map<std::string, std::string>& unknown = {}) {
  std::vector<std::pair<std::string, std::string>> shown_rows;
  std::size_t width = kNarrowest;
  for (const auto& field : specs) {
    const auto value = std::find_if(values.begin(), values.end(),
                                    [&](const Value& one) { return one.id == field.id; });
    const bool skipped = std::find(skip.begin(), skip.end(), field.id) != skip.end();
    const bool absent = value == values.end() && !field.absent.empty();
    if (skipped || (!absent && (value == values.end() || !is_shown(field, *value)))) {
      continue;
    }
    shown_rows.emplace_back(
        label_in(field, language),
        absent ? absent_in(field, language) : shown(field, *value, language, say_time));
  }
  for (const auto& [label, value] : unknown) {
    shown_rows.emplace_back(other_label(label, language), value);
  }
  for (auto& [label, value] : shown_rows) {
    width = std::max(width, std::min(characters(label) + 2, kWidest));
    label += ":";
  }
  std::string text;
  const std::string hang(indent.size() + width, ' ');
  for (const auto& [label, value] : shown_rows) {
    const auto used = characters(label);
    // A label that is wider than the column has its value on the next line.
    text +=
        std::string(indent) + label + (used < width ? std::string(width - used, ' ') : "\n" + hang);
    const auto body = broken(value, kLetterColumns - hang.size(), "");
    for (const char c : body) {
      text += c;
      text += c == '\n' ? hang : std::string();
    }
    text += "\n";
  }
  return text;
}

}  // namespace

std::string label_in(const FieldSpec& field, const Language* language) {
  const auto words = language == nullptr ? field.words.end() : field.words.find(language->tag);
  return words == field.words.end() ? field.label : words->second.label;
}

std::string label_in(const BlockSpec& block, const Language* language) {
  const auto words = language == nullptr ? block.words.end() : block.words.find(language->tag);
  return words == block.words.end() ? block.label : words->second.label;
}

std::string label_in(const Choice& choice, const Language* language) {
  const auto said = language == nullptr ? choice.words.end() : choice.words.find(language->tag);
  return said == choice.words.end() ? choice.label : said->second.words.front();
}

std::string title_in(const Template& which, const Language* language) {
  const auto title = language == nullptr ? which.titles.end() : which.titles.find(language->tag);
  return title == which.titles.end() || title->second.empty() ? which.title : title->second;
}

std::string aligned(const Form& form, const TemplateSet& set, const std::vector<std::string>& skip,
                    const Language* language, const SayTime& say_time) {
  const auto* which = set.find(form.name);
  return which == nullptr
             ? std::string()
             : rows(which->fields, form.fields, skip, "", language, say_time, form.unknown);
}

std::string aligned_blocks(const Form& form, const TemplateSet& set, const Language* language,
                           const SayTime& say_time) {
  std::string text;
  for (const auto& block : form.blocks) {
    if (const auto* spec = set.block(block.kind)) {
      text += (text.empty() ? "" : "\n") +
              ("[" + label_in(*spec, language) + " " + std::to_string(block.number)) + "]\n" +
              rows(spec->fields, block.fields, {}, "  ", language, say_time);
    }
  }
  return text;
}

}  // namespace pouch::templates
