#include "templates/reading/checker.hpp"

#include <algorithm>
#include <set>

#include "templates/reading/asked.hpp"
#include "templates/reading/relations.hpp"
#include "templates/reading/values.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/conditions.hpp"
#include "templates/types/types.hpp"

namespace pouch::templates {
namespace {

Problem not_asked(std::size_t line, const std::string& label, const std::string& form) {
  return {line, label, "not-asked",
          "was not given: the blank form that was used did not ask for it",
          "send \"template " + form + "\" to get the blank form of today"};
}

class Checker {
 public:
  Checker(const Scan& scan, const Template& which, const TemplateSet& set,
          const ReadOptions& options)
      : scan_(scan), which_(which), set_(set), options_(options), asked_(scan.lines, which, set) {}

  Form run();

 private:
  // The fields of the form itself or of one block.
  struct Scope {
    const std::vector<FieldSpec>& specs;
    const std::vector<Entry>& entries;
    const std::vector<std::vector<std::string>>& need_one;
    const std::vector<std::string>& optional;
    std::string prefix;
    std::size_t line = 0;  // of the block's header
    std::vector<Value>& values;
    std::set<std::string> wrong{};                  // ids with a problem already
    std::map<std::string, std::size_t> empty_at{};  // ids whose label stands there without a value
    std::string block{};                            // its kind; empty: the form itself
  };

  void read_fields(Scope& scope);
  void keep_as_written(Scope& scope, const FieldSpec& field,
                       const std::vector<const Entry*>& entries, std::size_t first_problem);
  void let_go();
  void fill_defaults(Scope& scope);
  void fill(Scope& scope, const FieldSpec& field, const std::string& text, bool remind);
  void fill_from_block(Scope& scope, const FieldSpec& field);
  void order(Scope& scope);
  void check_missing(Scope& scope);
  bool was_asked(const Scope& scope, const FieldSpec& field) const;
  bool was_asked(const Scope& scope, const std::vector<std::string>& group) const;
  void check_need_one(Scope& scope);
  void check_relations();
  void read_blocks();
  int block_number(const BlockEntry& entry);
  void check_block_counts();
  void check_block_needed();
  std::string words_of_need(const std::vector<std::string>& group, const Scope& scope) const;
  bool is_there(const std::string& need, const Scope& scope) const;
  Surroundings around(const Scope& scope) const { return {scope.values, form_.blocks}; }
  std::string where_label_stands(const FieldSpec& field) const;

