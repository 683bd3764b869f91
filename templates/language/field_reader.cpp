#include "templates/language/field_reader.hpp"

#include <algorithm>
#include <array>

#include "templates/reading/relations.hpp"
#include "templates/text/edit_distance.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/conditions.hpp"
#include "templates/types/dates.hpp"
#include "templates/types/types.hpp"
#include "templates/types/validators.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

std::string word_hint(const std::string& word, const std::vector<std::string>& known) {
  const auto close = nearest(word, known);
  if (!close.empty()) {
    return "did you mean \"" + close + "\"?";
  }
  std::string hint = "one of:";
  for (const auto& name : known) {
    hint += " " + name;
  }
  return hint;
}

template <typename T>
void take(std::optional<T> value, T& into) {
  if (value) {
    into = std::move(*value);
  }
}

void take_texts(TomlTable& table, const std::string& key, std::vector<std::string>& into) {
  auto values = table.texts(key);
  if (table.has(key)) {
    into = std::move(values);
  }
}

void take_size(TomlTable& table, const std::string& key, std::size_t& into) {
  if (const auto value = table.integer(key)) {
    into = static_cast<std::size_t>(*value);
  }
}

std::vector<Conditional> read_conditionals(TomlTable& table, const std::string& key) {
  std::vector<Conditional> result;
  for (auto& entry : table.tables(key)) {
    Conditional conditional;
    conditional.when = read_conditions(entry, "if");
    take(entry.text("block"), conditional.block);
    if (auto value = entry.text("value")) {
      conditional.value = std::move(*value);
    } else {
      entry.fault("value", "is missing", "value = \"…\"");
    }
    entry.reject_unknown();
    result.push_back(std::move(conditional));
  }
  return result;
}

void read_choice_key(TomlTable& table, const Lists& lists, FieldSpec& field) {
  if (!table.has("choices")) {
    table.text("choices");
    return;
  }
  if (!table.is_text("choices")) {
    field.choices = read_choices(table, "choices");
    field.choice_list.clear();
    return;
  }
  const auto name = table.text("choices").value_or("");
  const auto found = lists.find(name);
  if (found != lists.end()) {
    field.choices = found->second;
    field.choice_list = name;
    return;
  }
  std::vector<std::string> known;
  for (const auto& [list, choices] : lists) {
    known.push_back(list);
  }
  table.fault("choices", "there is no list \"" + name + "\"", word_hint(name, known));
}

void read_type(TomlTable& table, FieldSpec& field) {
  if (const auto word = table.text("type")) {
    if (const auto type = type_named(*word)) {
      field.type = *type;
    } else {
      table.fault("type", "there is no type \"" + *word + "\"", word_hint(*word, type_names()));
    }
  }
}

// The parts of one item, with commas between them.
void read_parts(TomlTable& table, const Lists& lists, FieldSpec& field) {
  for (auto& entry : table.tables("parts")) {
    FieldSpec part;
    take(entry.text("label"), part.label);
    read_type(entry, part);
    take(entry.boolean("required"), part.required);
    read_choice_key(entry, lists, part);
    take_size(entry, "limit", part.limit);
    if (part.label.empty()) {
      entry.fault("label", "is missing", "label = \"State\"");
    }
    entry.reject_unknown();
    field.parts.push_back(std::move(part));
    field.comma = false;
  }
}

void read_relations(TomlTable& table, FieldSpec& field) {
  take_texts(table, "refers", field.refers);
  take(table.text("after"), field.after);
  take(table.text("within"), field.within);
  take(table.boolean("past"), field.past);
  take(table.text("paced_by"), field.paced_by);
  field.minimum = table.integer("minimum").value_or(field.minimum);
  field.maximum = table.integer("maximum").value_or(field.maximum);
}

bool is_identifier(const std::string& id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string normal_value(const FieldSpec& field, const std::string& text) {
  auto timeless = field;
  timeless.future = false;
  return normalise(text, timeless, {}).value;
}

// The list's separator, and a question's number, are the reader's affair: try the first item.
std::string first_item(const FieldSpec& field) {
  auto text = field.example;
  if (field.list) {
    text = text.substr(
        0, text.find(field.comma ? text.find(';') == std::string::npos ? ',' : ';' : ';'));
  }
  return text;
}

}  // namespace

std::vector<Choice> read_choices(TomlTable& table, const std::string& key) {
  std::vector<Choice> result;
  for (auto& entry : table.entries(key)) {
    if (!entry.table) {
      result.push_back({entry.word, entry.word, {}, {}});
      continue;
    }
    Choice choice;
    take(entry.table->text("code"), choice.code);
    choice.label = choice.code;
    take(entry.table->text("label"), choice.label);
    choice.aliases = entry.table->texts("aliases");
    if (choice.code.empty()) {
      entry.table->fault("code", "is missing", "code = \"DRUG\"");
    }
    entry.table->reject_unknown();
    result.push_back(std::move(choice));
  }
  return result;
}

