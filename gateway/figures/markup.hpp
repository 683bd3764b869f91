// HTML and SVG that cannot be forged: names of elements and attributes are literals that are looked
// at when the program is built, every text and every value is escaped. The only text that goes out
// as it is, is a style sheet, a literal too. No name of a script, a handler, a link or anything
// that fetches is taken (HTML standard, "Restrictions on content models").
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/web/html/html.hpp"

namespace pouch::gateway::figures {

class Name {
 public:
  template <std::size_t Size>
  consteval Name(const char (&text)[Size]) : text_(text, Size - 1) {
    for (const char letter : text_) {
      if (!((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
            (letter >= '0' && letter <= '9') || letter == '-')) {
        throw "no name of an element or attribute";
      }
    }
    if (text_ == "script" || text_ == "href" || text_ == "src" || text_ == "iframe" ||
        text_ == "object" || text_ == "embed" || text_ == "link" || text_.starts_with("on")) {
      throw "a page fetches and runs nothing";
    }
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

class StyleSheet {
 public:
  template <std::size_t Size>
  consteval explicit StyleSheet(const char (&text)[Size]) : text_(text, Size - 1) {
    if (text_.find("</") != std::string_view::npos || fetches(text_)) {
      throw "a style sheet that ends itself, or fetches";
    }
  }
  constexpr std::string_view text() const { return text_; }

 private:
  // A url of the page itself, url(#…), is none.
  static constexpr bool fetches(std::string_view text) {
    for (auto at = text.find("url("); at != std::string_view::npos;
         at = text.find("url(", at + 1)) {
      if (text.substr(at + 4, 1) != "#") {
        return true;
      }
    }
    return text.find("@import") != std::string_view::npos;
  }

  std::string_view text_;
};

struct Attribute {
  Attribute(Name called, std::string_view words) : name(called), value(words) {}
  Attribute(Name called, std::integral auto number) : name(called), value(std::to_string(number)) {}
  Name name;
  std::string value;
};

class Element {
 public:
  explicit Element(Name name, std::vector<Attribute> attributes = {});
  Element(Name name, std::vector<Attribute> attributes, std::string_view text);
  Element& add(Element child);
  Element& add(std::string_view text);
  Element& add(StyleSheet sheet);
  html::Html in_page() const;  // as a part of the page for a browser
  std::string markup() const;  // with the end of each element, as HTML and SVG both take it

 private:
  std::string begin_;    // "<td class="num">"
  std::string content_;  // escaped
  std::string end_;      // empty: of those that have no content
};

}  // namespace pouch::gateway::figures
