#include "search/read_back.hpp"

#include <array>

#include "search/ascii.hpp"
#include "search/fold.hpp"
#include "search/query_days.hpp"
#include "search/query_lexer.hpp"

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

std::string days(const Node& node) {
  const std::string said(node.field->said);
  const bool begins = node.first > kFirstDay, ends = node.last < kLastDay;
  if (begins && node.first == node.last) {
    return said + " on " + spoken(node.first);
  }
  return said + (begins ? " from " + spoken(node.first) : std::string()) +
         (ends ? (begins ? " to " : " up to ") + spoken(node.last) : std::string(" on"));
}

// *4567: what is asked for is how a number ends.
bool is_end(const Node& node) { return node.kind == NodeKind::kWord && node.text.starts_with('*'); }

std::string without_star(const Node& node) { return node.text.substr(1); }

// Words of a text, of a subject, or of anything.
std::string words_of(const Node& node, std::string_view place) {
  const auto there = (place.empty() ? "" : " ") + std::string(place);
  if (is_end(node)) {
    return "numbers that end in " + quoted_piece(without_star(node)) + there;
  }
  const auto text = quoted_piece(node.text);
  switch (node.kind) {
    case NodeKind::kStart:
      return "words that begin with " + text + there;
    case NodeKind::kNear:
      return "the word " + text + " or one a letter apart" + there;
    case NodeKind::kPhrase:
      return "the words " + text + " side by side" + there;
    case NodeKind::kWord:
    case NodeKind::kDays:
    case NodeKind::kAnd:
    case NodeKind::kOr:
    case NodeKind::kNot:
      break;
  }
  return has_digit(node.text) ? text + " however typed" + there : "the word " + text + there;
}

std::string value_of(const Node& node) {
  const std::string said(node.field->said);
  if (is_end(node)) {
    return said + " that ends in " + plain_line(without_star(node));
  }
  const auto text = plain_line(node.text);
  if (node.kind == NodeKind::kStart) {
    return said + " that begins with " + text;
  }
  const bool name = node.field->kind == Kind::kName;
  if (name && node.kind == NodeKind::kNear) {
    return said + " " + text + " or one a letter apart";
  }
  if (node.field->kind == Kind::kBirth) {
    return said + " " + text + " or a part of it";
  }
  const bool exact = node.field->kind == Kind::kExact;
  return said + " " + text + (name ? " in every script" : exact ? "" : " however typed");
}

std::string leaf(const Node& node) {
  if (node.kind == NodeKind::kDays) {
    return days(node);
  }
  if (node.field == nullptr) {
    return words_of(node, "");
  }
  switch (node.field->kind) {
    case Kind::kText:
      return words_of(node, node.field->said);
    case Kind::kFlag:
      return std::string(flag(node.field->name, node.text)->said);
    case Kind::kName:
    case Kind::kIdentifier:
    case Kind::kExact:
    case Kind::kDay:
    case Kind::kBirth:
      break;
  }
  return value_of(node);
}

std::string spoken(const Node& node, bool within);

std::string joined(const Node& node, bool within) {
  const bool any = node.kind == NodeKind::kOr;
  std::string text;
  for (const auto& part : node.below) {
    const bool refused = part->kind == NodeKind::kNot && !any;
    const auto one =
        refused ? "without " + spoken(*part->below.front(), true) : spoken(*part, true);
    text += (text.empty() ? "" : any ? ", or " : refused ? ", " : " and ") + one;
  }
  return within ? "(" + text + ")" : text;
}

std::string spoken(const Node& node, bool within) {
  switch (node.kind) {
    case NodeKind::kAnd:
    case NodeKind::kOr:
      return joined(node, within);
    case NodeKind::kNot:
      return (within ? "all without " : "everything without ") + spoken(*node.below.front(), true);
    case NodeKind::kWord:
    case NodeKind::kPhrase:
    case NodeKind::kStart:
    case NodeKind::kNear:
    case NodeKind::kDays:
      break;
  }
  return leaf(node);
}

}  // namespace

std::string read_back(const Node& root) { return spoken(root, false); }

}  // namespace pouch::search
