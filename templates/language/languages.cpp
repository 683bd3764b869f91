#include "templates/language/languages.hpp"

#include <algorithm>

#include "templates/language/field_reader.hpp"
#include "templates/language/order_words.hpp"
#include "templates/text/edit_distance.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/phrases.hpp"
#include "templates/types/types.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

std::string nearest_hint(const std::string& word, const std::vector<std::string>& known,
                         const std::string& otherwise) {
  const auto close = nearest(word, known);
  return close.empty() ? otherwise : "did you mean \"" + close + "\"?";
}

class Reader {
 public:
  Reader(TomlTable& file, const Translated& into, std::string tag)
      : file_(file), into_(into), tag_(std::move(tag)) {}

  void read_fields() {
    if (auto table = file_.table("fields")) {
      std::vector<std::vector<FieldSpec>*> all;
      for (auto& [name, which] : into_.templates) {
        all.push_back(&which.fields);
      }
      read_fields(*table, into_.known.fields, "no form has a field", "own_ref", all);
    }
  }

  // What one form calls its own way: two forms may have a field or a code of the same name.
  void read_forms() {
    auto table = file_.table("forms");
    if (!table) {
      return;
    }
    std::vector<std::string> known;
    for (const auto& [name, fields] : into_.known.forms) {
      known.push_back(name);
    }
    for (const auto& name : table->keys()) {
      const auto found = into_.templates.find(name);
      auto inner = table->table(name);
      if (found == into_.templates.end() || !inner) {
        table->fault(name, "there is no template \"" + name + "\"",
                     nearest_hint(name, known, "see pouch template list"));
        continue;
      }
      read_form(*inner, name, found->second);
    }
  }

  void read_blocks() {
    auto table = file_.table("blocks");
    if (!table) {
      return;
    }
    std::vector<std::string> known;
    for (const auto& [id, fields] : into_.known.blocks) {
      known.push_back(id);
    }
    for (const auto& id : table->keys()) {
      const auto found = into_.blocks.find(id);
      auto inner = table->table(id);
      if (found == into_.blocks.end() || !inner) {
        table->fault(id, "there is no block \"" + id + "\"",
                     nearest_hint(id, known, "the identifier of a block, as in person"));
        continue;
      }
      read_block(*inner, found->second);
    }
  }

  // By the name of a code list; by the field's identifier for choices that have no name.
  void read_choices() {
    auto table = file_.table("choices");
    if (!table) {
      return;
    }
    std::vector<std::string> known;
    for (const auto& [name, codes] : into_.known.codes) {
      known.push_back(name);
    }
    for (const auto& name : table->keys()) {
      const auto found = into_.known.codes.find(name);
      auto inner = table->table(name);
      if (found == into_.known.codes.end() || !inner) {
        table->fault(name, "there is no list of codes \"" + name + "\"",
                     nearest_hint(name, known, "the name of a list, or the field's identifier"));
        continue;
      }
      const auto said = read_words(*inner, found->second);
      for_each_field([&](FieldSpec& field) {
        if (!field.choices.empty() && name_of(field) == name) {
          give(field, said);
        }
      });
    }
  }

  void read_titles() {
    auto table = file_.table("titles");
    if (!table) {
      return;
    }
    for (const auto& name : table->keys()) {
      const auto found = into_.templates.find(name);
      if (found == into_.templates.end()) {
        table->fault(name, "there is no template \"" + name + "\"", "see pouch template list");
      } else {
        found->second.titles[tag_] = table->text(name).value_or("");
      }
    }
  }

 private:
  static const std::string& name_of(const FieldSpec& field) {
    return field.choice_list.empty() ? field.id : field.choice_list;
  }

  template <typename Do>
  void for_each_field(Do action) {
    for (auto& [name, which] : into_.templates) {
      std::for_each(which.fields.begin(), which.fields.end(), action);
    }
    for (auto& [id, block] : into_.blocks) {
      std::for_each(block.fields.begin(), block.fields.end(), action);
    }
  }

  // "own_ref = \"Наш номер\"" or a table of label, aliases and help.
  static Words read_words(TomlTable& table, const std::string& id, bool help) {
    Words words;
    if (table.is_text(id)) {
      words.label = table.text(id).value_or("");
      words.line = table.line_of(id);
      return words;
    }
    auto inner = table.table(id);
    if (!inner) {
      return words;
    }
    words.line = inner->line();
    words.label = inner->text("label").value_or("");
    words.aliases = inner->texts("aliases");
    if (help) {
      words.help = inner->text("help").value_or("");
    }
    if (words.label.empty()) {
      inner->fault("label", "is missing", "label = \"…\"");
    }
    inner->reject_unknown();
    return words;
  }

