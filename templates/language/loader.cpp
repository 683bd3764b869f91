// Templates out of their files (template.hpp).
#include <algorithm>

#include "templates/language/field_reader.hpp"
#include "templates/language/languages.hpp"
#include "templates/language/order_words.hpp"
#include "templates/language/toml_source.hpp"
#include "templates/reading/relations.hpp"
#include "templates/template.hpp"
#include "templates/text/edit_distance.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/conditions.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

namespace fs = std::filesystem;

struct Loaded {
  bool check = true;  // false: every file was checked when it was built
  Lists lists;
  std::map<std::string, std::pair<FieldSpec, Origin>> envelope;
  std::map<std::string, BlockSpec> blocks;
  std::map<std::string, Template> templates;
  KnownNames known;
};

template <typename T>
void take(std::optional<T> value, T& into) {
  if (value) {
    into = std::move(*value);
  }
}

// One of the words that a key may have; a fault otherwise.
void check_word(TomlTable& table, const std::string& key, const std::string& value,
                const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), value) != known.end()) {
    return;
  }
  std::string hint = "one of:";
  for (const auto& word : known) {
    hint += " " + word;
  }
  const auto close = nearest(value, known);
  table.fault(key, value.empty() ? "is missing" : "\"" + value + "\" is not known",
              close.empty() ? hint : "did you mean \"" + close + "\"?");
}

void check_need_one(const std::vector<std::vector<std::string>>& groups,
                    const std::vector<FieldSpec>& fields, const Blocks& blocks, const Origin& at,
                    std::vector<LoadFault>& faults) {
  for (const auto& group : groups) {
    for (const auto& need : group) {
      const auto condition = parse_condition(need);
      if (!condition) {
        faults.push_back({at.file, at.line, "need_one", "\"" + need + "\" is no field and no block",
                          "as in [[\"query\", \"person.*\"]]"});
      } else if (condition->block != kAnyField) {
        check_named({*condition}, fields, blocks, at, "need_one", faults);
      }
    }
  }
}

void read_envelope(TomlTable& file, Loaded& loaded) {
  for (auto& table : file.tables("field")) {
    FieldSpec field;
    read_field(table, loaded.lists, field);
    loaded.envelope[field.id] = {field, {table.file(), table.line()}};
  }
}

void read_blocks(TomlTable& file, Loaded& loaded, std::vector<LoadFault>& faults) {
  std::map<std::string, std::vector<Origin>> all_origins;
  for (auto& table : file.tables("block")) {
    BlockSpec block;
    std::vector<Origin> origins;
    take(table.text("id"), block.id);
    take(table.text("label"), block.label);
    block.aliases = table.texts("aliases");
    block.need_one = table.text_lists("need_one");
    for (auto& inner : table.tables("field")) {
      block.fields.emplace_back();
      read_field(inner, loaded.lists, block.fields.back());
      origins.push_back({inner.file(), inner.line()});
    }
    table.reject_unknown();
    if (block.id.empty() || block.label.empty() || block.fields.empty()) {
      table.fault("id", "a block has an id, a label and fields", "id = \"person\"");
    }
    if (loaded.check) {
      check_fields(block.fields, {}, origins, faults);
      check_need_one(block.need_one, block.fields, {}, {table.file(), table.line()}, faults);
    }
    all_origins[block.id] = std::move(origins);
    loaded.known.add(block);
    loaded.blocks[block.id] = std::move(block);
  }
  if (loaded.check) {
    for (const auto& [id, origins] : all_origins) {
      check_refers(loaded.blocks.at(id).fields, loaded.blocks, origins, faults);
    }
  }
}

void use_envelope(TomlTable& file, const Loaded& loaded, Template& which,
                  std::vector<Origin>& origins) {
  std::vector<std::string> known;
  for (const auto& [id, field] : loaded.envelope) {
    known.push_back(id);
  }
  for (auto& entry : file.entries("envelope")) {
    const auto id = entry.table ? entry.table->text("id").value_or("") : entry.word;
    const auto found = loaded.envelope.find(id);
    if (found == loaded.envelope.end()) {
      const auto close = nearest(id, known);
      file.fault("envelope", "there is no envelope field \"" + id + "\"",
                 close.empty() ? "_envelope.toml holds them" : "did you mean \"" + close + "\"?");
      continue;
    }
    auto field = found->second.first;
    auto origin = found->second.second;
    if (entry.table) {
      const bool shown = field.in_blank;
      const bool said = entry.table->has("blank");
      origin = {entry.table->file(), entry.table->line()};
      read_field(*entry.table, loaded.lists, field);
      field.in_blank = said ? field.in_blank : shown || field.required;
    }
    which.fields.push_back(std::move(field));
    origins.push_back(std::move(origin));
  }
}

