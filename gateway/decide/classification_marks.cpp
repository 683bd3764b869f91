#include "gateway/decide/classification_marks.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "templates/text/fold.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kTop = 3, kEnd = 2;  // lines with words, where other letters count too
constexpr std::size_t kLongestMark = 6;    // words
constexpr std::size_t kLongestLine = 200;  // octets: no banner is longer

using WordSet = std::set<std::string, std::less<>>;

// What may stand beside a mark in its banner, folded: whose it is, which copy, which page.
const WordSet& companions() {
  static const WordSet words{"ue", "eu", "nato", "ro", "bg", "rs", "gr", "tr",
                             "hu", "md", "me",   "mk", "al", "ba", "hr"};
  return words;
}
const WordSet& counters() {  // before a number
  static const WordSet words{
      "екз",  "екземпляр", "ekz",    "ex",        "exemplar", "copy",   "copie",  "primerak",
      "page", "примерак",  "пример", "primjerak", "no",       "nr",     "number", "broj",
      "број", "бр",        "br",     "номер",     "αρ",       "of",     "pagina", "pag",
      "str",  "strana",    "страна", "стр",       "sayfa",    "σελιδα", "oldal",  "peldany"};
  return words;
}

bool is_number(std::string_view folded) {
  return !folded.empty() &&
         std::all_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Of the alphabets of the members: Latin with its accents, Greek, Cyrillic.
bool is_small(char32_t c) {
  if (c < 0x100) {
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c != 0xF7);
  }
  if (c < 0x180) {
    const bool odd = c % 2 == 1;
    return (c >= 0x139 && c <= 0x148) || c >= 0x179 ? !odd : odd;
  }
  return (c >= 0x218 && c <= 0x21B && c % 2 == 1) || (c >= 0x3AC && c <= 0x3CE) ||
         (c >= 0x430 && c <= 0x45F);
}

bool is_capitals(std::string_view line) {
  const auto letters = templates::code_points(line);
  return std::none_of(letters.begin(), letters.end(), is_small);
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  for (const auto& run : templates::word_runs(line)) {
    words.push_back(templates::fold(line.substr(run.begin, run.end - run.begin)));
  }
  return words;
}

// The table by folded words without what parts them: "strictsecret".
const std::map<std::string, const ClassificationWord*, std::less<>>& marks() {
  static const auto all = [] {
    std::map<std::string, const ClassificationWord*, std::less<>> found;
    for (const auto& word : classification_words()) {
      auto& kept = found[templates::fold(word.words)];
      if (kept == nullptr || kept->level < word.level) {
        kept = &word;
      }
    }
    return found;
  }();
  return all;
}

const std::set<std::string, std::less<>>& labels() {
  static const auto all = [] {
    std::set<std::string, std::less<>> found;
    for (const auto label : classification_labels()) {
      found.insert(templates::fold(label));
    }
    return found;
  }();
  return all;
}

// The longest mark that begins at that word; how many words it is of.
std::pair<const ClassificationWord*, std::size_t> mark_at(const std::vector<std::string>& words,
                                                          std::size_t at) {
  std::pair<const ClassificationWord*, std::size_t> longest{nullptr, 0};
  std::string joined;
  for (std::size_t count = 1; count <= kLongestMark && at + count <= words.size(); ++count) {
    joined += words[at + count - 1];
    if (const auto found = marks().find(joined); found != marks().end()) {
      longest = {found->second, count};
    }
  }
  return longest;
}

const ClassificationWord* higher(const ClassificationWord* left, const ClassificationWord* right) {
  return left == nullptr || (right != nullptr && right->level > left->level) ? right : left;
}

bool stands_beside(const std::vector<std::string>& words, std::size_t at) {
  const auto& word = words[at];
  return is_number(word) || companions().count(word) > 0 ||
         (counters().count(word) > 0 && at + 1 < words.size() &&
          (is_number(words[at + 1]) || counters().count(words[at + 1]) > 0));
}

// Nothing but marks and what may stand beside them; the highest of them.
const ClassificationWord* banner(const std::vector<std::string>& words) {
  const ClassificationWord* highest = nullptr;
  for (std::size_t at = 0; at < words.size();) {
    const auto [mark, count] = mark_at(words, at);
    if (mark != nullptr) {
      highest = higher(highest, mark);
      at += count;
    } else if (stands_beside(words, at)) {
      ++at;
    } else {
      return nullptr;
    }
  }
  return highest;
}

// T A J N O: each word is a letter, the line a mark.
const ClassificationWord* spaced(const std::vector<std::string>& words) {
  std::string joined;
  for (const auto& word : words) {
    if (templates::characters(word) != 1) {
      return nullptr;
    }
    joined += word;
  }
  const auto found = marks().find(joined);
  return found == marks().end() ? nullptr : found->second;
}

// "Classification: SECRET": the value begins with the mark, and no sentence goes on behind it.
const ClassificationWord* labelled(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos ||
      labels().count(templates::fold(line.substr(0, colon))) == 0) {
    return nullptr;
  }
  const auto words = words_of(line.substr(colon + 1));
  const auto* mark = banner(words);
  return mark != nullptr ? mark : spaced(words);
}

struct Line {
  std::string_view text;
  std::size_t number = 0;
};

// Those with words in them.
std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  std::size_t number = 0;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find_first_of("\n\f", at), text.size());
    ++number;
    const auto line = text.substr(at, end - at);
    if (line.size() <= kLongestLine && !templates::word_runs(line).empty()) {
      lines.push_back({line, number});
    }
    at = end + 1;
  }
  return lines;
}

}  // namespace

std::optional<ClassificationMark> mark_above(std::string_view text, Classification ceiling) {
  const auto lines = lines_of(text);
  std::optional<ClassificationMark> found;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const auto line = lines[at].text;
    const auto* mark = labelled(line);
    const bool in_sight = at < kTop || at + kEnd >= lines.size();
    if (mark == nullptr && (in_sight || is_capitals(line))) {
      const auto words = words_of(line);
      mark = banner(words);
      mark = mark != nullptr ? mark : spaced(words);
    }
    if (mark != nullptr && mark->level > ceiling && (!found || mark->level > found->level)) {
      found = {mark->level, std::string(mark->words), lines[at].number};
    }
  }
  return found;
}

}  // namespace pouch::gateway