  void give(std::vector<FieldSpec>& fields, const std::string& id, const Words& words) const {
    for (auto& field : fields) {
      if (field.id == id && !words.label.empty()) {
        field.words.of_all()[tag_] = words;
      }
    }
  }

  void read_block(TomlTable& table, BlockSpec& block) const {
    Words words;
    words.line = table.line();
    words.label = table.text("label").value_or("");
    words.aliases = table.texts("aliases");
    if (words.label.empty()) {
      table.fault("label", "is missing", "label = \"…\"");
    } else {
      block.words[tag_] = words;
    }
    if (auto fields = table.table("fields")) {
      read_fields(*fields, into_.known.blocks.at(block.id),
                  "the block " + block.id + " has no field", "plate", {&block.fields});
    }
    table.reject_unknown();
  }

  void read_form(TomlTable& table, const std::string& name, Template& which) const {
    const auto& own = into_.known.forms.at(name);
    if (auto fields = table.table("fields")) {
      std::set<std::string> ids;
      for (const auto& [id, codes] : own) {
        ids.insert(id);
      }
      read_fields(*fields, ids, "the form " + name + " has no field", "own_ref", {&which.fields});
    }
    if (auto choices = table.table("choices")) {
      for (const auto& id : choices->keys()) {
        const auto found = own.find(id);
        auto inner = choices->table(id);
        if (found == own.end() || found->second.empty()) {
          choices->fault(id, "the form " + name + " has no codes of its own for \"" + id + "\"",
                         "codes of a list that has a name stand in [choices]");
        } else if (inner) {
          give_own(which.fields, id, read_words(*inner, found->second));
        }
      }
    }
    table.reject_unknown();
  }

  void give_own(std::vector<FieldSpec>& fields, const std::string& id,
                const std::map<std::string, Said>& said) const {
    for (auto& field : fields) {
      if (field.id == id && field.choice_list.empty()) {
        give(field, said);
      }
    }
  }

  // `lacks` and the example `as_in` are said of an identifier that is not among `ids`.
  void read_fields(TomlTable& table, const std::set<std::string>& ids, const std::string& lacks,
                   const std::string& as_in,
                   const std::vector<std::vector<FieldSpec>*>& into) const {
    const std::vector<std::string> known(ids.begin(), ids.end());
    for (const auto& id : table.keys()) {
      const auto words = read_words(table, id, true);
      for (auto* fields : into) {
        give(*fields, id, words);
      }
      if (ids.count(id) == 0) {
        table.fault(id, lacks + " \"" + id + "\"",
                    nearest_hint(id, known, "the identifier of a field, as in " + as_in));
      }
    }
  }

  // The words of each code.
  static std::map<std::string, Said> read_words(TomlTable& table,
                                                const std::set<std::string>& codes) {
    const std::vector<std::string> known(codes.begin(), codes.end());
    std::map<std::string, Said> result;
    for (const auto& code : table.keys()) {
      auto words = table.texts(code);
      if (codes.count(code) == 0) {
        table.fault(code, "there is no code \"" + code + "\"",
                    nearest_hint(code, known, "a code of the list"));
      } else if (words.empty() || words.front().empty()) {
        table.fault(code, "says nothing", code + " = \"…\"");
      } else {
        result[code] = {std::move(words), table.line_of(code)};
      }
    }
    return result;
  }

  void give(FieldSpec& field, const std::map<std::string, Said>& said) const {
    for (auto& choice : field.choices.of_all()) {
      if (const auto found = said.find(choice.code); found != said.end()) {
        choice.words[tag_] = found->second;
      }
    }
  }

  TomlTable& file_;
  const Translated& into_;
  std::string tag_;
};

void read_phrases(TomlTable& file, Language& language) {
  auto table = file.table("phrases");
  if (!table) {
    return;
  }
  for (const auto& [phrase, english] : english_phrases()) {
    if (auto text = table->text(std::string(phrase))) {
      language.phrases[std::string(phrase)] = std::move(*text);
    }
  }
  FieldSpec answer;
  answer.type = Type::kBool;
  for (const auto* word : {"yes", "no"}) {
    const auto found = language.phrases.find(word);
    if (found != language.phrases.end() && normalise(found->second, answer, {}).value != word) {
      table->fault(word, "the reader would not take \"" + found->second + "\" for " + word,
                   "one of the words that mean " + std::string(word));
    }
  }
  const auto free_text = language.phrases.find("free_text");
  if (free_text != language.phrases.end() && !is_free_text_label(free_text->second)) {
    table->fault("free_text", "the reader would not take \"" + free_text->second + "\"",
                 "one of the names of Free text");
  }
  table->reject_unknown();
}

