#include "templates/types/vocabulary.hpp"

#include <algorithm>
#include <bit>

#include "templates/text/edit_distance.hpp"
#include "templates/text/fold.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kLongLabel = 5;  // DECISIONS 11
// Of twelve languages many short labels lie two edits from an English word: "Date" from "Către".
constexpr std::size_t kLongForeign = 8;

// `Free text:` in the languages of the members.
constexpr std::string_view kFreeText[] = {"Free text",      "Freetext",         "Text liber",
                                          "Свободен текст", "Слободан текст",   "Slobodan tekst",
                                          "Слободен текст", "Ελεύθερο κείμενο", "Szabad szöveg",
                                          "Serbest metin",  "Tekst i lirë"};

void add_unique(std::vector<std::string>& words, std::string word) {
  if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) {
    words.push_back(std::move(word));
  }
}

std::uint64_t letters_of(std::u32string_view folded) {
  std::uint64_t letters = 0;
  for (const auto c : folded) {
    letters |= std::uint64_t{1} << (c % 64);
  }
  return letters;
}

}  // namespace

void Labels::add(std::string_view label, std::size_t field, std::size_t edits) {
  auto folded = fold(label);
  if (folded.empty() || !exact_.emplace(folded, field).second) {
    return;
  }
  auto wide = code_points(folded);
  if (wide.size() >= kLongLabel) {
    const auto letters = letters_of(wide);
    long_.push_back({std::move(wide), std::string(label), edits, letters});
  }
}

std::size_t Labels::find(const std::string& folded) const {
  const auto found = exact_.find(folded);
  return found == exact_.end() ? npos : found->second;
}

std::string Labels::near(std::u32string_view folded) const {
  std::string best;
  auto most = kNearEdits;
  const auto letters = letters_of(folded);
  for (const auto& known : long_) {
    // One edit changes the set of letters by two at most: most labels are told apart by that.
    const auto allowed = std::min(most, known.edits);
    if (std::popcount(letters ^ known.letters) > static_cast<int>(2 * allowed)) {
      continue;
    }
    const auto distance = edit_distance(folded, known.folded, allowed);
    if (distance <= allowed) {
      best = known.label;
      if (distance <= 1) {
        break;
      }
      most = distance - 1;
    }
  }
  return best;
}

std::vector<std::string> words_of(const FieldSpec& field) {
  std::vector<std::string> words{field.label};
  auto id = field.id;  // DECISIONS 29: the identifier with `_` as a space
  std::replace(id.begin(), id.end(), '_', ' ');
  words.push_back(std::move(id));
  words.insert(words.end(), field.aliases.begin(), field.aliases.end());
  for (const auto& [language, translated] : field.words) {
    words.push_back(translated.label);
    words.insert(words.end(), translated.aliases.begin(), translated.aliases.end());
  }
  words.erase(std::remove(words.begin(), words.end(), std::string()), words.end());
  return words;
}

Labels labels_of(const std::vector<FieldSpec>& fields) {
  Labels labels;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    auto english = fields[i];
    english.words = {};
    for (const auto& word : words_of(english)) {
      labels.add(word, i);
    }
    for (const auto& word : words_of(fields[i])) {
      const bool is_long = characters(fold(word)) >= kLongForeign;
      labels.add(word, i, is_long ? Labels::kNearEdits : 1);
    }
  }
  return labels;
}

bool is_free_text_label(std::string_view label) {
  return std::any_of(std::begin(kFreeText), std::end(kFreeText),
                     [&](std::string_view known) { return fold(known) == fold(label); });
}

namespace {

void add_short_words(const ShortWords& said, Vocabulary& into) {
  for (const auto& [code, words] : said) {
    for (const auto& word : words.words) {
      if (code == kUntilBefore) {
        into.until_before.push_back(fold(word));
      } else if (code == kUntilAfter) {
        into.until_after.push_back(word);
      } else {
        into.short_words.emplace(fold(word), code);
      }
    }
  }
}

}  // namespace

Vocabulary make_vocabulary(const std::map<std::string, Template>& templates,
                           const std::map<std::string, BlockSpec>& blocks,
                           const std::map<std::string, Language>& languages) {
  Vocabulary result;
  for (const auto& [name, which] : templates) {
    result.templates.emplace(name, labels_of(which.fields));
    for (const auto& field : which.fields) {
      if (field.id == kFormField) {
        for (const auto& word : words_of(field)) {
          add_unique(result.form_words, fold(word));
        }
      }
    }
    result.form_names.emplace(fold(name), name);
  }
  for (const auto& [name, which] : templates) {
    result.form_names.emplace(fold(which.title), name);
    for (const auto& alias : which.aliases) {
      result.form_names.emplace(fold(alias), name);
    }
  }
  for (const auto& [id, block] : blocks) {
    result.blocks.emplace(id, labels_of(block.fields));
    result.block_names.emplace(fold(block.label), id);
    result.block_names.emplace(fold(id), id);
  }
  for (const auto& [id, block] : blocks) {
    for (const auto& alias : block.aliases) {
      result.block_names.emplace(fold(alias), id);
    }
    for (const auto& [language, translated] : block.words) {
      result.block_names.emplace(fold(translated.label), id);
      for (const auto& alias : translated.aliases) {
        result.block_names.emplace(fold(alias), id);
      }
    }
  }
  for (const auto& [name, which] : templates) {
    add_short_words(which.short_words, result);
  }
  for (const auto& [tag, language] : languages) {
    add_short_words(language.short_words, result);
  }
  add_unique(result.form_words, "form");
  for (const auto word : kFreeText) {
    add_unique(result.free_text_words, fold(word));
  }
  return result;
}

}  // namespace pouch::templates
