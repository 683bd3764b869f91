#include "mail/html.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>

#include "mail/ascii.hpp"
#include "mail/content.hpp"
#include "mail/html_layout.hpp"
#include "mail/html_source.hpp"
#include "mail/text_form.hpp"

namespace pouch::mail {
namespace {

struct FreeContext {
  void operator()(htmlParserCtxt* context) const { htmlFreeParserCtxt(context); }
};

struct Page {
  htmlParserCtxt* parser = nullptr;
  HtmlLayout layout;
  bool over = false;
  std::exception_ptr fault;  // none may pass through the parser's C frames
};

template <typename Step>
void guarded(void* user, Step step) {
  auto& page = *static_cast<Page*>(user);
  if (page.over || page.fault) return;
  try {
    step(page.layout);
  } catch (...) {
    page.fault = std::current_exception();
  }
  page.over = page.layout.depth() > kHtmlDepth || page.layout.size() > kHtmlTextSize;
  if (page.over || page.fault) xmlStopParser(page.parser);
}

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

void on_open(void* user, const xmlChar* name, const xmlChar** attributes) {
  guarded(user, [&](HtmlLayout& layout) {
    const std::string lower = to_lower(view(name));
    HtmlElement element;
    element.name = lower;
    for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
      const std::string_view key = view(attributes[0]);
      if (key == "class") element.css_class = view(attributes[1]);
      if (key == "style") element.css = view(attributes[1]);
      if (key == "start") element.start = view(attributes[1]);
      if (key == "value") element.value = view(attributes[1]);
      if (key == "hidden") element.hidden = true;
    }
    layout.open(element);
  });
}

void on_close(void* user, const xmlChar* /*name*/) {
  guarded(user, [](HtmlLayout& layout) { layout.close(); });
}

void on_text(void* user, const xmlChar* text, int size) {
  guarded(user, [&](HtmlLayout& layout) {
    layout.text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
  });
}

}  // namespace

std::optional<std::string> read_html(std::string_view html_utf8) {
  if (html_utf8.size() > kHtmlSize) return std::nullopt;
  if (html_utf8.empty()) return std::string();
  const std::string html = without_marked_sections(html_utf8);
  if (most_attributes(html) > kHtmlAttributes) return std::nullopt;
  const std::unique_ptr<htmlParserCtxt, FreeContext> parser(htmlNewParserCtxt());
  if (!parser) throw std::bad_alloc();
  Page page;
  page.parser = parser.get();
  std::memset(parser->sax, 0, sizeof(*parser->sax));
  parser->sax->startElement = on_open;
  parser->sax->endElement = on_close;
  parser->sax->characters = on_text;
  parser->sax->ignorableWhitespace = on_text;
  parser->sax->cdataBlock = on_text;  // script and style, which the layout leaves out
  parser->userData = &page;
  // The text is UTF-8 by now, whatever a <meta> says.
  const int options =
      HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC;
  htmlDocPtr tree = htmlCtxtReadMemory(parser.get(), html.data(), static_cast<int>(html.size()),
                                       nullptr, "UTF-8", options);
  if (tree != nullptr) xmlFreeDoc(tree);
  if (page.fault) std::rethrow_exception(page.fault);
  if (page.over) return std::nullopt;
  return clean_text(page.layout.finish());
}

std::string html_to_text(std::string_view html_utf8) {
  return read_html(html_utf8).value_or(std::string());
}

}  // namespace pouch::mail
