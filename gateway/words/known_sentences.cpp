#include "gateway/words/known_sentences.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "gateway/words/grammar.hpp"
#include "gateway/words/known_names.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kPrefix = "said_";
constexpr std::string_view kNested = "said";
constexpr std::size_t kLongest = 1000;  // octets; a longer one quotes a mail and is left as it is
constexpr int kDeepest = 4;

// "has {count} digits, and nothing else" as what stands before, between and behind its places.
struct Pattern {
  std::string_view key;
  std::vector<std::string_view> texts;  // one more than places
  std::vector<std::string_view> places;
  std::size_t letters = 0;  // of its own
};

Pattern pattern_of(std::string_view key, std::string_view text) {
  Pattern pattern{key, {}, {}, 0};
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
    const auto close = text.find('}', open);
    pattern.texts.push_back(text.substr(0, open));
    pattern.places.push_back(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
  pattern.texts.push_back(text);
  for (const auto own : pattern.texts) {
    pattern.letters += own.size();
  }
  return pattern;
}

const std::vector<Pattern>& patterns() {
  static const auto kPatterns = [] {
    std::vector<Pattern> made;
    for (const auto& [key, forms] : Words::english().texts()) {
      if (key.starts_with(kPrefix)) {
        made.push_back(pattern_of(key, forms.at("other")));
      }
    }
    return made;
  }();
  return kPatterns;
}

// The shortest texts that fit, from the left; a place is never empty.
bool fits(const Pattern& pattern, std::size_t at, std::string_view text,
          std::vector<std::string_view>& found) {
  if (!text.starts_with(pattern.texts[at])) {
    return false;
  }
  text.remove_prefix(pattern.texts[at].size());
  if (at == pattern.places.size()) {
    return text.empty();
  }
  const auto next = pattern.texts[at + 1];
  const bool last = at + 1 == pattern.places.size();
  for (std::size_t size = last && next.empty() ? text.size() : 1; size <= text.size(); ++size) {
    const auto rest = text.substr(size);
    found.push_back(text.substr(0, size));
    if (rest.starts_with(next) && fits(pattern, at + 1, rest, found)) {
      return size > 0;
    }
    found.pop_back();
  }
  return false;
}

std::string said_in(std::string_view english, const Words& words, int depth) {
  const Pattern* best = nullptr;
  std::vector<std::string_view> places;
  for (const auto& pattern : patterns()) {
    std::vector<std::string_view> found;
    const bool better = best == nullptr || pattern.letters > best->letters;
    if (better && fits(pattern, 0, english, found)) {
      best = &pattern;
      places = std::move(found);
    }
  }
  if (best == nullptr) {
    return std::string(english);
  }
  Places filled;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const bool nested = best->places[i] == kNested && depth < kDeepest;
    const bool named = best->places[i] == "who" || best->places[i] == "other";
    filled.emplace_back(best->places[i], nested  ? said_in(places[i], words, depth + 1)
                                         : named ? known_name(std::string(places[i]), words)
                                                 : std::string(places[i]));
  }
  return words.by_key(best->key, filled);
}

}  // namespace

std::string capitalised(std::string_view sentence, const Words& words) {
  return detail::capitalised(words.tag(), sentence);
}

std::string in_capitals(std::string_view heading, const Words& words) {
  return detail::in_capitals(words.tag(), heading);
}

std::string known_sentence(std::string_view english, const Words& words) {
  return &words == &Words::english() || english.size() > kLongest ? std::string(english)
                                                                  : said_in(english, words, 0);
}

}  // namespace pouch::gateway
