#include "gateway/decide/title.hpp"

#include <algorithm>
#include <array>

#include "gateway/cases/number.hpp"
#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"

namespace pouch::gateway {
namespace {

using templates::fold;

constexpr std::size_t kLongestPrefix = 12;  // octets of "Re", "AW", "Отг", "Antw[2]" …
constexpr std::size_t kShortest = 5;        // folded; a shorter value says too little to be told

// "Re:", "AW:", "Отг:": one short word before a colon, in any language, nothing like a label.
std::string_view without_prefix(std::string_view subject) {
  const auto colon = subject.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > kLongestPrefix) {
    return subject;
  }
  const auto word = subject.substr(0, colon);
  static const auto kKnown = {"re",    "aw",  "sv",       "vs",        "fw",     "fwd",
                              "wg",    "rv",  "tr",       "odp",       "pd",     "отг",
                              "одг",   "odg", "απ",       "σχετ",      "πρθ",    "ynt",
                              "yanıt", "ilt", "iletildi", "vá",        "válasz", "továbbítás",
                              "răsp",  "пр",  "прослед",  "препратено"};
  const auto folded = fold(word);
  const bool known = std::any_of(kKnown.begin(), kKnown.end(), [&](const char* one) {
    const auto prefix = fold(one);
    return folded == prefix || (folded.starts_with(prefix) && folded.size() == prefix.size() + 1 &&
                                folded.back() >= '0' && folded.back() <= '9');
  });
  return known ? templates::trim(subject.substr(colon + 1)) : subject;
}

// "[SEL-2026-000001-77/2]", and the number bare before all else: in the middle of a title it is
// its writer's word.
std::string without_numbers(std::string text, const Numbering& ours) {
  for (const auto& number : find_numbers(text, ours).valid) {
    for (const auto& one : {number.text(), number.number.text()}) {
      for (auto at = text.find(one); at != std::string::npos; at = text.find(one, at)) {
        auto begin = at, end = at + one.size();
        if (begin > 0 && text[begin - 1] == '[' && end < text.size() && text[end] == ']') {
          --begin;
          ++end;
        } else if (!fold(text.substr(0, begin)).empty()) {
          at = end;
          continue;
        }
        text.erase(begin, end - begin);
        at = begin;
      }
    }
  }
  return text;
}

bool tells(std::string_view outer, std::string_view value) {
  const auto folded = fold(value);
  return folded.size() >= kShortest && fold(outer).find(folded) != std::string::npos;
}

// The value, or one of several that stand in it.
bool tells_of(std::string_view outer, std::string_view value) {
  if (tells(outer, value)) {
    return true;
  }
  for (std::size_t begin = 0; begin < value.size();) {
    const auto end = std::min(value.find_first_of(",;\n", begin), value.size());
    if (tells(outer, value.substr(begin, end - begin))) {
      return true;
    }
    begin = end + 1;
  }
  return false;
}

const templates::Value* told_value(std::string_view outer,
                                   const std::vector<templates::Value>& fields) {
  for (const auto& value : fields) {
    // Codes, countries and the own reference are no secret; words of a person and a thing are.
    static constexpr std::array<std::string_view, 9> kNoSecrets{
        "template", "own_ref",  "your_ref",       "subject",   "urgency",
        "purpose",  "handling", "classification", "crime_area"};
    const bool counts = value.given && std::find(kNoSecrets.begin(), kNoSecrets.end(), value.id) ==
                                           kNoSecrets.end();
    for (const auto& text : value.values) {
      if (counts && !value.raw.empty() && tells_of(outer, text)) {
        return &value;
      }
    }
  }
  return nullptr;
}

}  // namespace

std::string own_title(std::string_view subject, const Numbering& ours) {
  std::string text(subject);
  for (;;) {
    text = templates::fold_spaces(without_numbers(std::move(text), ours));
    const auto shorter = without_prefix(text);
    if (shorter.size() == text.size()) {
      break;
    }
    text = std::string(shorter);
  }
  const bool hidden = text == "..." || text == "…" || text == "[...]" || text == "[Pouch]" ||
                      fold(text) == "encryptedmessage";
  return hidden || fold(text).empty() ? std::string() : text;
}

bool is_title_of(std::string_view title, std::string_view letter_text) {
  const auto line = letter_text.substr(0, letter_text.find('\n'));
  const auto folded = fold(title);
  return folded.empty() || fold(line).find(folded) != std::string::npos;
}

std::string told_outside(std::string_view outer, std::string_view inner, bool inner_is_protected,
                         const templates::Form* form, const Numbering& ours) {
  const auto title = own_title(outer, ours);
  if (title.empty()) {
    return {};
  }
  if (form != nullptr) {
    if (const auto* value = told_value(title, form->fields)) {
      return value->label;
    }
    for (const auto& block : form->blocks) {
      if (const auto* value = told_value(title, block.fields)) {
        return value->label;
      }
    }
  }
  const auto inside = own_title(inner, ours);
  return inner_is_protected && !inside.empty() && tells(outer, inside) ? "your subject"
                                                                       : std::string();
}

}  // namespace pouch::gateway
