#include "templates/reading/asked.hpp"

#include <algorithm>

#include "templates/text/fold.hpp"
#include "templates/types/phrases.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

// "Needed." and the words before the condition of "Needed if …", in every language, folded.
std::vector<std::string> need_words(const TemplateSet& set) {
  std::vector<std::string> words{fold(english_phrase("needed"))};
  const auto add = [&](std::string_view phrase) { words.push_back(fold(phrase)); };
  const auto add_if = [&](std::string_view phrase) { add(phrase.substr(0, phrase.find('{'))); };
  add_if(english_phrase("needed_if"));
  for (const auto* language : set.languages()) {
    for (const auto& [id, phrase] : language->phrases) {
      if (id == "needed") {
        add(phrase);
      } else if (id == "needed_if") {
        add_if(phrase);
      }
    }
  }
  std::erase(words, std::string());
  return words;
}

bool begins_with_one(std::string_view text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.starts_with(word); });
}

const std::vector<FieldSpec>* fields_of(const std::string& block, const Template& which,
                                        const TemplateSet& set) {
  return block.empty() ? &which.fields : &set.block(block)->fields;
}

const FieldSpec* field_at(const Line& line, const std::string& block, const Template& which,
                          const TemplateSet& set) {
  const auto found = labelled(line.text);
  if (!found) {
    return nullptr;
  }
  const auto& vocabulary = set.vocabulary();
  const auto& labels =
      block.empty() ? vocabulary.templates.at(which.name) : vocabulary.blocks.at(block);
  const auto at = labels.find(fold(found->label));
  return at == Labels::npos ? nullptr : &fields_of(block, which, set)->at(at);
}

}  // namespace

Asked::Asked(const std::vector<Line>& lines, const Template& which, const TemplateSet& set) {
  if (std::none_of(lines.begin(), lines.end(),
                   [](const Line& line) { return is_help(line.text); })) {
    return;
  }
  const auto words = need_words(set);
  std::string block;
  bool needed = false, in_help = false;
  for (const auto& line : lines) {
    if (is_help(line.text)) {
      const auto text = fold(line.text);
      if (begins_with_one(text, words)) {
        helps_.push_back({block, text});
        needed = true;
      } else if (in_help && needed) {
        helps_.back().text += text;
      }
      in_help = true;
      continue;
    }
    in_help = false;
    if (const auto header = block_header(line.text)) {
      const auto found = set.vocabulary().block_names.find(fold(header->name));
      block = found == set.vocabulary().block_names.end() ? block : found->second;
    } else if (const auto* field = field_at(line, block, which, set)) {
      shown_.emplace(block, field);
      if (needed) {
        asked_.emplace(block, field);
      }
      needed = false;
    }
  }
}

bool Asked::asked(const std::string& block, const FieldSpec& field) const {
  if (asked_.count({block, &field}) > 0) {
    return true;
  }
  const auto says = [&](const std::string& help) {
    const auto folded = fold(help);
    return !folded.empty() && std::any_of(helps_.begin(), helps_.end(), [&](const Help& one) {
      return one.block == block && one.text.find(folded) != std::string::npos;
    });
  };
  return says(field.help) || std::any_of(field.words.begin(), field.words.end(),
                                         [&](const auto& one) { return says(one.second.help); });
}

bool Asked::shows(const std::string& block, const FieldSpec& field) const {
  return shown_.count({block, &field}) > 0;
}

}  // namespace pouch::templates
