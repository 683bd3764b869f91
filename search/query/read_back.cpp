#include "search/query/read_back.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "search/ascii.hpp"
#include "search/index/fields.hpp"
#include "search/names/fold.hpp"
#include "search/query/query_days.hpp"
#include "search/query/query_lexer.hpp"

namespace pouch::search {
namespace {

using Day = std::chrono::sys_days;

std::string spoken(Day day) {
  static constexpr std::array<std::string_view, 12> kMonths{
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  const std::chrono::year_month_day date(day);
  return std::to_string(static_cast<unsigned>(date.day())) + " " +
         std::string(kMonths[static_cast<unsigned>(date.month()) - 1]) + " " +
         std::to_string(static_cast<int>(date.year()));
}

std::string iso(Day day) {
  const std::chrono::year_month_day date(day);
  const auto two = [](unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return std::to_string(static_cast<int>(date.year())) + "-" +
         two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day()));
}

// Fields and flags bring their own words.
constexpr std::pair<std::string_view, std::string_view> kBuilt[] = {
    {"on_day", "{field} on {day}"},
    {"from_to", "{field} from {first} to {last}"},
    {"from_day", "{field} from {first} on"},
    {"up_to", "{field} up to {last}"},
    {"there", "{words} {place}"},
    {"number_end", "numbers that end in {text}"},
    {"word_start", "words that begin with {text}"},
    {"word_near", "the word {text} or one a letter apart"},
    {"phrase", "the words {text} side by side"},
    {"typed", "{text} however typed"},
    {"word", "the word {text}"},
    {"value_end", "{field} that ends in {text}"},
    {"value_start", "{field} that begins with {text}"},
    {"value_near", "{field} {text} or one a letter apart"},
    {"value_part", "{field} {text} or a part of it"},
    {"value", "{field} {text}"},
    {"value_scripts", "{field} {text} in every script"},
    {"value_typed", "{field} {text} however typed"},
    {"without", "without {what}"},
    {"all_without", "all without {what}"},
    {"everything_without", "everything without {what}"},
    {"and", "{left} and {right}"},
    {"or", "{left}, or {right}"}};

std::string flag_key(std::string_view field, std::string_view value) {
  auto key = std::string(field) + "_" + std::string(value);
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

using Places = std::vector<SaidPlace>;

// Each place once; what fills one is not looked at again.
std::string filled(std::string_view text, const Places& places) {
  std::string said;
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
    const auto name = text.substr(open + 1, text.find('}', open) - open - 1);
    said += text.substr(0, open);
    for (const auto& place : places) {
      said += place.name == name ? place.text : std::string();
    }
    text.remove_prefix(open + name.size() + 2);
  }
  return said.append(text);
}

// *4567: what is asked for is how a number ends.
bool is_end(const Node& node) { return node.kind == NodeKind::kWord && node.text.starts_with('*'); }

std::string without_star(const Node& node) { return node.text.substr(1); }

class Reader {
 public:
  explicit Reader(const Saying& saying) : saying_(saying) {}

  std::string spoken(const Node& node, bool within) const {
    switch (node.kind) {
      case NodeKind::kAnd:
      case NodeKind::kOr:
        return joined(node, within);
      case NodeKind::kNot:
        return say(within ? "all_without" : "everything_without",
                   {{"what", spoken(*node.below.front(), true)}});
      case NodeKind::kWord:
      case NodeKind::kPhrase:
      case NodeKind::kStart:
      case NodeKind::kNear:
      case NodeKind::kDays:
        break;
    }
    return leaf(node);
  }

 private:
  std::string say(std::string_view key, const Places& places = {}) const {
    auto said = saying_ ? saying_(key, places) : std::string();
    return said.empty() ? filled(english_sayings().find(key)->second, places) : said;
  }
  std::string day(Day day) const { return saying_ ? iso(day) : pouch::search::spoken(day); }

