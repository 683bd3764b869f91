#include "search/query_lexer.hpp"

#include <algorithm>
#include <array>

#include "search/fold.hpp"

namespace pouch::search {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

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

std::string quoted_piece(std::string_view text) {
  constexpr std::size_t kShown = 60;
  auto piece = plain_line(text.substr(0, kShown));
  return "\"" + piece + (text.size() > kShown ? "…" : "") + "\"";
}

Token Lexer::next() {
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

Token Lexer::sign(Token::Kind kind) {
  rest_.remove_prefix(1);
  return {kind, "", ""};
}

std::string Lexer::phrase() {
  const auto end = rest_.find('"', 1);
  if (end == std::string_view::npos) {
    throw Unreadable{"a quotation mark is not closed", "write \"two words\""};
  }
  std::string text(rest_.substr(1, end - 1));
  rest_.remove_prefix(end + 1);
  return text;
}

Token Lexer::word() {
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

}  // namespace pouch::search
