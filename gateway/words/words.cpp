#include "gateway/words/words.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>

#include "gateway/words/grammar.hpp"
#include "gateway/words/word_file.hpp"
#include "gateway/words/word_texts.hpp"

namespace pouch::gateway {
namespace {

// Serbian in Latin letters is the same text; Bosnian, Croatian and Montenegrin say many of these
// words differently and have files of their own.
Words latin(const Words& serbian) {
  auto texts = serbian.texts();
  for (auto& [key, forms] : texts) {
    for (auto& [category, text] : forms) {
      text = detail::in_latin(text);
    }
  }
  return {"sr-Latn", std::move(texts)};
}

// Each language is read when somebody asks for it first: most runs need one or two.
struct Slot {
  std::once_flag once;
  std::optional<Words> words;
};

constexpr std::size_t kFiles = kWordTags.size();
constexpr std::size_t kLatinSerbian = kFiles;  // the slot behind those of the files

std::string_view tag_of(std::size_t at) {
  return at == kLatinSerbian ? std::string_view("sr-Latn") : kWordTags[at];
}

std::size_t slot_of(std::string_view tag) {
  std::size_t at = 0;
  while (at <= kLatinSerbian && tag_of(at) != tag) {
    ++at;
  }
  return at;
}

std::string toml_of(std::string_view tag) {
  std::string toml;
  for (const auto& [of, piece] : kWordTexts) {
    toml += of == tag ? piece : std::string_view();
  }
  return toml;
}

// `key = …` of one file, with its line breaks; empty: it does not say that.
std::string_view entry_of(std::string_view tag, std::string_view key) {
  const auto begin = "\n" + std::string(key) + " = ";
  constexpr std::string_view kManyLines = "\"\"\"";
  for (const auto& [of, piece] : kWordTexts) {
    const auto at = of == tag ? piece.find(begin) : std::string_view::npos;
    if (at != std::string_view::npos) {
      const auto entry = piece.substr(at + 1);
      const auto value = begin.size() - 1;
      return entry.substr(
          0, entry.substr(value).starts_with(kManyLines)
                 ? entry.find(kManyLines, value + kManyLines.size()) + kManyLines.size()
                 : entry.find('\n'));
    }
  }
  return {};
}

std::string text_of(std::string_view tag, std::string_view key) {
  const auto entry = entry_of(tag, key);
  return entry.empty()
             ? std::string()
             : read_words(entry, std::string(tag) + ".toml").at(std::string(key)).at("other");
}

const Words& loaded(std::size_t at) {
  static std::array<Slot, kFiles + 1> slots;
  auto& slot = slots.at(at);
  std::call_once(slot.once, [&] {
    const std::string tag(tag_of(at));
    slot.words = at == kLatinSerbian ? latin(loaded(slot_of("sr")))
                                     : Words(tag, read_words(toml_of(tag), tag + ".toml"));
  });
  return *slot.words;
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

const Words& Words::english() { return loaded(0); }

const Words& Words::in(std::string_view language) {
  std::string wanted(language);
  std::replace(wanted.begin(), wanted.end(), '_', '-');
  while (!wanted.empty()) {
    if (const auto at = slot_of(wanted); at <= kLatinSerbian) {
      return loaded(at);
    }
    const auto dash = wanted.rfind('-');
    wanted.erase(dash == std::string::npos ? 0 : dash);
  }
  return english();
}

std::vector<const Words*> Words::all() {
  std::vector<const Words*> result;
  for (std::size_t at = 0; at <= kLatinSerbian; ++at) {
    result.push_back(&loaded(at));
  }
  return result;
}

std::vector<std::string> Words::in_all_by_key(std::string_view key) {
  std::vector<std::string> result;
  for (const auto tag : kWordTags) {
    auto text = text_of(tag, key);
    result.push_back(text.empty() && !result.empty() ? result.front() : std::move(text));
  }
  const auto serbian = slot_of("sr");
  result.push_back(detail::in_latin(result.at(serbian)));
  return result;
}

std::string Words::by_key(std::string_view key, const Places& places) const {
  const auto found = texts_.find(key);
  if (found == texts_.end()) {
    return this == &english() ? std::string(key) : english().by_key(key, places);
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
