#include "search/query/query_lexer.hpp"

#include <algorithm>
#include <array>

#include "search/names/fold.hpp"
#include "search/things/identifier.hpp"

namespace pouch::search {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// 192.0.2.4:8080, [2001:db8::1]:25, mailto:ivan@mvr.example: the address alone.
std::string_view bare_address(std::string_view text) {
  constexpr std::string_view kScheme = "mailto:";
  if (text.starts_with(kScheme) && is_address(text.substr(kScheme.size()))) {
    return text.substr(kScheme.size());
  }
  if (const auto end = text.find(']'); text.starts_with("[") && end != text.npos) {
    return is_address(text.substr(1, end - 1)) ? text.substr(1, end - 1) : text;
  }
  const auto before = text.substr(0, text.rfind(':'));
  return !is_address(text) && is_address(before) ? before : text;
}

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

std::size_t column_of(std::string_view query, std::size_t at) {
  const auto before = query.substr(0, at);
  return 1 + static_cast<std::size_t>(std::count_if(before.begin(), before.end(), [](char c) {
           return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;  // RFC 3629: no later octet
         }));
}

Token Lexer::next() {
  for (std::size_t skip = 1; at_ < query_.size() && skip > 0; at_ += skip) {
    skip = is_space(query_[at_]) ? 1 : dash();
  }
  Token token;
  token.at = token.end = at_;
  if (at_ == query_.size()) {
    return token;
  }
  const auto at = at_;
  switch (query_[at_]) {
    case '(':
      token = sign(Token::Kind::kOpen);
      break;
    case ')':
      token = sign(Token::Kind::kClose);
      break;
    case '-':
      token = sign(Token::Kind::kMinus);
      break;
    case '"':
      token.kind = Token::Kind::kPhrase;
      token.text = phrase();
      break;
    default:
      token = word();
      break;
  }
  token.at = at;
  token.end = at_;
  return token;
}

// Octets of a dash that stands alone, as in TE - 9087 - AM: a minus stands before what is not
// wanted.
std::size_t Lexer::dash() const {
  static constexpr std::array<std::string_view, 6> kDashes = {"-",      "\u2010", "\u2011",
                                                              "\u2013", "\u2014", "\u2212"};
  const auto rest = query_.substr(at_);
  for (const auto sign : kDashes) {
    if (rest.starts_with(sign) && at_ > 0 && is_space(query_[at_ - 1]) &&
        rest.size() > sign.size() && is_space(rest[sign.size()])) {
      return sign.size();
    }
  }
  return 0;
}

Token Lexer::sign(Token::Kind kind) {
  ++at_;
  Token token;
  token.kind = kind;
  return token;
}

std::string Lexer::phrase() {
  const auto end = query_.find('"', at_ + 1);
  if (end == std::string_view::npos) {
    throw Unreadable{"a quotation mark is not closed", "for example \"two words\"", at_};
  }
  std::string text(query_.substr(at_ + 1, end - at_ - 1));
  at_ = end + 1;
  return text;
}

Token Lexer::word() {
  const auto from = query_.substr(at_);
  const auto stop = std::find_if(from.begin(), from.end(), [](char c) {
    return is_space(c) || c == '(' || c == ')' || c == '"';
  });
  auto text = from.substr(0, static_cast<std::size_t>(stop - from.begin()));
  at_ += text.size();
  Token token;
  token.kind = Token::Kind::kWord;
  text = bare_address(text);
  const auto colon = text.find(':');
  if (colon != std::string_view::npos && colon != 0 && !is_address(text)) {
    token.field = text.substr(0, colon);
    text.remove_prefix(colon + 1);
    const char next = at_ < query_.size() ? query_[at_] : '\0';
    if (text.empty() && next == '"') {
      token.kind = Token::Kind::kPhrase;
      token.text = phrase();
      return token;
    }
    if (text.empty() && next == '(') {
      token.kind = Token::Kind::kGroup;
      ++at_;
      return token;
    }
  }
  token.text = text;
  return token;
}

}  // namespace pouch::search
