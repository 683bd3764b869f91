// The words of letters in the reader's language. A file for each language lies in this folder and
// is part of the program; en.toml is complete and names the phrases, a phrase that another language
// lacks is said in English. Places `{name}` are filled by their name; where a count is said, a
// phrase has a form for each plural category of CLDR. A key that en.toml does not have does not
// compile. Who reads what: docs/translations.md.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/words/phrase_keys.hpp"

namespace pouch::gateway {

class Phrase {
 public:
  template <std::size_t kSize>
  consteval Phrase(const char (&key)[kSize]) : at_(place_of({key, kSize - 1})) {}
  constexpr std::size_t at() const { return at_; }

 private:
  static constexpr std::size_t place_of(std::string_view key) {
    for (std::size_t at = 0; at < kPhraseKeys.size(); ++at) {
      if (kPhraseKeys[at] == key) {
        return at;
      }
    }
    throw "gateway/words/en.toml has no such phrase";
  }
  std::size_t at_;
};

// What stands for `{name}`; the first number of a phrase chooses its plural form.
struct Place {
  Place(std::string_view its_name, std::string its_text)
      : name(its_name), text(std::move(its_text)) {}
  Place(std::string_view its_name, std::size_t its_count)
      : name(its_name), text(std::to_string(its_count)), count(its_count), counts(true) {}
  std::string_view name;
  std::string text;
  std::size_t count = 0;
  bool counts = false;
};
using Places = std::vector<Place>;

// By plural category; `other` alone where nothing is counted.
using PluralForms = std::map<std::string, std::string>;
using PhraseTexts = std::map<std::string, PluralForms, std::less<>>;  // by key

class Words {
 public:
  // RFC 4647 lookup: "ro-MD" finds ro. A language without a file of its own: English.
  static const Words& in(std::string_view language);
  static const Words& english();
  static std::vector<const Words*> all();  // English first; each is read whole, and kept
  // A phrase in every language, English first, of which nothing else is read. Who knows its own
  // titles again in all of them would else keep a thousand phrases of each.
  static std::vector<std::string> in_all(Phrase phrase) {
    return in_all_by_key(kPhraseKeys[phrase.at()]);
  }
  static std::vector<std::string> in_all_by_key(std::string_view key);

  Words(std::string tag, PhraseTexts texts);
  std::string operator()(Phrase phrase, const Places& places = {}) const {
    return by_key(kPhraseKeys[phrase.at()], places);
  }
  // By a key of en.toml that was found there.
  std::string by_key(std::string_view key, const Places& places) const;
  const std::string& tag() const { return tag_; }  // BCP 47
  const PhraseTexts& texts() const { return texts_; }
  // In this language, as ICU knows it: "Бугарска"; empty: it does not.
  std::string country(std::string_view code) const;

 private:
  std::string tag_;
  PhraseTexts texts_;
};

}  // namespace pouch::gateway
