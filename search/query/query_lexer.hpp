// The words and signs of a query (SPEC section 8); what cannot be read is thrown as Unreadable,
// which parse_query turns into its result. Private to the parser.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace pouch::search {

struct Unreadable {
  std::string problem, hint;
  std::optional<std::size_t> at{};  // octets before it; none: whoever catches it knows
};

struct Token {
  enum class Kind { kOpen, kClose, kMinus, kPhrase, kWord, kGroup, kEnd } kind = Kind::kEnd;
  std::string text, field;      // kGroup: of `field:(`
  std::size_t at = 0, end = 0;  // octets of the query before it, and to its end
};

// Smart quotes are quotes: queries are pasted out of letters. One character stays one character.
std::string with_plain_quotes(std::string_view query);

// A piece of a query as a message may show it: in quotes, one short line, well-formed.
std::string quoted_piece(std::string_view text);

// Characters before that octet, and one: as people count.
std::size_t column_of(std::string_view query, std::size_t at);

class Lexer {
 public:
  explicit Lexer(std::string_view query) : query_(query) {}
  Token next();

 private:
  std::size_t dash() const;
  Token sign(Token::Kind kind);
  std::string phrase();
  Token word();

  std::string_view query_;
  std::size_t at_ = 0;
};

}  // namespace pouch::search