void read_lists(TomlTable& file, Lists& lists) {
  if (auto table = file.table("lists")) {
    for (const auto& name : table->keys()) {
      lists[name] = read_choices(*table, name);
    }
  }
}

std::vector<Condition> read_conditions(TomlTable& table, const std::string& key) {
  std::vector<Condition> result;
  for (const auto& text : table.texts(key)) {
    if (auto condition = parse_condition(text)) {
      result.push_back(std::move(*condition));
    } else {
      table.fault(key, "\"" + text + "\" is not a condition", "as in \"urgency=URGENT,FLASH\"");
    }
  }
  return result;
}

void read_field(TomlTable& table, const Lists& lists, FieldSpec& field) {
  take(table.text("id"), field.id);
  take(table.text("label"), field.label);
  take_texts(table, "aliases", field.aliases);
  read_type(table, field);
  take(table.boolean("list"), field.list);
  take(table.boolean("comma"), field.comma);
  take(table.boolean("required"), field.required);
  const bool conditional = table.has("required_if");
  auto required_if = read_conditions(table, "required_if");
  if (conditional) {
    field.required_if = std::move(required_if);
  }
  take_texts(table, "one_of", field.one_of);
  take(table.text("default"), field.default_value);
  if (auto list = read_conditionals(table, "default_if"); !list.empty()) {
    field.default_if = std::move(list);
  }
  take(table.text("from_block"), field.from_block);
  take(table.boolean("remind"), field.remind);
  take(table.text("known"), field.known);
  read_choice_key(table, lists, field);
  take_size(table, "limit", field.limit);
  take_size(table, "items", field.items);
  take(table.text("help"), field.help);
  take(table.text("example"), field.example);
  take(table.text("search"), field.search);
  if (field.search == "country") {
    field.search = "about";  // as forms say that are older than that field
  }
  if (auto list = read_conditionals(table, "search_if"); !list.empty()) {
    field.search_if = std::move(list);
  }
  take(table.text("check"), field.check);
  take(table.text("absent"), field.absent);
  take(table.text("unread"), field.unread);
  if (auto list = read_conditionals(table, "check_if"); !list.empty()) {
    field.check_if = std::move(list);
  }
  read_parts(table, lists, field);
  read_relations(table, field);
  take(table.boolean("future"), field.future);
  take(table.boolean("all"), field.all);
  const auto blank = table.boolean("blank");
  field.in_blank = blank.value_or(field.required || !field.required_if.empty());
  table.reject_unknown();
}

void check_field(const FieldSpec& field, const Origin& at, std::vector<LoadFault>& faults) {
  const auto fault = [&](const char* key, const std::string& what, std::string hint) {
    faults.push_back({at.file, at.line, key, field.id + ": " + what, std::move(hint)});
  };
  if (!is_identifier(field.id)) {
    fault("id", "must be small letters, digits and _", "id = \"own_ref\"");
  }
  for (const auto& [key, value] : {std::pair{"label", &field.label}, std::pair{"help", &field.help},
                                   std::pair{"example", &field.example}}) {
    if (value->empty()) {
      fault(key, "is missing", "every field has a label, a help text and an example");
    }
  }
  if ((field.type == Type::kChoice) != !field.choices.empty()) {
    fault("choices", "choices and the type \"choice\" belong together", "type = \"choice\"");
    return;
  }
  if (field.limit == 0 || field.items == 0) {
    fault("limit", "nothing could be written", "leave it out for the default");
  }
  const bool today = field.type == Type::kDate && field.default_value == kToday;
  const auto& unread = field.unread == kUnreadRefuses ? std::string() : field.unread;
  for (const auto& [key, value] :
       {std::pair{"default", today ? std::string() : field.default_value},
        std::pair{"unread", unread}}) {
    if (!value.empty() && normal_value(field, value) != value) {
      fault(key, "\"" + value + "\" is not a stored value of the field",
            "write the code, the ISO date, yes or no");
    }
  }
  if (!field.example.empty() && normal_value(field, first_item(field)).empty()) {
    fault("example", "the reader would not take \"" + field.example + "\"",
          normalise(first_item(field), field, {}).problem.value_or(Complaint{}).hint);
  }
  const auto checks = check_names();
  std::vector<std::string> named_checks{field.check};
  for (const auto& entry : field.check_if) {
    named_checks.push_back(entry.value);
  }
  for (const auto& check : named_checks) {
    if (!check.empty() && std::find(checks.begin(), checks.end(), check) == checks.end()) {
      fault("check", "there is no check \"" + check + "\"", word_hint(check, checks));
    }
  }
  static const std::vector<std::string> kSearch{"person",  "plate", "vin",      "phone", "document",
                                                "iban",    "area",  "handling", "about", "text",
                                                "subject", "born",  "none"};
  if (!field.search.empty() &&
      std::find(kSearch.begin(), kSearch.end(), field.search) == kSearch.end()) {
    fault("search", "there is no search field \"" + field.search + "\"",
          word_hint(field.search, kSearch));
  }
}

