// The words and signs of a query (SPEC section 8); what cannot be read is thrown as Unreadable,
// which parse_query turns into its result. Private to the parser.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace pouch::search {

struct Unreadable {
  std::string problem, hint;
};

struct Token {
  enum class Kind { kOpen, kClose, kMinus, kPhrase, kWord, kEnd } kind = Kind::kEnd;
  std::string text, field;
};

// Smart quotes are quotes: queries are pasted out of letters.
std::string with_plain_quotes(std::string_view query);

// A piece of a query as a message may show it: in quotes, one short line, well-formed.
std::string quoted_piece(std::string_view text);

class Lexer {
 public:
  explicit Lexer(std::string_view rest) : rest_(rest) {}
  Token next();

 private:
  Token sign(Token::Kind kind);
  std::string phrase();
  Token word();

  std::string_view rest_;
};

}  // namespace pouch::search
