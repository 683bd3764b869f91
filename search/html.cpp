#include "search/html.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>
#include <memory>

#include "search/ascii.hpp"
#include "search/tag_bounds.hpp"

namespace pouch::search {
namespace {

constexpr std::string_view kSoftHyphen = "\xC2\xAD";
constexpr std::size_t kHead = 1024;  // octets in which a page must say its charset

struct State {
  htmlParserCtxt* parser = nullptr;
  std::string text;
  std::size_t limit = 0;
  int silent = 0;  // depth inside script and style
  int depth = 0;
  bool over = false;
  std::exception_ptr fault;  // none may pass through the parser's C frames
};

template <typename Step>
void guarded(void* data, Step step) {
  auto& state = *static_cast<State*>(data);
  if (state.over || state.fault) {
    return;
  }
  try {
    step(state);
  } catch (...) {
    state.fault = std::current_exception();
  }
  state.over = state.text.size() >= state.limit || state.depth > kHtmlDepth;
  if (state.over || state.fault) {
    xmlStopParser(state.parser);
  }
}

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

std::string_view view(const xmlChar* text) { return reinterpret_cast<const char*>(text); }

void on_start(void* data, const xmlChar* name, const xmlChar** /*attributes*/) {
  guarded(data, [&](State& state) {
    const auto tag = lower(view(name));
    ++state.depth;
    state.silent += is_silent(tag) ? 1 : 0;
    if (parts_words(tag)) {
      state.text += ' ';
    }
  });
}

void on_end(void* data, const xmlChar* name) {
  guarded(data, [&](State& state) {
    const auto tag = lower(view(name));
    --state.depth;
    state.silent -= is_silent(tag) && state.silent > 0 ? 1 : 0;
    if (parts_words(tag)) {
      state.text += ' ';
    }
  });
}

void on_text(void* data, const xmlChar* text, int size) {
  guarded(data, [&](State& state) {
    std::string_view more(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
    if (state.silent > 0) {
      return;
    }
    for (auto at = more.find(kSoftHyphen); at != more.npos; at = more.find(kSoftHyphen)) {
      state.text.append(more.substr(0, at));
      more.remove_prefix(at + kSoftHyphen.size());
    }
    state.text.append(more);
  });
}

struct FreeParser {
  void operator()(htmlParserCtxt* parser) const { htmlFreeParserCtxt(parser); }
};

}  // namespace

std::string html_words(std::string_view html_utf8, std::size_t limit) {
  const auto html = with_bounded_tags(html_utf8.substr(0, kHtmlOctets), kTagAttributes);
  const std::unique_ptr<htmlParserCtxt, FreeParser> parser(htmlNewParserCtxt());
  if (!parser) {
    throw std::bad_alloc();
  }
  State state;
  state.parser = parser.get();
  state.limit = limit;
  std::memset(parser->sax, 0, sizeof(*parser->sax));
  parser->sax->startElement = on_start;
  parser->sax->endElement = on_end;
  parser->sax->characters = on_text;
  parser->sax->ignorableWhitespace = on_text;
  parser->sax->cdataBlock = on_text;
  parser->userData = &state;
  // The text is UTF-8 by now, whatever a <meta> says.
  const int options =
      HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC;
  if (!html.empty()) {
    xmlFreeDoc(htmlCtxtReadMemory(parser.get(), html.data(), static_cast<int>(html.size()), nullptr,
                                  "UTF-8", options));
  }
  if (state.fault) {
    std::rethrow_exception(state.fault);
  }
  state.text.resize(std::min(state.text.size(), limit));
  return std::move(state.text);
}

std::string_view page_charset(std::string_view html) {
  constexpr std::string_view kName = "charset=";
  const auto head = lower(html.substr(0, kHead));
  const auto meta = head.find("<meta");
  auto at = meta == std::string::npos ? meta : head.find(kName, meta);
  if (at == std::string::npos || head.find("<body") < at) {
    return {};
  }
  at += kName.size();
  at = std::min(head.find_first_not_of("\"' \t", at), head.size());
  const auto end = std::min(head.find_first_of("\"'>;/ \t\r\n", at), head.size());
  return html.substr(at, end - at);
}

}  // namespace pouch::search
