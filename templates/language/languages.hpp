// The forms in other languages: _language_TAG.toml beside them gives labels, aliases, help and the
// names of codes; data alone. What it leaves out stays English. The words of every language are
// accepted when reading, whatever language the form was printed in. Private to this room.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "templates/language/toml_source.hpp"
#include "templates/template.hpp"

namespace pouch::templates {

class LabelWords;  // templates/types/vocabulary.hpp

inline constexpr std::string_view kLanguageStem = "_language_";

// Names that some file has used, also one that a site's file has replaced since: a shipped language
// speaks of what is shipped.
struct KnownNames {
  std::set<std::string> fields;  // of templates
  // Of each form its fields, and their codes where the list has no name.
  std::map<std::string, std::map<std::string, std::set<std::string>>> forms;
  std::map<std::string, std::set<std::string>> blocks;  // and their fields
  std::map<std::string, std::set<std::string>> codes;   // by list, or by field
  void add(const Template& which);
  void add(const BlockSpec& block);
  void add(const std::string& list, const std::vector<Choice>& choices);
};

struct Translated {
  const KnownNames& known;
  std::map<std::string, Template>& templates;
  std::map<std::string, BlockSpec>& blocks;
  std::map<std::string, Language>& languages;
};

// [reply_words]: `codes` are those of the field reply_kind.
ShortWords read_short_words(TomlTable& file, const std::set<std::string>& codes);
void read_language(TomlTable& file, const std::string& stem, const Translated& into);
// A word of one language that names another field of the same form, or another code of the same
// list, in any language.
void check_translations(const std::map<std::string, Template>& templates,
                        const std::map<std::string, BlockSpec>& blocks,
                        const std::map<std::string, Language>& languages,
                        std::vector<LoadFault>& faults);
// A few words that stand for two codes, in whatever languages.
void check_short_words(const std::map<std::string, Template>& templates,
                       const std::map<std::string, Language>& languages,
                       std::vector<LoadFault>& faults);
// FieldSpec::by_word of every field.
void index_choices(std::map<std::string, Template>& templates,
                   std::map<std::string, BlockSpec>& blocks,
                   const std::shared_ptr<LabelWords>& words);

}  // namespace pouch::templates