namespace {

// The relations of one field: the keys belong to its type, what they name is there.
void check_relations(const FieldSpec& field, const std::vector<FieldSpec>& fields,
                     const Blocks& blocks, const Origin& at, std::vector<LoadFault>& faults) {
  const auto fault = [&](const char* key, const std::string& what, std::string hint) {
    faults.push_back({at.file, at.line, key, field.id + ": " + what, std::move(hint)});
  };
  const bool timed = field.type == Type::kDate || field.type == Type::kTime;
  for (const auto& [key, value] :
       {std::pair{"after", !field.after.empty()}, std::pair{"within", !field.within.empty()},
        std::pair{"past", field.past}}) {
    if (value && !timed) {
      fault(key, "belongs to a date or time", "type = \"date\"");
    }
  }
  if (!field.within.empty() && !length_of(field.within)) {
    fault("within", "\"" + field.within + "\" is not a length of time", "7d, 8h, 90m");
  }
  for (const auto& [key, id] :
       {std::pair{"after", &field.after}, std::pair{"paced_by", &field.paced_by}}) {
    if (!id->empty()) {
      check_named({{*id, {}, false, {}}}, fields, blocks, at, key, faults);
    }
  }
  if (field.minimum > field.maximum) {
    fault("minimum", "is above maximum", "maximum = 100");
  }
}

}  // namespace

void check_named(const std::vector<Condition>& conditions, const std::vector<FieldSpec>& fields,
                 const Blocks& blocks, const Origin& at, const std::string& key,
                 std::vector<LoadFault>& faults) {
  for (const auto& condition : conditions) {
    if (!condition.block.empty()) {
      const auto block = blocks.find(condition.block);
      if (block == blocks.end()) {
        faults.push_back({at.file, at.line, key, "there is no block \"" + condition.block + "\"",
                          "as in \"person.role=SUSPECT\""});
      } else if (condition.field != kAnyField) {
        check_named({{condition.field, condition.values, condition.negated, {}}},
                    block->second.fields, blocks, at, key, faults);
      }
      continue;
    }
    std::vector<std::string> ids, codes;
    const FieldSpec* named = nullptr;
    for (const auto& field : fields) {
      ids.push_back(field.id);
      named = field.id == condition.field ? &field : named;
    }
    if (named == nullptr) {
      faults.push_back({at.file, at.line, key, "there is no field \"" + condition.field + "\" here",
                        word_hint(condition.field, ids)});
      continue;
    }
    for (const auto& value : condition.values) {
      if (normal_value(*named, value) != value) {
        for (const auto& choice : named->choices) {
          codes.push_back(choice.code);
        }
        faults.push_back({at.file, at.line, key,
                          "\"" + value + "\" is no value of " + condition.field,
                          word_hint(value, codes)});
      }
    }
  }
}

void check_refers(const std::vector<FieldSpec>& fields, const Blocks& blocks,
                  const std::vector<Origin>& at, std::vector<LoadFault>& faults) {
  std::vector<std::string> known;
  for (const auto& [id, block] : blocks) {
    known.push_back(id);
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (const auto& kind : fields[i].refers) {
      if (blocks.count(kind) == 0) {
        faults.push_back({at[i].file, at[i].line, "refers",
                          fields[i].id + ": there is no block \"" + kind + "\"",
                          word_hint(kind, known)});
      }
    }
  }
}

void check_fields(const std::vector<FieldSpec>& fields, const Blocks& blocks,
                  const std::vector<Origin>& at, std::vector<LoadFault>& faults) {
  std::map<std::string, std::string> owners;  // folded label → field
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto& field = fields[i];
    check_field(field, at[i], faults);
    check_relations(field, fields, blocks, at[i], faults);
    check_named(field.required_if, fields, blocks, at[i], "required_if", faults);
    for (const auto* list : {&field.default_if, &field.search_if, &field.check_if}) {
      for (const auto& entry : *list) {
        check_named(entry.when, fields, blocks, at[i], "if", faults);
      }
    }
    for (const auto& id : field.one_of) {
      check_named({{id, {}, false, {}}}, fields, blocks, at[i], "one_of", faults);
    }
    for (const auto& word : words_of(field)) {
      const auto [owner, added] = owners.emplace(fold(word), field.id);
      if (!added && owner->second != field.id) {
        faults.push_back(
            {at[i].file, at[i].line, "aliases",
             "\"" + word + "\" would name " + owner->second + " as well as " + field.id,
             "labels, identifiers and aliases are compared folded"});
      }
    }
  }
}

}  // namespace pouch::templates