void use_blocks(TomlTable& file, const Loaded& loaded, Template& which,
                std::vector<LoadFault>& faults) {
  std::vector<std::string> known;
  for (const auto& [id, block] : loaded.blocks) {
    known.push_back(id);
  }
  for (auto& entry : file.entries("blocks")) {
    BlockUse use;
    use.block = entry.word;
    if (entry.table) {
      take(entry.table->text("id"), use.block);
      use.minimum = static_cast<std::size_t>(entry.table->integer("minimum").value_or(0));
      use.maximum = static_cast<std::size_t>(entry.table->integer("maximum").value_or(50));
      use.in_blank = entry.table->boolean("blank").value_or(use.minimum > 0);
      use.optional = entry.table->texts("optional");
      entry.table->reject_unknown();
    }
    const auto found = loaded.blocks.find(use.block);
    if (found == loaded.blocks.end()) {
      check_word(file, "blocks", use.block, known);
      continue;
    }
    if (use.minimum > use.maximum) {
      file.fault("blocks", use.block + ": minimum is above maximum", "maximum = 50");
    }
    if (loaded.check) {
      for (const auto& id : use.optional) {
        check_named({{id, {}, false, {}}}, found->second.fields, {},
                    {file.file(), file.line_of("blocks")}, "optional", faults);
      }
    }
    which.blocks.push_back(std::move(use));
  }
}

// "person.role": a block that the template uses, and a field of it.
void check_from_block(const FieldSpec& field, const Origin& at, const Loaded& loaded,
                      std::vector<LoadFault>& faults) {
  const auto dot = field.from_block.find('.');
  const auto block = loaded.blocks.find(field.from_block.substr(0, dot));
  if (dot == std::string::npos || block == loaded.blocks.end()) {
    faults.push_back({at.file, at.line, "from_block", "there is no such block and field",
                      "from_block = \"person.role\""});
    return;
  }
  check_named({{field.from_block.substr(dot + 1), {}, false, {}}}, block->second.fields, {}, at,
              "from_block", faults);
}

void check_template(TomlTable& file, const Template& which, const std::vector<Origin>& origins,
                    const Loaded& loaded, std::vector<LoadFault>& faults) {
  check_word(file, "goes_to", which.goes_to,
             {"countries", "group", "requester", "own-focal-point", "gateway"});
  for (const auto& community : which.communities) {
    check_word(file, "communities", community, {"police", "prosecution", "headquarters"});
  }
  check_word(file, "expects", which.expects, {"answer", "acknowledgement", "nothing"});
  check_fields(which.fields, loaded.blocks, origins, faults);
  check_refers(which.fields, loaded.blocks, origins, faults);
  check_need_one(which.need_one, which.fields, loaded.blocks,
                 {file.file(), file.line_of("need_one")}, faults);
  if (!which.expires.empty()) {
    check_named({{which.expires, {}, false, {}}}, which.fields, {},
                {file.file(), file.line_of("expires")}, "expires", faults);
  }
  for (std::size_t i = 0; i < which.fields.size(); ++i) {
    if (!which.fields[i].from_block.empty()) {
      check_from_block(which.fields[i], origins[i], loaded, faults);
    }
  }
  for (const auto& text : which.need_block_unless) {
    if (const auto condition = parse_condition(text)) {
      check_named({*condition}, which.fields, loaded.blocks,
                  {file.file(), file.line_of("need_block_unless")}, "need_block_unless", faults);
    } else {
      file.fault("need_block_unless", "\"" + text + "\" is not a condition",
                 "as in \"request_kind=OTHER\"");
    }
  }
  for (const auto& [code, length] : which.deadlines) {
    if (!length_of(length)) {
      file.fault("deadlines", code + ": \"" + length + "\" is not a length of time", "7d, 8h, 90m");
    }
  }
}

