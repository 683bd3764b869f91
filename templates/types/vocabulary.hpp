// Every label of a set of templates, folded: made once when the set is loaded, shared by all
// readings. Fields are named by their place in Template::fields or BlockSpec::fields.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "templates/template.hpp"

namespace pouch::templates {

class Labels {
 public:
  // `edits`: how many a near miss may have (DECISIONS 11).
  void add(std::string_view label, std::size_t field, std::size_t edits = kNearEdits);
  static constexpr std::size_t kNearEdits = 2;
  // `folded` as fold() gives it; npos: unknown.
  std::size_t find(const std::string& folded) const;
  // DECISIONS 11: the known label of five letters or more within edit distance 2; empty: none.
  std::string near(std::u32string_view folded) const;
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

 private:
  struct Long {
    std::u32string folded;
    std::string label;
    std::size_t edits = kNearEdits;
    std::uint64_t letters = 0;  // which letters it has, modulo 64
  };
  std::unordered_map<std::string, std::size_t> exact_;
  std::vector<Long> long_;
};

Labels labels_of(const std::vector<FieldSpec>& fields);
// Every word by which a field may be called.
std::vector<std::string> words_of(const FieldSpec& field);

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
                           const std::map<std::string, Language>& languages);

// Whether a word stands for `Free text:` in one of the languages of the members.
bool is_free_text_label(std::string_view label);

inline constexpr std::string_view kFormField = "template";

}  // namespace pouch::templates
