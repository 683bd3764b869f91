#include "mail/content/html_words.hpp"

#include <algorithm>
#include <array>

#include "mail/content/html_events.hpp"
#include "mail/content/html_source.hpp"

namespace pouch::mail {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

constexpr std::string_view kSoftHyphen = "\xC2\xAD";

bool is_silent(std::string_view tag) {
  return tag == "script" || tag == "style" || tag == "template";
}

// Beside these a word ends; all others, those that nobody knows too, may stand within one.
bool parts_words(std::string_view tag) {
  static constexpr std::array kTags = std::to_array<std::string_view>(
      {"address",  "applet",     "article", "aside",   "audio",    "blockquote", "body",
       "br",       "button",     "caption", "center",  "col",      "colgroup",   "dd",
       "details",  "dialog",     "dir",     "div",     "dl",       "dt",         "embed",
       "fieldset", "figcaption", "figure",  "footer",  "form",     "frame",      "frameset",
       "h1",       "h2",         "h3",      "h4",      "h5",       "h6",         "head",
       "header",   "hgroup",     "hr",      "html",    "iframe",   "img",        "input",
       "legend",   "li",         "link",    "main",    "menu",     "meta",       "nav",
       "noframes", "noscript",   "object",  "ol",      "optgroup", "option",     "p",
       "pre",      "section",    "select",  "summary", "svg",      "table",      "tbody",
       "td",       "textarea",   "tfoot",   "th",      "thead",    "title",      "tr",
       "ul",       "video",      "xmp",     "script",  "style",    "template"});
  return std::find(kTags.begin(), kTags.end(), tag) != kTags.end();
}

class WordSink : public HtmlSink {
 public:
  explicit WordSink(std::size_t limit) : limit_(limit) {}

  void open(const HtmlElement& element) override {
    silent_ += is_silent(element.name) ? 1 : 0;
    if (parts_words(element.name)) text_ += ' ';
  }
  void close(std::string_view name) override {
    silent_ -= is_silent(name) && silent_ > 0 ? 1 : 0;
    if (parts_words(name)) text_ += ' ';
  }
  void text(std::string_view more) override {
    if (silent_ > 0) return;
    for (auto at = more.find(kSoftHyphen); at != more.npos; at = more.find(kSoftHyphen)) {
      text_.append(more.substr(0, at));
      more.remove_prefix(at + kSoftHyphen.size());
    }
    text_.append(more);
  }
  bool full() const override { return text_.size() >= limit_; }

  std::string finish() {
    auto size = std::min(text_.size(), limit_);
    while (size > 0 && size < text_.size() && continues_character(text_[size])) --size;
    text_.resize(size);
    return std::move(text_);
  }

 private:
  std::string text_;
  std::size_t limit_;
  int silent_ = 0;  // depth inside script and style
};

}  // namespace

std::string html_words(std::string_view html_utf8, std::size_t limit) {
  const auto html =
      with_bounded_tags(without_marked_sections(html_utf8.substr(0, kHtmlSize)), kHtmlAttributes);
  WordSink sink(limit);
  feed_html(html, sink);
  return sink.finish();
}

}  // namespace pouch::mail
