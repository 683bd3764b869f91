#include "templates/languages.hpp"

#include <algorithm>
#include <set>

#include "templates/edit_distance.hpp"
#include "templates/field_reader.hpp"
#include "templates/fold.hpp"
#include "templates/types.hpp"
#include "templates/vocabulary.hpp"

namespace pouch::templates {
namespace {

// What a blank form says beside its fields. `{title}`, `{block}` and `{blocks}` are replaced.
constexpr std::string_view kPhrases[] = {"intro",     "needed", "more", "others",
                                         "free_text", "yes",    "no"};

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
    auto table = file_.table("fields");
    if (!table) {
      return;
    }
    std::vector<std::string> known;
    for (const auto& [name, which] : into_.templates) {
      for (const auto& field : which.fields) {
        known.push_back(field.id);
      }
    }
    for (const auto& id : table->keys()) {
      const auto words = read_words(*table, id, true);
      bool used = false;
      for (auto& [name, which] : into_.templates) {
        used = give(which.fields, id, words) || used;
      }
      if (!used) {
        table->fault(id, "no form has a field \"" + id + "\"",
                     nearest_hint(id, known, "the identifier of a field, as in own_ref"));
      }
    }
  }

  void read_blocks() {
    auto table = file_.table("blocks");
    if (!table) {
      return;
    }
    std::vector<std::string> known;
    for (const auto& [id, block] : into_.blocks) {
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
    for_each_field([&](FieldSpec& field) { known.push_back(name_of(field)); });
    for (const auto& name : table->keys()) {
      auto inner = table->table(name);
      bool used = false;
      for_each_field([&](FieldSpec& field) {
        if (inner && !field.choices.empty() && name_of(field) == name) {
          give(*inner, field, !used);
          used = true;
        }
      });
      if (!used) {
        table->fault(name, "there is no list of codes \"" + name + "\"",
                     nearest_hint(name, known, "the name of a list, or the field's identifier"));
      }
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

  bool give(std::vector<FieldSpec>& fields, const std::string& id, const Words& words) const {
    bool used = false;
    for (auto& field : fields) {
      if (field.id == id && !words.label.empty()) {
        field.words[tag_] = words;
        used = true;
      }
      used = used || field.id == id;
    }
    return used;
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
      std::vector<std::string> known;
      for (const auto& field : block.fields) {
        known.push_back(field.id);
      }
      for (const auto& id : fields->keys()) {
        const auto translated = read_words(*fields, id, true);
        if (!give(block.fields, id, translated)) {
          fields->fault(id, "the block " + block.id + " has no field \"" + id + "\"",
                        nearest_hint(id, known, "the identifier of a field, as in plate"));
        }
      }
    }
    table.reject_unknown();
  }

  void give(TomlTable& table, FieldSpec& field, bool tell) const {
    for (const auto& code : table.keys()) {
      const auto found = std::find_if(field.choices.begin(), field.choices.end(),
                                      [&](const Choice& choice) { return choice.code == code; });
      auto words = table.texts(code);
      if (found == field.choices.end()) {
        if (tell) {
          table.fault(code, "there is no code \"" + code + "\"", "one of: " + choice_words(field));
        }
      } else if (words.empty() || words.front().empty()) {
        table.fault(code, "says nothing", code + " = \"…\"");
      } else {
        found->words[tag_] = {std::move(words), table.line_of(code)};
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
  for (const auto phrase : kPhrases) {
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

}  // namespace

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
  Reader reader(file, into, tag);
  reader.read_fields();
  reader.read_blocks();
  reader.read_choices();
  reader.read_titles();
  file.reject_unknown();
  language.order = into.languages.size();
  into.languages[tag] = std::move(language);
}

namespace {

struct Owner {
  std::string id, language;
};

using InOrder = std::vector<const Language*>;

InOrder in_order(const std::map<std::string, Language>& languages) {
  InOrder result;
  for (const auto& [tag, language] : languages) {
    result.push_back(&language);
  }
  std::sort(result.begin(), result.end(),
            [](const Language* one, const Language* other) { return one->order < other->order; });
  return result;
}

// English words were compared when their file was read; here each word of a language is.
void check_labels(const std::vector<FieldSpec>& fields, const std::string& where,
                  const InOrder& languages, std::vector<LoadFault>& faults) {
  std::map<std::string, Owner> owners;
  for (const auto& field : fields) {
    auto english = field;
    english.words.clear();
    for (const auto& word : words_of(english)) {
      owners.emplace(fold(word), Owner{field.id, ""});
    }
  }
  const auto check = [&](const Language& language, const FieldSpec& field) {
    const auto words = field.words.find(language.tag);
    if (words == field.words.end()) {
      return;
    }
    auto all = words->second.aliases;
    all.push_back(words->second.label);
    for (const auto& word : all) {
      const auto [owner, added] = owners.emplace(fold(word), Owner{field.id, language.tag});
      if (!added && owner->second.id != field.id) {
        const auto& other = owner->second.language;
        faults.push_back({language.file, words->second.line, field.id,
                          "\"" + word + "\" names " + owner->second.id + " of " + where + " too" +
                              (other.empty() || other == language.tag ? "" : " (" + other + ")"),
                          "use another word"});
      }
    }
  };
  for (const auto* language : languages) {
    for (const auto& field : fields) {
      check(*language, field);
    }
  }
}

void check_codes(const FieldSpec& field, const std::string& where, const InOrder& languages,
                 std::vector<LoadFault>& faults) {
  std::map<std::string, std::string> owners;
  for (const auto& choice : field.choices) {
    owners.emplace(fold(choice.code), choice.code);
  }
  for (const auto& choice : field.choices) {
    owners.emplace(fold(choice.label), choice.code);
    for (const auto& alias : choice.aliases) {
      owners.emplace(fold(alias), choice.code);
    }
  }
  const auto check = [&](const Language& language, const Choice& choice) {
    const auto said = choice.words.find(language.tag);
    if (said == choice.words.end()) {
      return;
    }
    for (const auto& word : said->second.words) {
      const auto [owner, added] = owners.emplace(fold(word), choice.code);
      if (!added && owner->second != choice.code) {
        faults.push_back({language.file, said->second.line, choice.code,
                          "\"" + word + "\" is said of " + choice.code + " and of " +
                              owner->second + " in " + where,
                          "use another word"});
      }
    }
  };
  for (const auto* language : languages) {
    for (const auto& choice : field.choices) {
      check(*language, choice);
    }
  }
}

void check_block_names(const std::map<std::string, BlockSpec>& blocks, const InOrder& languages,
                       std::vector<LoadFault>& faults) {
  std::map<std::string, std::string> names;
  for (const auto& [id, block] : blocks) {
    names.emplace(fold(block.label), id);
    names.emplace(fold(id), id);
    for (const auto& alias : block.aliases) {
      names.emplace(fold(alias), id);
    }
  }
  const auto check = [&](const Language& language, const BlockSpec& block) {
    const auto words = block.words.find(language.tag);
    if (words == block.words.end()) {
      return;
    }
    auto all = words->second.aliases;
    all.push_back(words->second.label);
    for (const auto& word : all) {
      const auto [owner, added] = names.emplace(fold(word), block.id);
      if (!added && owner->second != block.id) {
        faults.push_back({language.file, words->second.line, block.id,
                          "\"" + word + "\" names the block " + owner->second + " too",
                          "use another word"});
      }
    }
  };
  for (const auto* language : languages) {
    for (const auto& [id, block] : blocks) {
      check(*language, block);
    }
  }
}

// A field of many forms is at fault once.
void keep_first(std::vector<LoadFault>& faults, std::size_t from) {
  const auto begin = faults.begin() + static_cast<std::ptrdiff_t>(from);
  auto kept = begin;
  for (auto at = begin; at != faults.end(); ++at) {
    const bool again = std::any_of(begin, kept, [&](const LoadFault& one) {
      return one.file == at->file && one.line == at->line && one.key == at->key;
    });
    if (!again) {
      std::iter_swap(kept++, at);
    }
  }
  faults.erase(kept, faults.end());
}

}  // namespace

void check_translations(const std::map<std::string, Template>& templates,
                        const std::map<std::string, BlockSpec>& blocks,
                        const std::map<std::string, Language>& languages,
                        std::vector<LoadFault>& faults) {
  const auto before = faults.size();
  const auto ordered = in_order(languages);
  std::set<std::string> lists;  // each is looked at once
  const auto check = [&](const std::vector<FieldSpec>& fields, const std::string& where) {
    check_labels(fields, where, ordered, faults);
    for (const auto& field : fields) {
      if (!field.choices.empty() &&
          (field.choice_list.empty() || lists.insert(field.choice_list).second)) {
        check_codes(field, where, ordered, faults);
      }
    }
  };
  for (const auto& [name, which] : templates) {
    check(which.fields, "the form " + name);
  }
  for (const auto& [id, block] : blocks) {
    check(block.fields, "the block " + id);
  }
  check_block_names(blocks, ordered, faults);
  keep_first(faults, before);
}

void index_choices(std::map<std::string, Template>& templates,
                   std::map<std::string, BlockSpec>& blocks) {
  std::map<std::string, std::shared_ptr<const Labels>> by_list;  // one for all users of a list
  const auto index = [&](FieldSpec& field) {
    if (field.choices.empty()) {
      return;
    }
    auto& shared = by_list[field.choice_list];
    if (shared == nullptr || field.choice_list.empty()) {
      auto words = std::make_shared<Labels>();
      for (const auto& [word, place] : words_of_choices(field)) {
        words->add(word, place);
      }
      shared = std::move(words);
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