  std::string days(const Node& node) const {
    const SaidPlace field{"field", say(node.field->name)};
    const bool begins = node.first > kFirstDay, ends = node.last < kLastDay;
    if (begins && node.first == node.last) {
      return say("on_day", {field, {"day", day(node.first)}});
    }
    const SaidPlace first{"first", day(node.first)}, last{"last", day(node.last)};
    return begins && ends ? say("from_to", {field, first, last})
           : ends         ? say("up_to", {field, last})
                          : say("from_day", {field, first});
  }

  // Words of a text, of a subject, or of anything.
  std::string words_of(const Node& node) const {
    const SaidPlace text{"text", quoted_piece(is_end(node) ? without_star(node) : node.text)};
    if (is_end(node)) {
      return say("number_end", {text});
    }
    switch (node.kind) {
      case NodeKind::kStart:
        return say("word_start", {text});
      case NodeKind::kNear:
        return say("word_near", {text});
      case NodeKind::kPhrase:
        return say("phrase", {text});
      case NodeKind::kWord:
      case NodeKind::kDays:
      case NodeKind::kAnd:
      case NodeKind::kOr:
      case NodeKind::kNot:
        break;
    }
    return say(has_digit(node.text) ? "typed" : "word", {text});
  }

  std::string value_of(const Node& node) const {
    const SaidPlace field{"field", say(node.field->name)};
    if (is_end(node)) {
      return say("value_end", {field, {"text", plain_line(without_star(node))}});
    }
    const Places places{field, {"text", plain_line(node.text)}};
    if (node.kind == NodeKind::kStart) {
      return say("value_start", places);
    }
    const bool name = node.field->kind == Kind::kName;
    if (name && node.kind == NodeKind::kNear) {
      return say("value_near", places);
    }
    if (node.field->kind == Kind::kBirth) {
      return say("value_part", places);
    }
    const bool exact = node.field->kind == Kind::kExact;
    return say(name ? "value_scripts" : exact ? "value" : "value_typed", places);
  }

  std::string leaf(const Node& node) const {
    if (node.kind == NodeKind::kDays) {
      return days(node);
    }
    if (node.field == nullptr) {
      return words_of(node);
    }
    switch (node.field->kind) {
      case Kind::kText:
        return say("there", {{"words", words_of(node)}, {"place", say(node.field->name)}});
      case Kind::kFlag:
        return say(flag_key(node.field->name, node.text));
      case Kind::kName:
      case Kind::kIdentifier:
      case Kind::kExact:
      case Kind::kDay:
      case Kind::kBirth:
        break;
    }
    return value_of(node);
  }

  std::string joined(const Node& node, bool within) const {
    const bool any = node.kind == NodeKind::kOr;
    std::string text;
    for (const auto& part : node.below) {
      const bool refused = part->kind == NodeKind::kNot && !any;
      const auto one = refused ? say("without", {{"what", spoken(*part->below.front(), true)}})
                               : spoken(*part, true);
      text = text.empty() ? one
             : refused    ? text + ", " + one
                          : say(any ? "or" : "and", {{"left", text}, {"right", one}});
    }
    return within ? "(" + text + ")" : text;
  }

  const Saying& saying_;
};

}  // namespace

const std::map<std::string, std::string, std::less<>>& english_sayings() {
  static const auto kSayings = [] {
    std::map<std::string, std::string, std::less<>> all(std::begin(kBuilt), std::end(kBuilt));
    for (const auto& row : fields()) {
      if (row.kind != Kind::kFlag) {
        all.emplace(row.name, row.said);
      }
    }
    for (const auto& row : flags()) {
      all.emplace(flag_key(row.field, row.value), row.said);
    }
    return all;
  }();
  return kSayings;
}

std::string read_back(const Node& root) { return read_back(root, Saying()); }

std::string read_back(const Node& root, const Saying& saying) {
  return Reader(saying).spoken(root, false);
}

}  // namespace pouch::search
