// The lexical level that RFC 5322 section 3.2 and RFC 2045 section 5.1 share: comments (nested,
// counted and not recursed), white space, quoted strings. Works on an unfolded value. Each call
// that finds half a construct answers false, and the whole value is then refused.
#pragma once

#include <string>
#include <string_view>

#include "mail/ascii.hpp"

namespace pouch::mail {

class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  bool next_is(char c) const { return !at_end() && text_[at_] == c; }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  std::size_t position() const { return at_; }
  void advance() { ++at_; }

  bool take(char c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }

  // Skips blanks and comments; the text of the last comment goes to `comment`. False when a comment
  // does not end.
  bool skip_space(std::string* comment = nullptr) {
    while (!at_end()) {
      if (is_blank(text_[at_])) {
        ++at_;
      } else if (text_[at_] == '(') {
        if (!skip_comment(comment)) return false;
      } else {
        break;
      }
    }
    return true;
  }

  // The longest run of characters for which `wanted` holds.
  template <typename Predicate>
  std::string_view run(Predicate wanted) {
    const auto start = at_;
    while (!at_end() && wanted(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  // At a quotation mark: appends the text inside, backslashes taken off.
  bool quoted_string(std::string& out) {
    if (!take('"')) return false;
    while (!at_end()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (c != '\\') {
        out += c;
      } else {
        if (at_end()) return false;
        out += text_[at_++];
      }
    }
    return false;
  }

 private:
  bool skip_comment(std::string* comment) {
    std::string text;
    std::size_t open = 0;
    while (!at_end()) {
      char c = text_[at_++];
      if (c == '(' && open++ == 0) continue;
      if (c == ')' && --open == 0) {
        if (comment != nullptr) *comment = text;
        return true;
      }
      if (c == '\\') {
        if (at_end()) return false;
        c = text_[at_++];
      }
      text += c;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace pouch::mail
