#include "gateway/web/answering/form_shown.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "templates/fault.hpp"
#include "templates/showing/render.hpp"
#include "templates/types/form.hpp"
#include "templates/types/names.hpp"
#include "templates/types/types.hpp"

namespace pouch::gateway {
namespace {

using templates::FieldSpec;
using templates::Language;
using templates::TemplateSet;
using templates::Type;
using templates::Value;

// Fields of the search that identify a thing, as they are typed.
constexpr std::array<std::string_view, 7> kThings{"person",   "plate", "vin",      "phone",
                                                  "document", "iban",  "container"};
// Said by the heading of the message.
constexpr std::array<std::string_view, 3> kInHeading{"template", "answers", "reply_kind"};
// Of a block: what kind of person or thing it is about.
constexpr std::array<std::string_view, 4> kKinds{"role", "kind", "doc_type", "category"};
// Of a request, said beside it once for the whole case.
constexpr std::array<std::string_view, 14> kFacts{
    "own_ref",  "your_ref",       "purpose",         "parallel_channels", "parallel_refs",
    "urgency",  "urgency_reason", "urgency_text",    "crime_area",        "classification",
    "handling", "handling_text",  "use_restriction", "erase_by"};

template <std::size_t Size>
bool holds(const std::array<std::string_view, Size>& ids, std::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::string found_by(const Value& value, const std::vector<templates::SearchFeed>& feeds) {
  const auto feed = std::find_if(feeds.begin(), feeds.end(), [&](const auto& one) {
    return one.id == value.id && holds(kThings, one.field);
  });
  if (feed == feeds.end() || feed->text.empty()) {
    return {};
  }
  return query_for(feed->field, feed->text);
}

const FieldSpec* spec_of(const std::vector<FieldSpec>& specs, std::string_view id) {
  const auto found =
      std::find_if(specs.begin(), specs.end(), [&](const FieldSpec& one) { return one.id == id; });
  return found == specs.end() ? nullptr : &*found;
}

// "H1, not in court without permission", but "partial": a code that is a word says nothing more.
std::string in_words(const FieldSpec& field, const std::string& value, const Language* language) {
  constexpr std::size_t kShortCode = 2;
  if (const auto* choice = templates::find_choice(field, value)) {
    const auto label = templates::label_in(*choice, language);
    return value.size() > kShortCode || label == value ? label : value + ", " + label;
  }
  if (field.type == Type::kCountry && value != "ALL") {
    const auto name = templates::country_name(
        value, language == nullptr ? "en" : std::string_view(language->tag));
    return name.empty() ? value : name;
  }
  if (field.type == Type::kLanguage) {
    const auto name = templates::language_name(
        value, language == nullptr ? "en" : std::string_view(language->tag));
    return name.empty() ? value : name;
  }
  if (field.type == Type::kBool && language != nullptr) {
    const auto said = language->phrases.find(value);
    return said == language->phrases.end() ? value : said->second;
  }
  return value;
}

bool is_coded(const FieldSpec& field) {
  return field.type == Type::kChoice || field.type == Type::kCountry ||
         field.type == Type::kLanguage || field.type == Type::kBool;
}

// Codes in words; all else as it was written.
std::string shown_value(const FieldSpec* field, const Value& value, const Language* language) {
  if (field == nullptr || !is_coded(*field)) {
    return value.raw;
  }
  std::string text;
  for (const auto& one : value.values) {
    text += (text.empty() ? "" : ", ") + in_words(*field, one, language);
  }
  return text.empty() ? value.raw : text;
}

std::vector<CaseAsked> questions_in(const FieldSpec* field, const Value& value) {
  std::vector<CaseAsked> asked;
  if (field == nullptr || field->type != Type::kQuestions || field->id == "answer") {
    return asked;
  }
  for (std::size_t at = 0; at < value.values.size(); ++at) {
    const auto number = at < value.numbers.size() && value.numbers[at] > 0
                            ? static_cast<std::uint64_t>(value.numbers[at])
                            : at + 1;
    asked.push_back({number, value.values[at], {}, {}});
  }
  return asked;
}

CaseField field_of(const std::string& block, const FieldSpec* spec, const Value& value,
                   const std::vector<templates::SearchFeed>& feeds, const Language* language) {
  return {block,
          spec == nullptr ? value.label : templates::label_in(*spec, language),
          shown_value(spec, value, language),
          found_by(value, feeds),
          questions_in(spec, value),
          CaseFieldAs::kLabelled};
}

bool is_given(const Value& value) { return value.given && !value.raw.empty(); }

// "Јовановић, Милан": both names of a person as one thing.
void join_given_names(CaseField& family, const CaseField& given) {
  family.query = query_for("person", family.value + " " + given.value);
  family.value += ", " + given.value;
}

std::vector<CaseField> fields_of_block(const templates::Block& block, const templates::Form& form,
                                       const TemplateSet& set, const Language* language) {
  const auto* spec = set.block(block.kind);
  // "Person 1".
  const auto label = (spec == nullptr ? block.kind : templates::label_in(*spec, language)) + " " +
                     std::to_string(block.number);
  const auto feeds = templates::search_feeds(block, form, set);
  std::vector<CaseField> fields;
  std::optional<std::size_t> thing, family;
  for (const auto& value : block.fields) {
    if (!is_given(value)) {
      continue;
    }
    auto field = field_of(label, spec == nullptr ? nullptr : spec_of(spec->fields, value.id), value,
                          feeds, language);
    if (value.id == "given_names" && family && !fields[*family].query.empty()) {
      join_given_names(fields[*family], field);
      continue;
    }
    if (holds(kKinds, value.id)) {
      field.as = CaseFieldAs::kKind;
    } else if (!field.query.empty() && !thing) {
      field.as = CaseFieldAs::kThing;
      thing = fields.size();
    }
    family = value.id == "family_name" ? std::optional(fields.size()) : family;
    fields.push_back(std::move(field));
  }
  return fields;
}

void add_blocks(const templates::Form& form, const TemplateSet& set, const Language* language,
                std::vector<CaseField>& fields) {
  for (const auto& block : form.blocks) {
    auto more = fields_of_block(block, form, set, language);
    std::move(more.begin(), more.end(), std::back_inserter(fields));
  }
}

// "U3, custody ends on 26 November".
std::string urgency_of(const templates::Form& form) {
  std::string text(form.text("urgency_reason"));
  const auto why = form.text("urgency_text");
  text += text.empty() || why.empty() ? "" : ", ";
  return text.append(why);
}

void add_answered(const templates::Form& form, std::vector<std::uint64_t>& answered) {
  const auto* const answer = form.find("answer");
  for (std::size_t at = 0; answer != nullptr && at < answer->numbers.size(); ++at) {
    if (answer->numbers[at] > 0) {
      answered.push_back(static_cast<std::uint64_t>(answer->numbers[at]));
    }
  }
}

FormShown shown(const templates::Form& form, const TemplateSet& set, const Language* language,
                bool opens) {
  FormShown result;
  result.is_form = !form.fields.empty() || !form.blocks.empty();
  const auto* const which = set.find(form.name);
  result.title = which == nullptr ? form.title : templates::title_in(*which, language);
  result.kind = form.text("reply_kind");
  result.grade = std::string(form.text("source_eval")) + std::string(form.text("info_eval"));
  result.urgency = urgency_of(form);
  result.handling = form.list("handling");
  add_answered(form, result.answered);
  const auto feeds = templates::search_feeds(form, set);
  for (const auto& value : form.fields) {
    if (!is_given(value) || holds(kInHeading, value.id)) {
      continue;
    }
    const auto* const spec = which == nullptr ? nullptr : spec_of(which->fields, value.id);
    result.area = value.id == "crime_area" ? shown_value(spec, value, language) : result.area;
    auto& into = opens && holds(kFacts, value.id) ? result.facts : result.fields;
    into.push_back(field_of("", spec, value, feeds, language));
  }
  add_blocks(form, set, language, result.fields);
  for (const auto& [label, value] : form.unknown) {
    result.fields.push_back({"", label, value, "", {}, CaseFieldAs::kLabelled});
  }
  result.words = form.words;
  result.words += form.words.empty() || form.free_text.empty() ? "" : "\n\n";
  result.words += form.free_text;
  return result;
}

}  // namespace

std::string query_for(std::string_view field, std::string_view value) {
  std::string words(value);
  std::replace(words.begin(), words.end(), '"', ' ');
  return std::string(field) + ":\"" + words + "\"";
}

FormShown form_shown(const std::string& json, const TemplateSet& set, const Language* language,
                     bool opens) {
  if (json.empty()) {
    return {};
  }
  try {
    return shown(templates::from_json(json), set, language, opens);
  } catch (const templates::Fault&) {
    return {};  // a stored form that is none: its text is there
  }
}

void mark_questions(std::vector<CaseField>& fields, const std::vector<CountryAnswer>& answers) {
  for (auto& field : fields) {
    for (auto& question : field.asked) {
      for (const auto& one : answers) {
        const bool has =
            std::find(one.numbers.begin(), one.numbers.end(), question.number) != one.numbers.end();
        if (one.all || has) {
          question.answered.push_back(one.country);
        } else if (one.open) {
          question.open.push_back(one.country);
        }
      }
    }
  }
}

}  // namespace pouch::gateway
