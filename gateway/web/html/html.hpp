// Pages that cannot be forged: what is text is escaped, by its type. There is no
// way to put in markup that is a string; elements and attributes are closed lists in which no
// script, style, frame, handler or fetched thing stands; where a link leads is a Url, and the name
// of a class a literal. So lengths that depend on data are attributes of SVG elements, for the
// page's policy takes no style of an element (Content Security Policy level 3, section 6.1.15).
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "gateway/web/html/url.hpp"

namespace pouch::gateway::html {

enum class Tag {
  kA,
  kArticle,
  kAside,
  kB,
  kBdi,
  kBody,
  kBr,
  kButton,
  kCaption,
  kCode,
  kCol,
  kColgroup,
  kDatalist,
  kDd,
  kDetails,
  kDiv,
  kDl,
  kDt,
  kFooter,
  kForm,
  kH1,
  kH2,
  kH3,
  kHead,
  kHeader,
  kHtml,
  kImg,
  kInput,
  kKbd,
  kLabel,
  kLi,
  kLine,
  kLink,
  kMain,
  kMark,
  kMeta,
  kNav,
  kOl,
  kOption,
  kP,
  kPre,
  kRect,
  kSection,
  kSmall,
  kSpan,
  kStrong,
  kSummary,
  kSvg,
  kTable,
  kTbody,
  kTd,
  kText,
  kTh,
  kThead,
  kTime,
  kTitle,
  kTr,
  kUl,
};

enum class Named {
  kAlt,
  kAriaCurrent,
  kAriaHidden,
  kAriaLabel,
  kAutocapitalize,
  kAutocomplete,
  kAutofocus,
  kCharset,
  kContent,
  kDatetime,
  kFor,
  kHeight,
  kId,
  kLang,
  kList,
  kLoading,
  kMaxlength,
  kName,
  kPlaceholder,
  kPreserveAspectRatio,
  kRel,
  kRequired,
  kRole,
  kRx,
  kScope,
  kSpellcheck,
  kTextAnchor,
  kType,
  kValue,
  kViewBox,
  kWidth,
  kX,
  kX1,
  kX2,
  kY,
  kY1,
  kY2,
};

// One or more, as the style sheet has them.
class ClassName {
 public:
  template <std::size_t Size>
  consteval ClassName(const char (&text)[Size]) : text_(text, Size - 1) {
    for (const char letter : text_) {
      if (!((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-' ||
            letter == ' ')) {
        throw "a class is written in small letters, digits and '-'";
      }
    }
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// Octets of a value; what is longer is cut there.
inline constexpr std::size_t kLongestValue = 4096;

class Attribute {
 public:
  Attribute(Named name, std::string_view value);
  Attribute(Named name, std::uint64_t number);

 private:
  friend class Html;
  friend Attribute of_class(ClassName name);
  friend Attribute href(const Url& url);
  friend Attribute picture_at(const Url& url);
  friend Attribute post_to(const Url& url);
  friend Attribute get_from(const Url& url);
  explicit Attribute(std::string written) : written_(std::move(written)) {}
  std::string written_;  // " name=\"value\""
};

Attribute of_class(ClassName name);
Attribute href(const Url& url);
// Of an image: a place of this site, which gives pictures that we made.
Attribute picture_at(const Url& url);
// Of a form. What changes anything is posted.
Attribute post_to(const Url& url);
Attribute get_from(const Url& url);

struct Fetched;

// Elements and text, one after the other.
class Html {
 public:
  Html() = default;
  Html(std::string_view text);  // escaped
  Html(const std::string& text) : Html(std::string_view(text)) {}
  Html(const char* text) : Html(std::string_view(text)) {}
  Html(Tag tag, std::initializer_list<Attribute> attributes, std::initializer_list<Html> content);
  Html& operator+=(const Html& more);
  bool empty() const { return markup_.empty(); }
  const std::string& markup() const { return markup_; }

 private:
  friend std::string document(std::string_view language, std::string_view title,
                              const Fetched& fetched, const Html& body);
  friend class Drawing;  // of figures/markup.cpp, whose elements are made by the same rules
  std::string markup_;
};

template <typename... Content>
Html element(Tag tag, std::initializer_list<Attribute> attributes, const Content&... content) {
  return Html(tag, attributes, {Html(content)...});
}

// A text that somebody wrote, so that its direction keeps to itself; in Greek or Cyrillic letters
// it says in which language it is read aloud (letters.hpp).
Html written_by_people(std::string_view text);

// What a page fetches beside itself.
struct Fetched {
  const Url &style_sheet, &icon, &script;
};

// The whole page, with its document type. The one script is fetched when all else is there; no
// other way leads to one.
std::string document(std::string_view language, std::string_view title, const Fetched& fetched,
                     const Html& body);

}  // namespace pouch::gateway::html
