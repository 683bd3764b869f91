#include "gateway/decide/asked.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

namespace pouch::gateway {
namespace {

constexpr std::size_t kLongestPrefix = 12;  // octets of "Re", "AW", "Отг", "Antw[2]" …
constexpr std::size_t kLongestName = 80;

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(" \t.!") - begin + 1);
}

// "Re:", "AW:", "Отг:" and their kind: one short word before a colon, in any language.
std::string_view without_prefixes(std::string_view subject) {
  for (;;) {
    subject = trimmed(subject);
    const auto colon = subject.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > kLongestPrefix) {
      return subject;
    }
    const auto word = subject.substr(0, colon);
    if (word.find_first_of(" \t") != std::string_view::npos || lower(word) == "template") {
      return subject;
    }
    subject.remove_prefix(colon + 1);
  }
}

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    words.push_back(std::move(word));
  }
  return words;
}

// A tag that the forms know, or any of two letters: the blank form is then in English.
bool is_language(const std::string& word, const templates::TemplateSet& templates) {
  if (templates.language(word) != nullptr) {
    return true;
  }
  return word.size() == 2 && std::all_of(word.begin(), word.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

}  // namespace

std::optional<std::string> asked_by_subject(std::string_view subject,
                                            const templates::TemplateSet& templates) {
  auto words = words_of(without_prefixes(subject));
  if (words.empty()) {
    return std::nullopt;
  }
  const auto first = lower(words.front());
  const bool alone = words.size() == 1;
  if (alone && (first == "help" || first == "template" || first == "templates")) {
    return "Form: control\nAction: HELP\n";
  }
  if (first != "template" && first != "template:") {
    return std::nullopt;
  }
  words.erase(words.begin());
  std::string language;
  if (words.size() > 1 && is_language(words.back(), templates) &&
      templates.find(joined(words)) == nullptr) {
    language = words.back();
    words.pop_back();
  }
  const auto name = joined(words);
  if (name.size() > kLongestName) {
    return std::nullopt;
  }
  return "Form: control\nAction: TEMPLATE\nWanted form: " + name + "\n" +
         (language.empty() ? std::string() : "Form language: " + language + "\n");
}

}  // namespace pouch::gateway
