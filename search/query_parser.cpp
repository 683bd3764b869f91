#include "search/query_parser.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <optional>
#include <utility>

namespace pouch::search {
namespace {

using Days = std::chrono::sys_days;
using NodePtr = std::unique_ptr<Node>;

struct Unreadable {
  std::string problem, hint;
};

struct Token {
  enum class Kind { kOpen, kClose, kMinus, kPhrase, kWord, kEnd } kind = Kind::kEnd;
  std::string text, field;
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Smart quotes are quotes: queries are pasted out of letters.
std::string with_plain_quotes(std::string_view query) {
  static constexpr std::array<std::string_view, 5> kQuotes = {"“", "”", "„", "«", "»"};
  std::string plain;
  while (!query.empty()) {
    const auto quote = std::find_if(kQuotes.begin(), kQuotes.end(), [&](std::string_view mark) {
      return query.substr(0, mark.size()) == mark;
    });
    plain += quote == kQuotes.end() ? query.front() : '"';
    query.remove_prefix(quote == kQuotes.end() ? 1 : quote->size());
  }
  return plain;
}

class Lexer {
 public:
  explicit Lexer(std::string_view rest) : rest_(rest) {}

  Token next() {
    while (!rest_.empty() && is_space(rest_.front())) {
      rest_.remove_prefix(1);
    }
    if (rest_.empty()) {
      return {};
    }
    switch (rest_.front()) {
      case '(':
        return sign(Token::Kind::kOpen);
      case ')':
        return sign(Token::Kind::kClose);
      case '-':
        return sign(Token::Kind::kMinus);
      case '"':
        return {Token::Kind::kPhrase, phrase(), ""};
      default:
        return word();
    }
  }

 private:
  Token sign(Token::Kind kind) {
    rest_.remove_prefix(1);
    return {kind, "", ""};
  }

  std::string phrase() {
    const auto end = rest_.find('"', 1);
    if (end == std::string_view::npos) {
      throw Unreadable{"a quotation mark is not closed", "write \"two words\""};
    }
    std::string text(rest_.substr(1, end - 1));
    rest_.remove_prefix(end + 1);
    return text;
  }

  Token word() {
    const auto stop = std::find_if(rest_.begin(), rest_.end(), [](char c) {
      return is_space(c) || c == '(' || c == ')' || c == '"';
    });
    auto text = rest_.substr(0, static_cast<std::size_t>(stop - rest_.begin()));
    rest_.remove_prefix(text.size());
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) {
      return {Token::Kind::kWord, std::string(text), ""};
    }
    std::string name(text.substr(0, colon));
    text.remove_prefix(colon + 1);
    if (text.empty() && !rest_.empty() && rest_.front() == '"') {
      return {Token::Kind::kPhrase, phrase(), std::move(name)};
    }
    return {Token::Kind::kWord, std::string(text), std::move(name)};
  }

  std::string_view rest_;
};

std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    auto corner = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const auto swap = corner + (left[i - 1] == right[j - 1] ? 0 : 1);
      corner = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, swap});
    }
  }
  return row[right.size()];
}

const FieldRow* known_field(const std::string& typed) {
  std::string name = typed;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (const auto* row = field(name)) {
    return row;
  }
  const auto& table = fields();
  const auto nearest =
      std::min_element(table.begin(), table.end(), [&](const FieldRow& a, const FieldRow& b) {
        return distance(a.name, name) < distance(b.name, name);
      });
  std::string all;
  for (const auto& row : table) {
    all.append(all.empty() ? "" : ", ").append(row.name);
  }
  throw Unreadable{
      "there is no search field \"" + typed + "\"",
      (distance(nearest->name, name) <= 2 ? "did you mean " + std::string(nearest->name) + "? "
                                          : std::string()) +
          "The fields are " + all};
}

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || end.ec != std::errc{} || end.ptr != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return value;
}

struct Span {
  Days first, last;
};

