// Every label of a set of templates, folded: made once when the set is loaded, shared by all
// readings. Fields are named by their place in Template::fields or BlockSpec::fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "templates/template.hpp"

namespace pouch::templates {

// Words as they are written and folded, each once however many forms say it: thirteen forms share
// the envelope's in as many languages.
class LabelWords {
 public:
  struct Word {
    std::string_view label, folded;
    std::uint64_t letters = 0;  // which it has, modulo 64
    std::uint32_t length = 0;   // of `folded`, in characters
    std::uint32_t same = 0;     // the place of the first word that folds so
  };
  std::size_t add(std::string_view label);  // its place
  const Word& at(std::size_t place) const { return words_[place]; }
  std::size_t find(std::string_view folded) const;  // the first that folds so; npos: none
  void end();                                       // none is added any more
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

 private:
  std::string_view kept(std::string_view text);
  std::pmr::monotonic_buffer_resource texts_;
  std::vector<Word> words_;
  std::unordered_map<std::string_view, std::uint32_t> by_label_, by_folded_;
};

class Labels {
 public:
  explicit Labels(std::shared_ptr<LabelWords> words = std::make_shared<LabelWords>());
  // `edits`: how many a near miss may have (DECISIONS 11).
  void add(std::string_view label, std::size_t field, std::size_t edits = kNearEdits);
  static constexpr std::size_t kNearEdits = 2;
  // `folded` as fold() gives it; npos: unknown.
  std::size_t find(std::string_view folded) const;
  // DECISIONS 11: the known label of five letters or more within edit distance 2; empty: none.
  std::string near(std::u32string_view folded) const;
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

 private:
  struct Exact {
    std::uint32_t word = 0, field = 0;
  };
  struct Long {
    std::uint32_t word = 0, edits = 0;
  };
  std::vector<Exact>::const_iterator place_of(std::size_t word) const;
  std::shared_ptr<LabelWords> words_;
  std::vector<Exact> exact_;  // by word
  std::vector<Long> long_;    // in the order in which they came: the first near one is named
};

// Every word by which a field may be called; in English alone.
std::vector<std::string> words_of(const FieldSpec& field);
std::vector<std::string> english_words_of(const FieldSpec& field);

// The field of that form which a label of any language names; null: there is none, or no such form.
const FieldSpec* field_called(const TemplateSet& set, std::string_view form,
                              std::string_view label);

struct Vocabulary {
  std::map<std::string, Labels, std::less<>> templates, blocks;  // by name, by id
  std::unordered_map<std::string, std::string> block_names;      // folded → id
  std::unordered_map<std::string, std::string> form_names;       // folded → template name
  std::vector<std::string> form_words;                           // folded labels of `Form:`
  std::unordered_map<std::string, std::string> short_words;      // folded → code of an answer
  std::vector<std::string> until_before, until_after;            // words about a date
  std::vector<std::string> free_text_words;                      // folded labels of `Free text:`
  std::unordered_map<std::string, std::string> orders;           // folded → id (order_words.hpp)
};

Vocabulary make_vocabulary(const std::map<std::string, Template>& templates,
                           const std::map<std::string, BlockSpec>& blocks,
                           const std::map<std::string, Language>& languages,
                           const std::shared_ptr<LabelWords>& words);

// Whether a word stands for `Free text:` in one of the languages of the members.
bool is_free_text_label(std::string_view label);

inline constexpr std::string_view kFormField = "template";

}  // namespace pouch::templates