// A language has either none of the orders or all of them.
void read_orders(TomlTable& file, Language& language) {
  auto table = file.table("orders");
  if (!table) {
    return;
  }
  std::vector<std::string> known;
  for (const auto& name : order_names()) {
    known.emplace_back(name.id);
  }
  for (const auto& id : table->keys()) {
    auto words = table->texts(id);
    if (std::find(known.begin(), known.end(), id) == known.end()) {
      table->fault(id, "there is no order \"" + id + "\"",
                   nearest_hint(id, known, "the name of an order, as in help"));
    } else if (words.empty() || words.front().empty()) {
      table->fault(id, "says nothing", id + " = \"…\"");
    } else {
      language.orders[id] = {std::move(words), table->line_of(id)};
    }
  }
  for (const auto& id : known) {
    if (!table->has(id)) {
      table->fault(id, "is missing", id + " = \"…\"");
    }
  }
}

}  // namespace

void KnownNames::add(const Template& which) {
  for (const auto& field : which.fields) {
    fields.insert(field.id);
    auto& own = forms[which.name][field.id];
    if (field.choice_list.empty() && !field.choices.empty()) {
      add(field.id, field.choices);
      for (const auto& choice : field.choices) {
        own.insert(choice.code);
      }
    }
  }
}

void KnownNames::add(const BlockSpec& block) {
  for (const auto& field : block.fields) {
    blocks[block.id].insert(field.id);
    if (field.choice_list.empty() && !field.choices.empty()) {
      add(field.id, field.choices);
    }
  }
}

void KnownNames::add(const std::string& list, const std::vector<Choice>& choices) {
  for (const auto& choice : choices) {
    codes[list].insert(choice.code);
  }
}

ShortWords read_short_words(TomlTable& file, const std::set<std::string>& codes) {
  ShortWords result;
  auto table = file.table("reply_words");
  if (!table) {
    return result;
  }
  const std::vector<std::string> known(codes.begin(), codes.end());
  for (const auto& code : table->keys()) {
    auto words = table->texts(code);
    if (codes.count(code) == 0 && code != kUntilBefore && code != kUntilAfter) {
      table->fault(code, "there is no kind of reply \"" + code + "\"",
                   nearest_hint(code, known, "a code of reply_kind, UNTIL or UNTIL_AFTER"));
    } else {
      result[code] = {std::move(words), table->line_of(code)};
    }
  }
  return result;
}

void read_language(TomlTable& file, const std::string& stem, const Translated& into) {
  Language language;
  language.file = file.file();
  language.tag = file.text("language").value_or("");
  language.name = file.text("name").value_or("");
  language.aliases = file.texts("aliases");
  const auto tag = stem.substr(kLanguageStem.size());
  if (language.tag != tag) {
    file.fault("language", "the file is called " + stem + ".toml", "language = \"" + tag + "\"");
    language.tag = tag;
  }
  if (language.name.empty()) {
    file.fault("name", "is missing", "name = \"…\"");
  }
  read_phrases(file, language);
  read_orders(file, language);
  Reader reader(file, into, tag);
  reader.read_fields();
  reader.read_blocks();
  reader.read_choices();
  reader.read_forms();
  reader.read_titles();
  const auto kinds = into.known.codes.find("reply_kind");
  language.short_words = read_short_words(
      file, kinds == into.known.codes.end() ? std::set<std::string>{} : kinds->second);
  file.reject_unknown();
  language.order = into.languages.size();
  into.languages[tag] = std::move(language);
}

void index_choices(std::map<std::string, Template>& templates,
                   std::map<std::string, BlockSpec>& blocks,
                   const std::shared_ptr<LabelWords>& words) {
  std::map<std::string, std::shared_ptr<const Labels>> by_list;  // one for all users of a list
  const auto index = [&](FieldSpec& field) {
    if (field.choices.empty()) {
      return;
    }
    auto& shared = by_list[field.choice_list];
    if (shared == nullptr || field.choice_list.empty()) {
      auto labels = std::make_shared<Labels>(words);
      for (const auto& [word, place] : words_of_choices(field)) {
        labels->add(word, place);
      }
      shared = std::move(labels);
    }
    field.by_word = shared;
  };
  for (auto& [name, which] : templates) {
    std::for_each(which.fields.begin(), which.fields.end(), index);
  }
  for (auto& [id, block] : blocks) {
    std::for_each(block.fields.begin(), block.fields.end(), index);
  }
}

}  // namespace pouch::templates
