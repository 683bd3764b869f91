#include "search/html.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>

#include <memory>

namespace pouch::search {
namespace {

constexpr std::size_t kChunk = 16U << 10;
constexpr std::size_t kHtmlOctets = 8U << 20;
constexpr int kDepth = 500;

struct State {
  std::string text;
  std::size_t limit = 0;
  int silent = 0;  // depth inside script and style
  int depth = 0;
};

bool is_silent(const xmlChar* name) {
  const std::string_view tag(reinterpret_cast<const char*>(name));
  return tag == "script" || tag == "style" || tag == "template";
}

void on_start(void* data, const xmlChar* name, const xmlChar**) {
  auto& state = *static_cast<State*>(data);
  ++state.depth;
  state.silent += is_silent(name) ? 1 : 0;
  state.text += ' ';
}

void on_end(void* data, const xmlChar* name) {
  auto& state = *static_cast<State*>(data);
  --state.depth;
  state.silent -= is_silent(name) && state.silent > 0 ? 1 : 0;
  state.text += ' ';
}

void on_text(void* data, const xmlChar* text, int size) {
  auto& state = *static_cast<State*>(data);
  if (state.silent == 0 && state.text.size() < state.limit) {
    state.text.append(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
  }
}

}  // namespace

std::string html_words(std::string_view html, std::size_t limit) {
  html = html.substr(0, kHtmlOctets);
  htmlSAXHandler handler{};
  handler.startElement = on_start;
  handler.endElement = on_end;
  handler.characters = on_text;
  State state;
  state.limit = limit;
  const std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> parser(
      htmlCreatePushParserCtxt(&handler, &state, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8),
      &htmlFreeParserCtxt);
  if (!parser) {
    throw std::bad_alloc();
  }
  htmlCtxtUseOptions(parser.get(), HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
  while (!html.empty() && state.text.size() < limit && state.depth < kDepth) {
    const auto part = html.substr(0, kChunk);
    htmlParseChunk(parser.get(), part.data(), static_cast<int>(part.size()), 0);
    html.remove_prefix(part.size());
  }
  htmlParseChunk(parser.get(), nullptr, 0, 1);
  state.text.resize(std::min(state.text.size(), limit));
  return std::move(state.text);
}

}  // namespace pouch::search
