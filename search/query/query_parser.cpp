#include "search/query/query_parser.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "search/ascii.hpp"
#include "search/index/edges.hpp"
#include "search/names/fold.hpp"
#include "search/query/query_days.hpp"
#include "search/query/query_lexer.hpp"
#include "search/things/birth_date.hpp"

namespace pouch::search {
namespace {

using NodePtr = std::unique_ptr<Node>;

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

// `value`: what was typed after the colon, for the hint.
const FieldRow* known_field(const std::string& typed, const std::string& value) {
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
  const bool near = name.size() < 20 && distance(nearest->name, name) <= 2;
  throw Unreadable{"there is no search field " + quoted_piece(typed),
                   (near ? "did you mean " + std::string(nearest->name) + "? " : std::string()) +
                       "The fields are " + all + "; to look for a colon's text put it in quotes: " +
                       quoted_piece(typed + ":" + value)};
}

std::string values_of(std::string_view field) {
  std::string all;
  for (const auto& row : flags()) {
    if (row.field == field) {
      all.append(all.empty() ? "" : ", ").append(row.value);
    }
  }
  return all;
}

// What a part finds wrong is wrong at its beginning.
template <typename Read>
auto located(const Token& token, const Read& read) {
  try {
    return read();
  } catch (Unreadable& what) {
    what.at = what.at ? what.at : token.at;
    throw;
  }
}

class Parser {
 public:
  explicit Parser(std::string_view query) : lexer_(query), token_(lexer_.next()) {}

  NodePtr whole() {
    auto root = any(0);
    if (token_.kind == Token::Kind::kClose) {
      fail("a parenthesis is closed that was not opened", "remove it");
    }
    return root;
  }

