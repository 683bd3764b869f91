// What an HTML element does to the text in it, from its name, class and style.
#pragma once

#include <string_view>

namespace pouch::mail {

enum class Display {
  kInline,
  kBlock,
  kParagraph,  // a blank line around it
  kBreak,
  kRule,
  kList,
  kItem,
  kRow,
  kCell,
  kQuote,
};

struct Style {
  Display display = Display::kInline;
  bool hidden = false;        // a reader does not see it
  bool preformatted = false;  // line ends and blanks count
  bool ordered = false;       // of a list
};

Style style_of(std::string_view element, std::string_view css_class, std::string_view css);

}  // namespace pouch::mail