void read_template(TomlTable& file, const std::string& stem, Loaded& loaded,
                   std::vector<LoadFault>& faults) {
  Template which;
  std::vector<Origin> origins;
  for (const auto& [key, into] : {std::pair{"name", &which.name}, std::pair{"title", &which.title},
                                  std::pair{"version", &which.version}}) {
    take(file.text(key), *into);
    if (into->empty()) {
      file.fault(key, "is missing", std::string(key) + " = \"…\"");
    }
  }
  if (!which.name.empty() && which.name != stem) {
    file.fault("name", "the file is called " + stem + ".toml", "name = \"" + stem + "\"");
  }
  which.aliases = file.texts("aliases");
  which.communities = file.texts("communities");
  take(file.text("right"), which.right);
  const auto problems = file.text("problems").value_or("refuse");
  check_word(file, "problems", problems, {"refuse", "warn"});
  which.lenient = problems == "warn";
  take(file.text("goes_to"), which.goes_to);
  take(file.text("expects"), which.expects);
  take(file.text("expires"), which.expires);
  use_envelope(file, loaded, which, origins);
  for (auto& table : file.tables("field")) {
    which.fields.emplace_back();
    read_field(table, loaded.lists, which.fields.back());
    origins.push_back({table.file(), table.line()});
  }
  use_blocks(file, loaded, which, faults);
  for (const auto& field : which.fields) {
    std::set<std::string> codes;
    for (const auto& choice : field.choices) {
      codes.insert(choice.code);
    }
    if (field.id == "reply_kind") {
      which.short_words = read_short_words(file, codes);
    }
  }
  which.need_one = file.text_lists("need_one");
  which.need_block_unless = file.texts("need_block_unless");
  which.deadlines = file.text_map("deadlines");
  file.reject_unknown();
  if (loaded.check) {
    check_template(file, which, origins, loaded, faults);
  }
  loaded.known.add(which);
  loaded.templates[which.name] = std::move(which);
}

struct Found {
  fs::path path;
  bool first = false;  // in the first folder
};

std::vector<Found> toml_files(const std::vector<fs::path>& folders,
                              std::vector<LoadFault>& faults) {
  std::vector<Found> files;
  for (const auto& folder : folders) {
    std::vector<fs::path> here;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      if (entry->path().extension() == ".toml") {
        here.push_back(entry->path());
      }
    }
    if (error) {
      faults.push_back({folder.string(), 0, "", "cannot be read: " + error.message(),
                        "look at the folder and its permissions"});
    }
    std::sort(here.begin(), here.end());
    for (auto& path : here) {
      files.push_back({std::move(path), &folder == &folders.front()});
    }
  }
  return files;
}

struct File {
  std::string stem;
  std::optional<TomlTable> content;
  fs::path later{};  // where it is read, if it was not yet
};
using Files = std::vector<File>;

// Lists may stand in any file but those languages that were checked: these are left out, or read
// one by one in their turn, in the memory of the one before.
Files read_files(const std::vector<Found>& found, const LoadOptions& options, Loaded& loaded,
                 std::vector<LoadFault>& faults) {
  Files files;
  for (const auto& [path, first] : found) {
    auto stem = path.stem().string();
    const bool was_checked = options.first_is_checked && first;
    if (was_checked && stem.starts_with(kLanguageStem)) {
      if (options.languages) {
        files.push_back({std::move(stem), std::nullopt, path});
      }
      continue;
    }
    if (auto file = read_toml(path, faults)) {
      read_lists(*file, loaded.lists);
      if (file->has("lists")) {
        for (const auto& [name, choices] : loaded.lists) {
          loaded.known.add(name, choices);
        }
      }
      files.push_back({std::move(stem), std::move(file)});
    }
  }
  return files;
}

