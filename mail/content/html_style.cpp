#include "mail/content/html_style.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "mail/ascii.hpp"

namespace pouch::mail {
namespace {

template <std::size_t kSize>
bool one_of(std::string_view name, const std::array<std::string_view, kSize>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 16> kUnseen = {
    "head",   "title", "style", "script", "template", "iframe", "object", "embed",
    "applet", "svg",   "math",  "canvas", "audio",    "video",  "map",    "datalist"};
constexpr std::array<std::string_view, 26> kBlocks = {
    "div",    "section", "article", "header", "footer", "main",    "nav",     "aside",    "address",
    "center", "form",    "table",   "tbody",  "thead",  "tfoot",   "caption", "fieldset", "dt",
    "dd",     "dl",      "figure",  "body",   "html",   "details", "summary", "legend"};
constexpr std::array<std::string_view, 8> kParagraphs = {"p",  "h1", "h2", "h3",
                                                         "h4", "h5", "h6", "pre"};

Display display_of(std::string_view name) {
  if (one_of(name, kParagraphs)) return Display::kParagraph;
  if (one_of(name, kBlocks)) return Display::kBlock;
  if (name == "br") return Display::kBreak;
  if (name == "hr") return Display::kRule;
  if (name == "ul" || name == "ol" || name == "menu" || name == "dir") return Display::kList;
  if (name == "li") return Display::kItem;
  if (name == "tr") return Display::kRow;
  if (name == "td" || name == "th") return Display::kCell;
  if (name == "blockquote") return Display::kQuote;
  return Display::kInline;
}

std::string without_blanks(std::string_view css) {
  std::string out;
  for (const char c : css) {
    if (static_cast<unsigned char>(c) > 32) out += to_lower(c);
  }
  return out;
}

bool has(std::string_view text, std::string_view wanted) {
  return text.find(wanted) != std::string_view::npos;
}

}  // namespace

Style style_of(std::string_view element, std::string_view css_class, std::string_view css) {
  Style style;
  const std::string rules = without_blanks(css);
  style.display = display_of(element);
  style.hidden = one_of(element, kUnseen) || has(rules, "display:none") ||
                 has(rules, "visibility:hidden") || has(rules, "mso-hide:all") ||
                 // RFC 9788 section 4.10.2.2: a copy of the headers for old readers
                 has(css_class, "header-protection-legacy-display");
  style.preformatted = element == "pre" || element == "textarea" ||
                       (has(rules, "white-space:pre") && !has(rules, "white-space:pre-line"));
  style.ordered = element == "ol";
  // Outlook's paragraphs have no space around them: its empty lines are paragraphs of their own.
  if (style.display == Display::kParagraph &&
      (same_word(css_class.substr(0, 3), "Mso") || has(rules, "margin:0") ||
       has(rules, "margin-bottom:0"))) {
    style.display = Display::kBlock;
  }
  // Gmail's and Outlook's button for more indent makes a quotation element without its bar.
  if (style.display == Display::kQuote && has(rules, "border:none")) {
    style.display = Display::kBlock;
  }
  // Yahoo's quotation, and Outlook's with a bar at its left, are no quotation elements.
  if (style.display == Display::kBlock &&
      (has(css_class, "yahoo_quoted") || has(rules, "border-left:solidblue"))) {
    style.display = Display::kQuote;
  }
  return style;
}

}  // namespace pouch::mail
