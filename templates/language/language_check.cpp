// Words of languages that would name two things. English words were compared when their file was
// read; here each word of a language is, in the order in which the languages were read.
#include <algorithm>
#include <set>

#include "templates/language/languages.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
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

void check_labels(const std::vector<FieldSpec>& fields, const std::string& where,
                  const InOrder& languages, std::vector<LoadFault>& faults) {
  std::map<std::string, Owner> owners;
  for (const auto& field : fields) {
    for (const auto& word : english_words_of(field)) {
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

void check_short_words(const std::map<std::string, Template>& templates,
                       const std::map<std::string, Language>& languages,
                       std::vector<LoadFault>& faults) {
  std::map<std::string, std::string> owners;
  const auto check = [&](const ShortWords& all, const std::string& file) {
    for (const auto& [code, said] : all) {
      for (const auto& word : said.words) {
        const auto [owner, added] = owners.emplace(fold(word), code);
        if (!added && owner->second != code) {
          faults.push_back({file, said.line, code,
                            "\"" + word + "\" stands for " + owner->second + " too",
                            "use another word"});
        }
      }
    }
  };
  for (const auto& [name, which] : templates) {
    check(which.short_words, name + ".toml");
  }
  for (const auto* language : in_order(languages)) {
    check(language->short_words, language->file);
  }
}

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

}  // namespace pouch::templates
