// A form's definition, read from one TOML file (grammar: docs/templates.md). Data only: no code, no
// path, no shell in it. Envelope fields and entity blocks are defined once, in files of their own,
// and named by the templates that use them. Loading checks everything that can be checked and says
// each fault with file, line, key and a hint; a set with faults is not used.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "templates/shared.hpp"

namespace pouch::templates {

class Labels;  // folded words (templates/types/vocabulary.hpp)

// One table drives reader, checker, blank form, JSON and schema (STYLE habit 7).
enum class Type {
  kText,       // Unicode, at most `limit` characters
  kChoice,     // one of `choices`
  kDate,       // ISO 8601, partial allowed: 1975, 1975-03
  kTime,       // date and time with offset, RFC 3339
  kCountry,    // ISO 3166-1 alpha-2; EL is GR
  kLanguage,   // ISO 639-1
  kBool,       // yes or no
  kReference,  // a case or message number of the gateway
  kInteger,
  kPhone,       // E.164
  kQuestions,   // numbered list; each item keeps its number
  kBlock,       // another block of the form: "Person 1", stored as "person 1"
  kAttachment,  // an attachment of the mail, by its name or its number
};

// The words of one language for a code, and where they stand.
struct Said {
  std::vector<std::string> words;
  std::size_t line = 0;
};

struct Choice {
  std::string code;                  // INVESTIGATE; what is stored and sent on
  std::string label;                 // investigate
  std::vector<std::string> aliases;  // other words
  // By language tag, from the language files; the first word of each is printed.
  std::map<std::string, Said> words;
};

// What a field or block is called in another language.
struct Words {
  std::string label;
  std::vector<std::string> aliases;
  std::string help;
  std::size_t line = 0;  // of its file
};
using Translations = std::map<std::string, Words>;  // by language tag

inline constexpr std::string_view kAnyField = "*";

// "field = VALUE" or "field present"; all must hold.
struct Condition {
  std::string field;                // kAnyField: the block itself
  std::vector<std::string> values;  // any of; empty: the field is present at all
  bool negated = false;
  std::string block;  // "person.role": of any block of that kind; empty: of the same form or block
};

// The value that holds when all conditions do and a block of that kind is there.
struct Conditional {
  std::vector<Condition> when;
  std::string block;  // empty: any form
  std::string value;
};

inline constexpr std::string_view kUnreadRefuses = "refuse";

struct FieldSpec {
  std::string id;                    // own_ref, as in DOMAIN section 2
  std::string label;                 // Our reference
  std::vector<std::string> aliases;  // beside label and id
  Type type = Type::kText;
  bool list = false;
  bool required = false;
  std::vector<Condition> required_if;
  std::vector<std::string> one_of;  // at least one of these fields of the same block
  std::string default_value;        // normalised; empty: none
  std::string known;                // filled from what the directory knows: "unit", "agency" …
  Shared<std::vector<Choice>> choices;
  std::size_t limit = 500;  // characters of one value
  std::size_t items = 50;   // of a list
  std::string help, example;
  std::string search;    // the search field that it feeds: person, plate, vin …; may be empty
  bool in_blank = true;  // shown in the blank form (required and common ones)
  bool comma = true;     // of a list: a comma parts two items
  bool remind = false;   // using the default gives a warning
  bool future = false;   // kTime: must not lie in the past
  bool all = false;      // kCountry: ALL is a value
  std::vector<Conditional> default_if;
  std::string from_block;  // "person.role": absent, these values of the blocks
  std::string check;       // vin, iban, container, luhn: failing is a warning
  std::vector<Conditional> check_if, search_if;
  std::string choice_list;  // the name of the code list, when it has one
  // Every word of all languages → place in `choices`; made when the set is loaded.
  std::shared_ptr<const Labels> by_word;
  Shared<Translations> words;
  // Relations to what else the form says (templates/reading/relations.hpp).
  std::vector<std::string> refers;  // kinds of blocks that a value may name
  std::string after;                // a date or time: not before that of this field
  std::string within;               // "30d": no longer after it (or after now)
  bool past = false;                // a date or time: not in the future
  std::string paced_by;             // a deadline: not shorter than this field's class has
  long minimum = 0, maximum = 0;    // of an integer; both 0: any
  std::string absent;               // what letters say when it was not given: "not given"
  // In a form whose problems warn: the stored value that counts when what was written cannot be
  // read; kUnreadRefuses: it is a problem even there. Empty: what was written stays as it is.
  std::string unread;
  std::vector<FieldSpec> parts;  // of one item: "RO, Radu, lead"; labels, types, choices
};

struct BlockSpec {
  std::string id;     // person
  std::string label;  // Person
  std::vector<std::string> aliases;
  std::vector<FieldSpec> fields;
  std::vector<std::vector<std::string>> need_one;  // each: at least one of these fields
  Translations words;                              // label and aliases alone
};

struct BlockUse {
  std::string block;  // id
  std::size_t minimum = 0, maximum = 50;
  bool in_blank = false;
  std::vector<std::string> optional;  // fields that this template does not require of it
};

// What is said in a few words instead of a form, by the code that it stands for; kUntilBefore and
// kUntilAfter: the words before or after a date.
using ShortWords = std::map<std::string, Said>;
inline constexpr std::string_view kUntilBefore = "UNTIL", kUntilAfter = "UNTIL_AFTER";

struct Template {
  std::string name, title, version;
  std::vector<std::string> aliases;      // other words for `Form:`
  std::vector<std::string> communities;  // who may send it; empty: all
  std::string right = "send";            // the right a sender needs
  bool lenient = false;                  // problems warn: it is never sent back for form's sake
  std::string goes_to;                   // countries, group, requester, own-focal-point, gateway
  std::vector<FieldSpec> fields;         // envelope fields first
  std::vector<BlockUse> blocks;
  std::vector<std::vector<std::string>> need_one;  // of fields; "vehicle.*", "*.*": of blocks
  std::vector<std::string> need_block_unless;      // "request_kind=OTHER,JOINT_OPERATION"
  std::map<std::string, std::string>
      deadlines;                   // priority code → "7d"; acknowledge under "NORMAL.ack"
  std::string expects = "answer";  // of those it goes to: answer, acknowledgement, nothing
  std::string expires;             // the field that says until when it counts; empty: none
  std::map<std::string, std::string> titles;  // by language tag
  ShortWords short_words;                     // of answers, in English
};

// A language of the forms, from _language_TAG.toml.
struct Language {
  std::string tag;   // BCP 47: bg, sr, sr-Latn
  std::string name;  // in itself
  std::vector<std::string> aliases;
  ShortWords short_words;
  std::map<std::string, std::string> phrases;  // what a blank form says beside its fields
  std::map<std::string, Said> orders;          // words by which a mail asks the gateway, by id
  std::string file;
  std::size_t order = 0;  // in which it was read: a word that collides is the later one's fault
};

struct LoadFault {
  std::string file;
  std::size_t line = 0;
  std::string key, what, hint;
};

struct LoadOptions {
  // What lies in the first folder was checked when it was built: its files are read, and compared
  // with nothing while no other folder adds one to them.
  bool first_is_checked = false;
  bool languages = true;  // false: English alone
};

struct Vocabulary;  // all labels, folded (templates/types/vocabulary.hpp)

class TemplateSet {
 public:
  // Folders are read in order; a template of a later folder replaces one of the same name.
  // Files: _envelope.toml, _blocks.toml, NAME.toml.
  static TemplateSet load(const std::vector<std::filesystem::path>& folders,
                          std::vector<LoadFault>& faults, const LoadOptions& options = {});
  const Template* find(std::string_view name) const;  // by name, title or alias of `Form:`
  const BlockSpec* block(std::string_view id) const;
  std::vector<const Template*> all() const;  // by name
  const std::map<std::string, BlockSpec>& blocks() const { return blocks_; }
  // RFC 4647 lookup: "sr-Latn-ME" finds sr-Latn; nullptr: no such language (English is none).
  const Language* language(std::string_view tag) const;
  std::vector<const Language*> languages() const;
  const Vocabulary& vocabulary() const;

 private:
  std::map<std::string, Template> templates_;
  std::map<std::string, BlockSpec> blocks_;
  std::map<std::string, Language> languages_;
  std::shared_ptr<const Vocabulary> vocabulary_;  // null: of a set that was not loaded
};

}  // namespace pouch::templates