  const Scan& scan_;
  const Template& which_;
  const TemplateSet& set_;
  const ReadOptions& options_;
  const Asked asked_;
  Form form_;
  std::string stray_;
  std::set<std::string> strict_{};  // labels whose problems stay, in a form whose problems warn
};

void Checker::read_fields(Scope& scope) {
  std::map<const FieldSpec*, std::vector<const Entry*>> entries;
  for (const auto& entry : scope.entries) {
    entries[entry.field].push_back(&entry);
    if (entry.empty()) {
      scope.empty_at.emplace(entry.field->id, entry.line);
    }
  }
  ValueContext context{scope.prefix, options_.now, &form_.problems, &form_.warnings, &stray_};
  for (const auto& field : scope.specs) {
    const auto found = entries.find(&field);
    if (found == entries.end()) {
      continue;
    }
    bool wrong = false;
    const auto problems = form_.problems.size();
    if (auto value = read_value(found->second, context, wrong)) {
      scope.values.push_back(std::move(*value));
    }
    if (wrong) {
      scope.wrong.insert(field.id);
    }
    if (wrong && which_.lenient) {
      keep_as_written(scope, field, found->second, problems);
    }
  }
}

// What cannot be typed goes as its writer's words: text as the field's value, anything else under
// the field's label among what the form does not know, so that no code stands for it.
void Checker::keep_as_written(Scope& scope, const FieldSpec& field,
                              const std::vector<const Entry*>& entries, std::size_t first_problem) {
  if (field.unread == kUnreadRefuses) {
    strict_.insert(scope.prefix + field.label);
    return;
  }
  std::vector<Piece> pieces;
  for (const auto* entry : entries) {
    pieces.insert(pieces.end(), entry->pieces.begin(), entry->pieces.end());
  }
  for (auto i = first_problem; i < form_.problems.size(); ++i) {
    form_.problems[i].text += "; it was sent on as written";
  }
  if (is_running_text(field.type)) {
    auto value = untyped_value(field, entries.front()->line, pieces);
    scope.values.push_back(std::move(value));
    return;
  }
  std::string written;
  for (const auto& piece : pieces) {
    written += (written.empty() ? "" : "\n") + std::string(piece.text);
  }
  form_.unknown[scope.prefix + field.label] = well_formed(written);
  if (!field.unread.empty()) {
    fill(scope, field, field.unread, false);
    complain(form_.warnings, {entries.front()->line, scope.prefix + field.label, "taken-as",
                              "cannot be read and counts as \"" + field.unread + "\"", field.help});
  }
}

// Last of all, in a form that is never sent back for form's sake.
void Checker::let_go() {
  std::vector<Problem> kept;
  for (auto& problem : form_.problems) {
    const bool stays = strict_.count(problem.label) > 0 || problem.code == kTooManyLines;
    auto& into = stays ? kept : form_.warnings;
    complain(into, std::move(problem));
  }
  form_.problems = std::move(kept);
}

void Checker::fill(Scope& scope, const FieldSpec& field, const std::string& text, bool remind) {
  auto untimed = field;
  untimed.future = false;
  auto result = normalise(text, untimed, options_.now);
  if (result.problem || result.value.empty()) {
    return;  // what the directory says is not of the type: as if it said nothing
  }
  Value value{field.id, field.label, 0, text, {std::move(result.value)}, {}, false, field.list};
  scope.values.push_back(std::move(value));
  if (remind) {
    complain(form_.warnings, {0, scope.prefix + field.label, "default-used",
                              "was not given, taken as \"" + text + "\"", field.help});
  }
}

void Checker::fill_from_block(Scope& scope, const FieldSpec& field) {
  const auto dot = field.from_block.find('.');
  const auto kind = field.from_block.substr(0, dot);
  const auto id = field.from_block.substr(dot + 1);
  Value value{field.id, field.label, 0, "", {}, {}, false, true};
  for (const auto& block : form_.blocks) {
    const auto* source = block.kind == kind ? block.find(id) : nullptr;
    for (std::size_t i = 0; source != nullptr && i < source->values.size(); ++i) {
      const auto& item = source->values[i];
      if (std::find(value.values.begin(), value.values.end(), item) == value.values.end()) {
        value.values.push_back(item);
        value.raw += (value.raw.empty() ? "" : "\n") + item;
      }
    }
  }
  if (!value.values.empty()) {
    scope.values.push_back(std::move(value));
  }
}

void Checker::fill_defaults(Scope& scope) {
  auto known = options_.known;
  known.emplace("version", which_.version);
  for (const auto& field : scope.specs) {
    if (find_value(scope.values, field.id) != nullptr || scope.wrong.count(field.id) > 0) {
      continue;
    }
    const auto told = known.find(field.known);
    if (!field.known.empty() && told != known.end()) {
      fill(scope, field, told->second, false);
    }
    if (find_value(scope.values, field.id) != nullptr) {
      continue;
    }
    if (const auto* value = chosen(field.default_if, around(scope))) {
      fill(scope, field, *value, field.remind);
    } else if (!field.default_value.empty()) {
      fill(scope, field, field.default_value, field.remind);
    } else if (!field.from_block.empty()) {
      fill_from_block(scope, field);
    }
  }
}

// Values in the order of the template, whatever the order in the mail.
void Checker::order(Scope& scope) {
  std::vector<Value> ordered;
  for (const auto& field : scope.specs) {
    for (auto& value : scope.values) {
      if (value.id == field.id) {
        ordered.push_back(std::move(value));
        break;
      }
    }
  }
  scope.values = std::move(ordered);
}

// "Reasons:" in the middle of a line: a client has filled the lines anew.
std::string Checker::where_label_stands(const FieldSpec& field) const {
  const auto mark = field.label + ":";
  for (const auto& line : scan_.lines) {
    const auto at = line.text.find(mark);
    if (at != std::string_view::npos && at > 0 && line.text[at - 1] == ' ') {
      return "\"" + mark + "\" stands in the middle of line " + std::to_string(line.number) +
             "; it must begin a line of its own";
    }
  }
  return {};
}

// A blank form of an earlier version asked for less. What another value of the form makes needed
// stands in the help of either ("Only if urgent: …"); what another field makes needed by being
// there at all stands nowhere but in a mark.
bool Checker::was_asked(const Scope& scope, const FieldSpec& field) const {
  const bool by_value =
      !field.required && std::any_of(field.required_if.begin(), field.required_if.end(),
                                     [](const Condition& one) { return !one.values.empty(); });
  return !asked_.is_blank() || by_value || asked_.asked(scope.block, field) ||
         (field.required && asked_.shows(scope.block, field));
}

bool Checker::was_asked(const Scope& scope, const std::vector<std::string>& group) const {
  return !asked_.is_blank() ||
         std::any_of(scope.specs.begin(), scope.specs.end(), [&](const FieldSpec& field) {
           return std::find(group.begin(), group.end(), field.id) != group.end() &&
                  asked_.asked(scope.block, field);
         });
}

void Checker::check_missing(Scope& scope) {
  for (const auto& field : scope.specs) {
    const bool present = find_value(scope.values, field.id) != nullptr;
    const bool excused =
        std::find(scope.optional.begin(), scope.optional.end(), field.id) != scope.optional.end();
    const bool needed = field.required ||
                        (!field.required_if.empty() && all_hold(field.required_if, around(scope)));
    if (present || excused || !needed || scope.wrong.count(field.id) > 0) {
      continue;
    }
    if (!was_asked(scope, field)) {
      complain(form_.warnings, not_asked(scope.line, scope.prefix + field.label, which_.name));
      continue;
    }
    const auto empty = scope.empty_at.find(field.id);
    auto hint = where_label_stands(field);
    if (hint.empty()) {
      hint = "as in \"" + field.label + ": " + field.example + "\"";
    }
    complain(form_.problems,
             {empty == scope.empty_at.end() ? scope.line : empty->second,
              scope.prefix + field.label, "missing", "is missing", std::move(hint)});
  }
}

// A field's id, or a block: "person.*", "*.*" for any.
bool Checker::is_there(const std::string& need, const Scope& scope) const {
  const auto dot = need.find('.');
  if (dot == std::string::npos) {
    return find_value(scope.values, need) != nullptr || scope.wrong.count(need) > 0;
  }
  const auto kind = need.substr(0, dot);
  return std::any_of(form_.blocks.begin(), form_.blocks.end(),
                     [&](const Block& block) { return kind == kAnyField || block.kind == kind; });
}

std::string Checker::words_of_need(const std::vector<std::string>& group,
                                   const Scope& scope) const {
  std::string text;
  const auto add = [&](const std::string& word) { text += (text.empty() ? "" : ", ") + word; };
  for (const auto& need : group) {
    for (const auto& field : scope.specs) {
      if (field.id == need) {
        add(field.label);
      }
    }
    for (const auto& use : which_.blocks) {
      if (need == use.block + ".*" || need == "*.*") {
        add("[" + set_.block(use.block)->label + " 1]");
      }
    }
  }
  return text;
}

void Checker::check_need_one(Scope& scope) {
  auto groups = scope.need_one;
  for (const auto& field : scope.specs) {
    if (!field.one_of.empty()) {
      groups.push_back(field.one_of);
    }
  }
  for (const auto& group : groups) {
    const bool any = std::any_of(group.begin(), group.end(),
                                 [&](const std::string& need) { return is_there(need, scope); });
    const auto words = any ? std::string() : words_of_need(group, scope);
    if (!any && !was_asked(scope, group)) {
      complain(form_.warnings, not_asked(scope.line, scope.prefix + words, which_.name));
    } else if (!any) {
      complain(form_.problems, {scope.line, scope.prefix + words, "missing",
                                group.size() > 1 ? "at least one of these is needed" : "is missing",
                                "fill in one of: " + words});
    }
  }
}

// Last of all: what names a block may stand above it.
void Checker::check_relations() {
  const Relations relations{form_, which_, set_, options_};
  relations.check(which_.fields, "", form_.fields, form_.problems, form_.warnings);
  for (auto& block : form_.blocks) {
    const auto* spec = set_.block(block.kind);
    relations.check(spec->fields, "[" + spec->label + " " + std::to_string(block.number) + "] ",
                    block.fields, form_.problems, form_.warnings);
  }
}

int Checker::block_number(const BlockEntry& entry) {
  int highest = 0;
  for (const auto& block : form_.blocks) {
    if (block.kind != entry.spec->id) {
      continue;
    }
    highest = std::max(highest, block.number);
    if (block.number == entry.number) {
      complain(form_.problems,
               {entry.line, "[" + entry.spec->label + " " + std::to_string(entry.number) + "]",
                "two-blocks",
                "stands there twice, in lines " + std::to_string(block.line) + " and " +
                    std::to_string(entry.line),
                "give each block a number of its own"});
    }
  }
  return entry.number > 0 ? entry.number : highest + 1;
}

void Checker::read_blocks() {
  for (const auto& entry : scan_.blocks) {
    const bool filled = std::any_of(entry.entries.begin(), entry.entries.end(),
                                    [](const Entry& field) { return !field.empty(); });
    if (!filled) {
      continue;  // of a blank form, left as it was
    }
    Block block{entry.spec->id, 1, entry.line, {}};
    if (entry.number < 0) {
      complain(form_.problems, {entry.line, "[" + entry.spec->label + "]", "not-a-number",
                                "the block's number is too large", "count from 1"});
    }
    block.number = block_number(entry);
    static const std::vector<std::string> kNone;
    const auto use = std::find_if(which_.blocks.begin(), which_.blocks.end(),
                                  [&](const BlockUse& one) { return one.block == block.kind; });
    Scope scope{entry.spec->fields,
                entry.entries,
                entry.spec->need_one,
                use == which_.blocks.end() ? kNone : use->optional,
                "[" + entry.spec->label + " " + std::to_string(block.number) + "] ",
                entry.line,
                block.fields};
    scope.block = block.kind;
    read_fields(scope);
    fill_defaults(scope);
    order(scope);
    check_missing(scope);
    check_need_one(scope);
    form_.blocks.push_back(std::move(block));
  }
}

void Checker::check_block_counts() {
  for (const auto& use : which_.blocks) {
    const auto* spec = set_.block(use.block);
    std::size_t count = 0, line = 0;
    for (const auto& block : form_.blocks) {
      if (block.kind == use.block) {
        ++count;
        line = block.line;
      }
    }
    const auto label = "[" + spec->label + " 1]";
    if (count < use.minimum) {
      complain(form_.problems, {0, label, "missing",
                                "the form needs " + std::to_string(use.minimum) + " of this block",
                                "write " + label + " on a line of its own, its fields below it"});
    }
    if (count > use.maximum) {
      complain(form_.problems,
               {line, label, "too-many",
                "the form has " + std::to_string(count) + " of this block, at most " +
                    std::to_string(use.maximum) + " are allowed",
                "send it in several mails"});
    }
  }
}

void Checker::check_block_needed() {
  if (which_.need_block_unless.empty() || !form_.blocks.empty()) {
    return;
  }
  const std::vector<std::string> none;
  const Scope scope{which_.fields, scan_.entries, which_.need_one, none, "", 0, form_.fields};
  for (const auto& text : which_.need_block_unless) {
    const auto condition = parse_condition(text);
    const auto* value = condition ? find_value(form_.fields, condition->field) : nullptr;
    if (!condition || value == nullptr || holds(*condition, around(scope))) {
      return;  // absent: that problem has been told
    }
  }
  std::string list;
  for (const auto& use : which_.blocks) {
    list += " [" + set_.block(use.block)->label + " 1]";
  }
  complain(form_.problems,
           {0, std::string(kAnyBlockLabel), "missing", "the form names no person and no thing",
            "add at least one of:" + list});
}

Form Checker::run() {
  form_.name = which_.name;
  form_.title = which_.title;
  form_.version = which_.version;
  form_.problems = scan_.problems;
  form_.warnings = scan_.warnings;
  form_.unknown = scan_.unknown;
  form_.words = scan_.words;
  form_.cut = scan_.cut;
  static const std::vector<std::string> kNone;
  Scope scope{which_.fields, scan_.entries, which_.need_one, kNone, "", 0, form_.fields};
  read_fields(scope);
  read_blocks();
  // The form's name is known by other means when no line says it (subject, thread).
  if (find_value(form_.fields, kFormField) == nullptr && scope.wrong.count("template") == 0) {
    for (const auto& field : which_.fields) {
      if (field.id == kFormField) {
        fill(scope, field, which_.name, false);
      }
    }
  }
  fill_defaults(scope);
  order(scope);
  check_missing(scope);
  check_need_one(scope);
  check_block_counts();
  check_block_needed();
  check_relations();
  if (which_.lenient) {
    let_go();
  }
  form_.free_text = scan_.free_text;
  if (const auto stray = trim(stray_); !stray.empty()) {
    form_.free_text =
        std::string(stray) + (form_.free_text.empty() ? "" : "\n\n") + form_.free_text;
  }
  return std::move(form_);
}

}  // namespace

Form check_form(const Scan& scan, const Template& which, const TemplateSet& set,
                const ReadOptions& options) {
  return Checker(scan, which, set, options).run();
}

}  // namespace pouch::templates
