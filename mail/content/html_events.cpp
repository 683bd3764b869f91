#include "mail/content/html_events.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <string>

#include "mail/ascii.hpp"

namespace pouch::mail {
namespace {

// Once, before two threads can meet in it (libxml2: "Thread safety").
void prepare_library() {
  static const bool ready = (xmlInitParser(), true);
  (void)ready;
}

struct FreeContext {
  void operator()(htmlParserCtxt* context) const { htmlFreeParserCtxt(context); }
};

struct Page {
  htmlParserCtxt* parser = nullptr;
  HtmlSink& sink;
  std::size_t depth = 0;
  bool over = false;
  std::exception_ptr fault{};  // none may pass through the parser's C frames
};

template <typename Step>
void guarded(void* user, Step step) {
  auto& page = *static_cast<Page*>(user);
  if (page.over || page.fault) return;
  try {
    step(page);
  } catch (...) {
    page.fault = std::current_exception();
  }
  page.over = page.depth > kHtmlDepth || page.sink.full();
  if (page.over || page.fault) xmlStopParser(page.parser);
}

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

void on_open(void* user, const xmlChar* name, const xmlChar** attributes) {
  guarded(user, [&](Page& page) {
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
    ++page.depth;
    page.sink.open(element);
  });
}

void on_close(void* user, const xmlChar* name) {
  guarded(user, [&](Page& page) {
    if (page.depth > 0) --page.depth;
    page.sink.close(to_lower(view(name)));
  });
}

void on_text(void* user, const xmlChar* text, int size) {
  guarded(user, [&](Page& page) {
    page.sink.text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
  });
}

}  // namespace

bool feed_html(std::string_view html_utf8, HtmlSink& sink) {
  if (html_utf8.empty()) return true;
  prepare_library();
  const std::unique_ptr<htmlParserCtxt, FreeContext> parser(htmlNewParserCtxt());
  if (!parser) throw std::bad_alloc();
  Page page{parser.get(), sink};
  std::memset(parser->sax, 0, sizeof(*parser->sax));
  parser->sax->startElement = on_open;
  parser->sax->endElement = on_close;
  parser->sax->characters = on_text;
  parser->sax->ignorableWhitespace = on_text;
  parser->sax->cdataBlock = on_text;  // script and style, which the sinks leave out
  parser->userData = &page;
  // The text is UTF-8 by now, whatever a <meta> says.
  const int options =
      HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC;
  htmlDocPtr tree =
      htmlCtxtReadMemory(parser.get(), html_utf8.data(), static_cast<int>(html_utf8.size()),
                         nullptr, "UTF-8", options);
  if (tree != nullptr) xmlFreeDoc(tree);
  if (page.fault) std::rethrow_exception(page.fault);
  return !page.over;
}

}  // namespace pouch::mail
