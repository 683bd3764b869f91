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

std::size_t LabelWords::add(std::string_view label) {
  if (const auto known = by_label_.find(label); known != by_label_.end()) {
    return known->second;
  }
  const auto place = static_cast<std::uint32_t>(words_.size());
  const auto folded = fold(label);
  const auto wide = code_points(folded);
  Word word{kept(label), kept(folded), letters_of(wide), static_cast<std::uint32_t>(wide.size()),
            place};
  word.same = by_folded_.emplace(word.folded, place).first->second;
  by_label_.emplace(word.label, place);
  words_.push_back(word);
  return place;
}

std::string_view LabelWords::kept(std::string_view text) {
  auto* octets = static_cast<char*>(texts_.allocate(text.size(), alignof(char)));
  std::copy(text.begin(), text.end(), octets);
  return {octets, text.size()};
}

std::size_t LabelWords::find(std::string_view folded) const {
  const auto found = by_folded_.find(folded);
  return found == by_folded_.end() ? npos : found->second;
}

void LabelWords::end() {
  decltype(by_label_)().swap(by_label_);
  words_.shrink_to_fit();
}

Labels::Labels(std::shared_ptr<LabelWords> words) : words_(std::move(words)) {}

std::vector<Labels::Exact>::const_iterator Labels::place_of(std::size_t word) const {
  return std::lower_bound(exact_.begin(), exact_.end(), word,
                          [](const Exact& one, std::size_t other) { return one.word < other; });
}

void Labels::add(std::string_view label, std::size_t field, std::size_t edits) {
  const auto place = words_->add(label);
  const auto& word = words_->at(place);
  const auto at = place_of(word.same);
  if (word.folded.empty() || (at != exact_.end() && at->word == word.same)) {
    return;
  }
  exact_.insert(at, {static_cast<std::uint32_t>(word.same), static_cast<std::uint32_t>(field)});
  if (word.length >= kLongLabel) {
    long_.push_back({static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(edits)});
  }
}

std::size_t Labels::find(std::string_view folded) const {
  const auto word = words_->find(folded);
  const auto at = place_of(word);
  return at == exact_.end() || at->word != word ? npos : at->field;
}

std::string Labels::near(std::u32string_view folded) const {
  std::string best;
  auto most = kNearEdits;
  const auto letters = letters_of(folded);
  for (const auto& one : long_) {
    const auto& known = words_->at(one.word);
    // One edit changes the set of letters by two at most: most labels are told apart by that.
    const auto allowed = std::min<std::size_t>(most, one.edits);
    if (std::popcount(letters ^ known.letters) > static_cast<int>(2 * allowed)) {
      continue;
    }
    const auto distance = edit_distance(folded, code_points(known.folded), allowed);
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

std::vector<std::string> english_words_of(const FieldSpec& field) {
  std::vector<std::string> words{field.label};
  auto id = field.id;  // DECISIONS 29: the identifier with `_` as a space
  std::replace(id.begin(), id.end(), '_', ' ');
  words.push_back(std::move(id));
  words.insert(words.end(), field.aliases.begin(), field.aliases.end());
  words.erase(std::remove(words.begin(), words.end(), std::string()), words.end());
  return words;
}

std::vector<std::string> words_of(const FieldSpec& field) {
  auto words = english_words_of(field);
  for (const auto& [language, translated] : field.words) {
    words.push_back(translated.label);
    words.insert(words.end(), translated.aliases.begin(), translated.aliases.end());
  }
  words.erase(std::remove(words.begin(), words.end(), std::string()), words.end());
  return words;
}

namespace {

Labels labels_of(const std::vector<FieldSpec>& fields, const std::shared_ptr<LabelWords>& words) {
  Labels labels(words);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (const auto& word : english_words_of(fields[i])) {
      labels.add(word, i);
    }
    for (const auto& word : words_of(fields[i])) {
      const bool is_long = words->at(words->add(word)).length >= kLongForeign;
      labels.add(word, i, is_long ? Labels::kNearEdits : 1);
    }
  }
  return labels;
}

}  // namespace

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
                           const std::map<std::string, Language>& languages,
                           const std::shared_ptr<LabelWords>& words) {
  Vocabulary result;
  for (const auto& [name, which] : templates) {
    result.templates.emplace(name, labels_of(which.fields, words));
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
    result.blocks.emplace(id, labels_of(block.fields, words));
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

const FieldSpec* field_called(const TemplateSet& set, std::string_view form,
                              std::string_view label) {
  const auto* which = set.find(form);
  if (which == nullptr) {
    return nullptr;
  }
  const auto place = set.vocabulary().templates.at(which->name).find(fold(label));
  return place == Labels::npos ? nullptr : &which->fields.at(place);
}

}  // namespace pouch::templates
