// Where a link or a form of a page leads. It begins as a literal, a place of this site, and grows
// by values that are percent-encoded (RFC 3986 section 2.1): neither another site nor a script can
// come out of what people wrote. Beside those, mailto (RFC 6068) alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pouch::gateway::html {

// "/search" or "#main"; anything else does not compile.
class Route {
 public:
  template <std::size_t Size>
  consteval Route(const char (&text)[Size]) : text_(text, Size - 1) {
    if (text_.empty() || (text_[0] != '/' && text_[0] != '#') || text_.substr(0, 2) == "//") {
      throw "a route is a place of this site";
    }
    for (const char letter : text_.substr(1)) {
      if (!((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-' ||
            letter == '/' || letter == '.')) {
        throw "a route is written in small letters, digits, '-', '.' and '/'";
      }
    }
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// Of a value in a query string.
class QueryName {
 public:
  template <std::size_t Size>
  consteval QueryName(const char (&text)[Size]) : text_(text, Size - 1) {
    for (const char letter : text_) {
      if (letter < 'a' || letter > 'z') {
        throw "a name in a query string is written in small letters";
      }
    }
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

class Url {
 public:
  explicit Url(Route route) : text_(route.text()) {}
  static Url mail_to(std::string_view address, std::string_view subject);
  static Url here(std::string_view id);       // a part of this page
  Url segment(std::string_view value) const;  // "/case" and "A/1": "/case/A%2F1"
  Url with(QueryName name, std::string_view value) const;
  Url at(std::string_view id) const;  // a part of that page
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  bool has_query_ = false;
};

// All but the unreserved characters of RFC 3986 section 2.3; of at most kLongestPart octets, which
// is more than any name, number or token of ours has.
inline constexpr std::size_t kLongestPart = 1024;
std::string percent_encoded(std::string_view value);

}  // namespace pouch::gateway::html
