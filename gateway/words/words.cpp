#include "gateway/words/words.hpp"

#include <algorithm>

#include "gateway/words/grammar.hpp"
#include "gateway/words/word_file.hpp"
#include "gateway/words/word_texts.hpp"

namespace pouch::gateway {
namespace {

// Serbian in Latin letters is the same text; Bosnian, Croatian and Montenegrin say many of these
// words differently, so they stay English until somebody writes them.
Words latin(const Words& serbian) {
  auto texts = serbian.texts();
  for (auto& [key, forms] : texts) {
    for (auto& [category, text] : forms) {
      text = detail::in_latin(text);
    }
  }
  return {"sr-Latn", std::move(texts)};
}

const std::vector<Words>& loaded() {
  static const auto kWords = [] {
    std::vector<Words> words;
    for (const auto& [tag, toml] : kWordTexts) {
      words.emplace_back(std::string(tag), read_words(toml, std::string(tag) + ".toml"));
      if (tag == "sr") {
        words.push_back(latin(Words(words.back())));
      }
    }
    return words;
  }();
  return kWords;
}

std::string filled(std::string_view text, const Places& places) {
  std::string result;
  while (!text.empty()) {
    const auto open = std::min(text.find('{'), text.size());
    result += text.substr(0, open);
    text.remove_prefix(open);
    const auto close = text.find('}');
    if (close == std::string_view::npos) {
      break;
    }
    const auto name = text.substr(1, close - 1);
    const auto place = std::find_if(places.begin(), places.end(),
                                    [&](const Place& one) { return one.name == name; });
    result += place == places.end() ? text.substr(0, close + 1) : std::string_view(place->text);
    text.remove_prefix(close + 1);
  }
  return result + std::string(text);
}

}  // namespace

Words::Words(std::string tag, PhraseTexts texts) : tag_(std::move(tag)), texts_(std::move(texts)) {}

const Words& Words::english() { return loaded().front(); }

const Words& Words::in(std::string_view language) {
  std::string wanted(language);
  std::replace(wanted.begin(), wanted.end(), '_', '-');
  while (!wanted.empty()) {
    for (const auto& words : loaded()) {
      if (words.tag() == wanted) {
        return words;
      }
    }
    const auto dash = wanted.rfind('-');
    wanted.erase(dash == std::string::npos ? 0 : dash);
  }
  return english();
}

std::vector<const Words*> Words::all() {
  std::vector<const Words*> result;
  for (const auto& words : loaded()) {
    result.push_back(&words);
  }
  return result;
}

std::string Words::operator()(Phrase phrase, const Places& places) const {
  const auto key = kPhraseKeys.at(phrase.at());
  const auto found = texts_.find(key);
  if (found == texts_.end()) {
    return this == &english() ? std::string(key) : english()(phrase, places);
  }
  const auto& forms = found->second;
  const auto count =
      std::find_if(places.begin(), places.end(), [](const Place& place) { return place.counts; });
  auto form = forms.find("other");
  if (forms.size() > 1 && count != places.end()) {
    const auto chosen = forms.find(detail::plural_category(tag_, count->count));
    form = chosen == forms.end() ? form : chosen;
  }
  return filled(form->second, places);
}

std::string Words::country(std::string_view code) const { return detail::country_in(tag_, code); }

}  // namespace pouch::gateway