// 2026, 2026-11 or 2026-11-23.
std::optional<Span> span_of(std::string_view text) {
  namespace c = std::chrono;
  const auto year = number(text.substr(0, 4));
  if (text.size() < 4 || !year) {
    return std::nullopt;
  }
  const c::year y{*year};
  if (text.size() == 4) {
    return Span{Days{y / 1 / 1}, Days{y / 12 / 31}};
  }
  if (text[4] != '-' || text.size() < 7) {
    return std::nullopt;
  }
  const auto month = number(text.substr(5, 2));
  if (!month || *month < 1 || *month > 12) {
    return std::nullopt;
  }
  const c::year_month ym = y / *month;
  if (text.size() == 7) {
    return Span{Days{ym / 1}, Days{ym / c::last}};
  }
  const auto day = number(text.substr(8));
  if (text[7] != '-' || text.size() != 10 || !day || !(ym / *day).ok()) {
    return std::nullopt;
  }
  return Span{Days{ym / *day}, Days{ym / *day}};
}

NodePtr days_node(const FieldRow* row, std::string_view text) {
  const Unreadable unreadable{
      "\"" + std::string(text) + "\" is no date",
      "write date:2026-11-23, date:2026-11, date:2026-01..2026-06, date:<2026-12-01"};
  auto node = std::make_unique<Node>();
  node->kind = NodeKind::kDays;
  node->field = row;
  node->first = Days{std::chrono::year{1} / 1 / 1};
  node->last = Days{std::chrono::year{9999} / 12 / 31};
  const auto need = [&](std::string_view part) {
    const auto span = span_of(part);
    return span ? *span : throw unreadable;
  };
  if (!text.empty() && (text.front() == '<' || text.front() == '>')) {
    const bool before = text.front() == '<';
    text.remove_prefix(1);
    const bool with = !text.empty() && text.front() == '=';
    text.remove_prefix(with ? 1 : 0);
    const auto span = need(text);
    if (before) {
      node->last = with ? span.last : span.first - std::chrono::days{1};
    } else {
      node->first = with ? span.first : span.last + std::chrono::days{1};
    }
    return node;
  }
  const auto dots = text.find("..");
  const auto from = text.substr(0, dots);
  const auto to = dots == std::string_view::npos ? from : text.substr(dots + 2);
  if (from.empty() && to.empty()) {
    throw unreadable;
  }
  node->first = from.empty() ? node->first : need(from).first;
  node->last = to.empty() ? node->last : need(to).last;
  if (node->last < node->first) {
    throw Unreadable{"the range \"" + std::string(text) + "\" ends before it begins",
                     "write the earlier day first"};
  }
  return node;
}

class Parser {
 public:
  explicit Parser(std::string_view query) : lexer_(query), token_(lexer_.next()) {}

  NodePtr whole() {
    auto root = any(0);
    if (token_.kind == Token::Kind::kClose) {
      throw Unreadable{"a parenthesis is closed that was not opened", "remove it"};
    }
    return root;
  }

 private:
  void advance() { token_ = lexer_.next(); }
  bool at_word(std::string_view word) const {
    return token_.kind == Token::Kind::kWord && token_.field.empty() && token_.text == word;
  }
  bool at_end() const {
    return token_.kind == Token::Kind::kEnd || token_.kind == Token::Kind::kClose;
  }

  static NodePtr joined(NodeKind kind, std::vector<NodePtr> parts) {
    if (parts.size() == 1) {
      return std::move(parts.front());
    }
    auto node = std::make_unique<Node>();
    node->kind = kind;
    node->below = std::move(parts);
    return node;
  }

  NodePtr any(std::size_t depth) {
    if (depth > kQueryDepth) {
      throw Unreadable{"the parentheses are nested too deeply", "write it more simply"};
    }
    std::vector<NodePtr> parts;
    parts.push_back(all(depth));
    while (at_word("OR")) {
      advance();
      parts.push_back(all(depth));
    }
    return joined(NodeKind::kOr, std::move(parts));
  }

