#include "mail/content/html.hpp"

#include "mail/content/html_layout.hpp"
#include "mail/content/html_source.hpp"
#include "mail/text/text_form.hpp"

namespace pouch::mail {
namespace {

class LayoutSink : public HtmlSink {
 public:
  void open(const HtmlElement& element) override { layout_.open(element); }
  void close(std::string_view /*name*/) override { layout_.close(); }
  void text(std::string_view utf8) override { layout_.text(utf8); }
  bool full() const override { return layout_.size() > kHtmlTextSize; }
  std::string finish() { return layout_.finish(); }

 private:
  HtmlLayout layout_;
};

}  // namespace

std::optional<std::string> read_html(std::string_view html_utf8) {
  if (html_utf8.size() > kHtmlSize) return std::nullopt;
  const std::string html = without_marked_sections(html_utf8);
  if (has_long_tag(html, kHtmlAttributes)) return std::nullopt;
  LayoutSink sink;
  if (!feed_html(html, sink)) return std::nullopt;
  return clean_text(sink.finish());
}

std::string html_to_text(std::string_view html_utf8) {
  return read_html(html_utf8).value_or(std::string());
}

}  // namespace pouch::mail