 private:
  void advance() { token_ = lexer_.next(); }
  [[noreturn]] void fail(std::string problem, std::string hint) const {
    throw Unreadable{std::move(problem), std::move(hint), token_.at};
  }
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
      fail("the parentheses are nested too deeply", "write it more simply");
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
          fail("AND stands between two things", "for example lorry AND heroin");
        }
      }
      parts.push_back(one(depth));
    }
    if (parts.empty()) {
      fail("something to look for is missing", "for example lorry, \"red lorry\", plate:ca1234ab");
    }
    return joined(NodeKind::kAnd, std::move(parts));
  }

  NodePtr one(std::size_t depth) {
    if (token_.kind == Token::Kind::kMinus || at_word("NOT")) {
      advance();
      if (at_end() || at_word("OR") || at_word("AND")) {
        fail("NOT stands before what must not be there", "for example lorry NOT heroin");
      }
      auto node = std::make_unique<Node>();
      node->kind = NodeKind::kNot;
      if (depth > kQueryDepth) {
        fail("too many NOT in a row", "write it more simply");
      }
      node->below.push_back(one(depth + 1));
      return node;
    }
    if (token_.kind == Token::Kind::kOpen) {
      return inside(depth);
    }
    if (token_.kind == Token::Kind::kGroup) {
      const auto* outer = std::exchange(group_, group_field());
      auto parts = inside(depth);
      group_ = outer;
      return parts;
    }
    return leaf();
  }

  // What stands up to the closing parenthesis.
  NodePtr inside(std::size_t depth) {
    const auto opened = token_.end - 1;
    advance();
    auto parts = any(depth + 1);
    if (token_.kind != Token::Kind::kClose) {
      throw Unreadable{"a parenthesis is not closed", "for example (lorry OR truck) heroin",
                       opened};
    }
    advance();
    return parts;
  }

  // Of `field:(`.
  const FieldRow* group_field() const {
    if (group_ != nullptr) {
      fail("a field stands in the parentheses of another",
           "for example (person:popov OR plate:ca1234ab)");
    }
    return located(token_, [&] { return known_field(token_.field, "two words"); });
  }

  NodePtr leaf() {
    if (++words_ > kQueryWords) {
      fail("the query has more than 64 words", "ask for less at once");
    }
    auto token = std::move(token_);
    advance();
    return located(token, [&] { return leaf_of(token); });
  }

  const FieldRow* field_of(const Token& token) const {
    if (token.field.empty()) {
      return group_;
    }
    if (group_ != nullptr) {
      throw Unreadable{"a field stands in the parentheses of another",
                       "for example (person:popov OR plate:ca1234ab)"};
    }
    return known_field(token.field, token.text);
  }

  NodePtr leaf_of(Token& token) const {
    const auto* row = field_of(token);
    auto node = std::make_unique<Node>();
    node->field = row;
    node->at = token.at;
    node->end = token.end;
    if (row != nullptr && row->kind == Kind::kDay) {
      node->kind = NodeKind::kDays;
      const auto days = parse_days(row->name, token.text);
      node->first = days.first;
      node->last = days.last;
      return node;
    }
    if (row != nullptr && row->kind == Kind::kFlag) {
      require_flag(*row, token.text);
    }
    node->kind = token.kind == Token::Kind::kPhrase ? NodeKind::kPhrase : NodeKind::kWord;
    if (row != nullptr && row->kind == Kind::kBirth && births_in(token.text).empty()) {
      throw Unreadable{quoted_piece(token.text) + " is no date of birth",
                       "for example born:1985-04-03, born:03.04.1985, born:1985-04, born:1985"};
    }
    if (node->kind == NodeKind::kWord) {
      require_star(row, token.text);
    }
    if (node->kind == NodeKind::kWord && token.text.size() > 1) {
      const char mark = token.text.back();
      if (mark == '*' || mark == '~') {
        node->kind = mark == '*' ? NodeKind::kStart : NodeKind::kNear;
        token.text.pop_back();
      }
    }
    require_something(*node, token.text);
    node->text = std::move(token.text);
    return node;
  }

  static void require_flag(const FieldRow& row, std::string& value) {
    std::transform(value.begin(), value.end(), value.begin(), [](unsigned char c) {
      return static_cast<char>(c == ' ' ? '-' : std::tolower(c));
    });
    if (flag(row.name, value) == nullptr) {
      throw Unreadable{std::string(row.name) + ":" + quoted_piece(value) + " is not known",
                       "write " + std::string(row.name) + ": and one of " + values_of(row.name)};
    }
  }

  // Signs alone find nothing, and one letter is the beginning of everything.
  static void require_something(const Node& node, std::string_view text) {
    const auto* row = node.field;
    if (words(text).empty()) {
      throw Unreadable{
          "something to look for is missing" +
              (row != nullptr ? " after " + std::string(row->name) + ":" : std::string()),
          row != nullptr ? "for example " + std::string(row->example)
                         : "write a word of letters or digits"};
    }
  }

  // Where a star may stand: what the index cannot be asked is refused, never silently not found.
  static void require_star(const FieldRow* row, std::string_view text) {
    const auto star = text.find('*');
    if (star == text.npos || words(text).empty()) {
      return;
    }
    const bool ends = star == 0 && text.find('*', 1) == text.npos;
    if (!ends && star + 1 != text.size()) {
      throw Unreadable{"a * stands within " + quoted_piece(text), "for example jovan*, *4567"};
    }
    if (row != nullptr && row->kind != Kind::kText && row->kind != Kind::kName &&
        row->kind != Kind::kIdentifier) {
      throw Unreadable{std::string(row->name) + ": is asked whole, without a *",
                       "for example " + std::string(row->example)};
    }
    ends ? require_end(row, text) : require_start(row, text);
  }

  static void require_start(const FieldRow* row, std::string_view text) {
    const bool number = row != nullptr && row->kind == Kind::kIdentifier;
    const auto size = number ? fold_identifier(text).whole.size() : fold_word(text).size();
    if (size < (number ? kEdgeFrom : kLeastStart)) {
      throw Unreadable{quoted_piece(text) + " would find too much",
                       number ? "write at least two letters or digits before the *"
                              : "write at least three letters before the *"};
    }
  }

  static void require_end(const FieldRow* row, std::string_view text) {
    const bool number = row != nullptr && row->kind == Kind::kIdentifier;
    if ((row != nullptr && row->kind == Kind::kName) || (!number && !has_digit(text))) {
      throw Unreadable{"the end of a word cannot be asked", "for example *4567, plate:*4AB"};
    }
    if (fold_identifier(text).whole.size() < kEndFrom) {
      throw Unreadable{quoted_piece(text) + " would find too much",
                       "write at least three letters or digits behind the *"};
    }
  }

  Lexer lexer_;
  Token token_;
  const FieldRow* group_ = nullptr;  // of the parentheses around, as in person:(popov OR petrov)
  std::size_t words_ = 0;
};

// They are in no word that anybody typed; what pasted them may have lost letters, too.
void refuse_controls(std::string_view query) {
  const auto found = std::find_if(query.begin(), query.end(), [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return (octet < 0x20 && c != '\t' && c != '\n' && c != '\r') || octet == 0x7F;
  });
  if (found != query.end()) {
    throw Unreadable{"there is a control character in the query", "type the words anew",
                     static_cast<std::size_t>(found - query.begin())};
  }
}

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
  const auto plain = with_plain_quotes(query);
  try {
    refuse_controls(plain);
    parsed.root = Parser(plain).whole();
  } catch (const Unreadable& what) {
    parsed.problem = what.problem;
    parsed.hint = what.hint;
    parsed.column = column_of(plain, what.at.value_or(0));
  }
  return parsed;
}

std::vector<const Node*> wanted_leaves(const Node& root) {
  std::vector<const Node*> leaves;
  gather(root, leaves);
  return leaves;
}

}  // namespace pouch::search