  NodePtr all(std::size_t depth) {
    std::vector<NodePtr> parts;
    while (!at_end() && !at_word("OR")) {
      if (at_word("AND")) {
        advance();
        if (parts.empty() || at_end() || at_word("OR") || at_word("AND")) {
          throw Unreadable{"AND stands between two things", "write lorry AND heroin"};
        }
      }
      parts.push_back(one(depth));
    }
    if (parts.empty()) {
      throw Unreadable{"something to look for is missing",
                       "write a word, a \"phrase\" or field:value"};
    }
    return joined(NodeKind::kAnd, std::move(parts));
  }

  NodePtr one(std::size_t depth) {
    if (token_.kind == Token::Kind::kMinus || at_word("NOT")) {
      advance();
      if (at_end() || at_word("OR") || at_word("AND")) {
        throw Unreadable{"NOT stands before what must not be there", "write lorry NOT heroin"};
      }
      auto node = std::make_unique<Node>();
      node->kind = NodeKind::kNot;
      if (depth > kQueryDepth) {
        throw Unreadable{"too many NOT in a row", "write it more simply"};
      }
      node->below.push_back(one(depth + 1));
      return node;
    }
    if (token_.kind == Token::Kind::kOpen) {
      advance();
      auto inside = any(depth + 1);
      if (token_.kind != Token::Kind::kClose) {
        throw Unreadable{"a parenthesis is not closed", "write (lorry OR truck) heroin"};
      }
      advance();
      return inside;
    }
    return leaf();
  }

  NodePtr leaf() {
    if (++words_ > kQueryWords) {
      throw Unreadable{"the query has more than 64 words", "ask for less at once"};
    }
    auto token = std::move(token_);
    advance();
    const auto* row = token.field.empty() ? nullptr : known_field(token.field);
    if (row != nullptr && row->kind == Kind::kDay) {
      return days_node(row, token.text);
    }
    auto node = std::make_unique<Node>();
    node->field = row;
    node->kind = token.kind == Token::Kind::kPhrase ? NodeKind::kPhrase : NodeKind::kWord;
    if (node->kind == NodeKind::kWord && token.text.size() > 1) {
      const char mark = token.text.back();
      if (mark == '*' || mark == '~') {
        node->kind = mark == '*' ? NodeKind::kStart : NodeKind::kNear;
        token.text.pop_back();
      }
    }
    if (row != nullptr && row->kind == Kind::kFlag && token.text != "attachment") {
      throw Unreadable{"has:" + token.text + " is not known", "write has:attachment"};
    }
    if (token.text.empty()) {
      throw Unreadable{"something to look for is missing" +
                           (row ? " after " + token.field + ":" : std::string()),
                       row ? "write " + std::string(row->example) : "write \"two words\""};
    }
    node->text = std::move(token.text);
    return node;
  }

  Lexer lexer_;
  Token token_;
  std::size_t words_ = 0;
};

void gather(const Node& node, std::vector<const Node*>& leaves) {
  switch (node.kind) {
    case NodeKind::kNot:
      return;
    case NodeKind::kAnd:
    case NodeKind::kOr:
      for (const auto& part : node.below) {
        gather(*part, leaves);
      }
      return;
    case NodeKind::kWord:
    case NodeKind::kPhrase:
    case NodeKind::kStart:
    case NodeKind::kNear:
    case NodeKind::kDays:
      leaves.push_back(&node);
      return;
  }
}

}  // namespace

ParsedQuery parse_query(std::string_view query) {
  ParsedQuery parsed;
  if (query.size() > kQueryOctets) {
    parsed.problem = "the query is longer than 2000 octets";
    parsed.hint = "ask for less at once";
    return parsed;
  }
  try {
    const auto plain = with_plain_quotes(query);
    parsed.root = Parser(plain).whole();
  } catch (const Unreadable& what) {
    parsed.problem = what.problem;
    parsed.hint = what.hint;
  }
  return parsed;
}

std::vector<const Node*> wanted_leaves(const Node& root) {
  std::vector<const Node*> leaves;
  gather(root, leaves);
  return leaves;
}

}  // namespace pouch::search
