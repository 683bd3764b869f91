#include "gateway/words/word_file.hpp"

#include <toml++/toml.h>

#include "gateway/fault.hpp"

namespace pouch::gateway {
namespace {

[[noreturn]] void broken(std::string_view file, const std::string& what) {
  throw Fault(false, "gateway/words/" + std::string(file) + ": " + what,
              "key = \"text\", or key = { one = \"…\", other = \"…\" }");
}

PluralForms forms_of(const toml::node& node, const std::string& key, std::string_view file) {
  if (const auto text = node.value<std::string>()) {
    return {{"other", *text}};
  }
  PluralForms forms;
  if (const auto* table = node.as_table()) {
    for (const auto& [category, form] : *table) {
      forms[std::string(category.str())] = form.value_or<std::string>("");
    }
  }
  if (forms.find("other") == forms.end()) {
    broken(file, key + " has no form `other`");
  }
  return forms;
}

}  // namespace

PhraseTexts read_words(std::string_view toml, std::string_view file) {
  PhraseTexts texts;
  try {
    for (const auto& [key, node] : toml::parse(toml)) {
      const std::string name(key.str());
      texts[name] = forms_of(node, name, file);
    }
  } catch (const toml::parse_error& error) {
    broken(file, "line " + std::to_string(error.source().begin.line) + ": " +
                     std::string(error.description()));
  }
  return texts;
}

}  // namespace pouch::gateway
