#include "search/skeleton.hpp"

#include <array>

namespace pouch::search {
namespace {

struct Rule {
  std::string_view from, to;
  bool before_front = false;  // only before e or i
};

// Longest first: the first rule that fits is taken.
constexpr std::array kRules = {
    Rule{"chtch", "s"}, Rule{"shch", "s"},     Rule{"dzh", "z"}, Rule{"tch", "c"},
    Rule{"sht", "st"},  Rule{"sch", "s"},      Rule{"dz", "z"},  Rule{"dj", "z"},
    Rule{"gj", "z"},    Rule{"xh", "z"},       Rule{"zh", "z"},  Rule{"gy", "z"},
    Rule{"cs", "c"},    Rule{"cz", "c"},       Rule{"ch", "c"},  Rule{"tj", "c"},
    Rule{"ts", "c"},    Rule{"tz", "c"},       Rule{"kj", "c"},  Rule{"sh", "s"},
    Rule{"sz", "s"},    Rule{"sc", "s", true}, Rule{"kh", "h"},  Rule{"ph", "f"},
    Rule{"th", "t"},    Rule{"gh", "g"},       Rule{"ck", "k"},  Rule{"gu", "g", true},
    Rule{"ng", "g"},    Rule{"gg", "g"},       Rule{"lj", "l"},  Rule{"ly", "l"},
    Rule{"nj", "n"},    Rule{"ny", "n"},       Rule{"ou", "u"},  Rule{"oo", "u"},
    Rule{"ue", "u"},    Rule{"oe", "o"},       Rule{"ee", "i"},  Rule{"w", "v"},
    Rule{"x", "ks"},    Rule{"q", "c"},        Rule{"y", "i"},   Rule{"j", "i"}};

const Rule* rule_at(std::string_view rest) {
  for (const auto& rule : kRules) {
    if (rest.substr(0, rule.from.size()) != rule.from) {
      continue;
    }
    const auto next = rest.size() > rule.from.size() ? rest[rule.from.size()] : '\0';
    if (!rule.before_front || next == 'e' || next == 'i') {
      return &rule;
    }
  }
  return nullptr;
}

void append_undoubled(std::string& key, std::string_view letters) {
  for (const char c : letters) {
    if (key.empty() || key.back() != c) {
      key += c;
    }
  }
}

}  // namespace

std::string skeleton(std::string_view ascii) {
  std::string key;
  while (!ascii.empty()) {
    const auto* rule = rule_at(ascii);
    append_undoubled(key, rule ? rule->to : ascii.substr(0, 1));
    ascii.remove_prefix(rule ? rule->from.size() : 1);
  }
  return key;
}

}  // namespace pouch::search
