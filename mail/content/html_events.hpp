// HTML as a stream of events (the room's door to libxml2): one reader with one set of bounds for
// what is shown and for what is searched. Nothing is loaded, no tree is kept, no exception passes
// through the parser's frames.
#pragma once

#include <cstddef>
#include <string_view>

namespace pouch::mail {

inline constexpr std::size_t kHtmlSize = 8U << 20;  // octets of one page
inline constexpr std::size_t kHtmlDepth = 500;      // elements open at once
inline constexpr std::size_t kHtmlAttributes =
    200;  // of one element: libxml2 compares each with each

struct HtmlElement {
  std::string_view name, css_class, css, start, value;  // name in lower case
  bool hidden = false;                                  // HTML's own attribute
};

class HtmlSink {
 public:
  virtual ~HtmlSink() = default;
  virtual void open(const HtmlElement& element) = 0;
  virtual void close(std::string_view name) = 0;  // of the innermost open element, in lower case
  virtual void text(std::string_view utf8) = 0;
  virtual bool full() const = 0;  // it takes no more
};

// The caller has bounded size and attributes (html_source.hpp). False: it ended at the depth, or
// because the sink was full; the sink has what came before.
bool feed_html(std::string_view html_utf8, HtmlSink& sink);

}  // namespace pouch::mail