// A form's name says one template, whatever word is used for it.
void check_form_names(const Loaded& loaded, std::vector<LoadFault>& faults) {
  std::map<std::string, std::string> owners;
  for (const auto& [name, which] : loaded.templates) {
    auto words = which.aliases;
    words.insert(words.end(), {name, which.title});
    for (const auto& word : words) {
      const auto [owner, added] = owners.emplace(fold(word), name);
      if (!added && owner->second != name) {
        faults.push_back({name + ".toml", 0, "aliases",
                          "\"" + word + "\" names " + owner->second + " too", "use another word"});
      }
    }
  }
}

}  // namespace

TemplateSet TemplateSet::load(const std::vector<fs::path>& folders, std::vector<LoadFault>& faults,
                              const LoadOptions& options) {
  Loaded loaded;
  const auto found = toml_files(folders, faults);
  loaded.check =
      !options.first_is_checked ||
      std::any_of(found.begin(), found.end(), [](const Found& one) { return !one.first; });
  auto files = read_files(found, options, loaded, faults);
  for (auto& [stem, file, later] : files) {
    if (stem == "_envelope") {
      read_envelope(*file, loaded);
      file->reject_unknown();
    } else if (stem == "_blocks") {
      read_blocks(*file, loaded, faults);
      file->reject_unknown();
    }
  }
  for (auto& [stem, file, later] : files) {
    if (!stem.starts_with('_')) {
      read_template(*file, stem, loaded, faults);
    } else if (!stem.starts_with(kLanguageStem) && stem != "_envelope" && stem != "_blocks") {
      file->reject_unknown();
    }
  }
  TemplateSet set;
  for (auto& [stem, file, later] : files) {
    if (!options.languages || !stem.starts_with(kLanguageStem)) {
      continue;
    }
    if (!file) {
      file = read_toml(later, faults);
    }
    if (file) {
      read_language(*file, stem, {loaded.known, loaded.templates, loaded.blocks, set.languages_});
    }
    file.reset();
  }
  if (loaded.check) {
    check_translations(loaded.templates, loaded.blocks, set.languages_, faults);
    check_short_words(loaded.templates, set.languages_, faults);
    check_form_names(loaded, faults);
  }
  const auto words = std::make_shared<LabelWords>();
  index_choices(loaded.templates, loaded.blocks, words);
  set.templates_ = std::move(loaded.templates);
  set.blocks_ = std::move(loaded.blocks);
  auto vocabulary = make_vocabulary(set.templates_, set.blocks_, set.languages_, words);
  vocabulary.orders = index_orders(set.languages_, vocabulary.form_names, faults);
  set.vocabulary_ = std::make_shared<const Vocabulary>(std::move(vocabulary));
  words->end();
  return set;
}

const Vocabulary& TemplateSet::vocabulary() const {
  if (vocabulary_ != nullptr) {
    return *vocabulary_;
  }
  static const auto empty = make_vocabulary({}, {}, {}, std::make_shared<LabelWords>());
  return empty;
}

const Template* TemplateSet::find(std::string_view name) const {
  const auto& names = vocabulary().form_names;
  const auto found = names.find(fold(name));
  if (found == names.end()) {
    return nullptr;
  }
  return &templates_.at(found->second);
}

const BlockSpec* TemplateSet::block(std::string_view id) const {
  const auto found = blocks_.find(std::string(id));
  return found == blocks_.end() ? nullptr : &found->second;
}

const Language* TemplateSet::language(std::string_view tag) const {
  auto wanted = std::string(tag);
  std::replace(wanted.begin(), wanted.end(), '_', '-');
  while (!wanted.empty()) {
    for (const auto& [name, language] : languages_) {
      const auto same = [&](const std::string& one) { return fold(one) == fold(wanted); };
      if (same(name) || std::any_of(language.aliases.begin(), language.aliases.end(), same)) {
        return &language;
      }
    }
    const auto dash = wanted.rfind('-');
    wanted.erase(dash == std::string::npos ? 0 : dash);
  }
  return nullptr;
}

std::vector<const Language*> TemplateSet::languages() const {
  std::vector<const Language*> result;
  for (const auto& [tag, language] : languages_) {
    result.push_back(&language);
  }
  return result;
}

std::vector<const Template*> TemplateSet::all() const {
  std::vector<const Template*> result;
  for (const auto& [name, which] : templates_) {
    result.push_back(&which);
  }
  return result;
}

}  // namespace pouch::templates
