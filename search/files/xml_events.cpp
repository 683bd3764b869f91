#include "search/files/xml_events.hpp"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <new>

#include "search/files/tag_bounds.hpp"

namespace pouch::search {
namespace {

// Once, before two threads can meet in it (libxml2: "Thread safety").
void prepare_library() {
  static const bool ready = (xmlInitParser(), true);
  (void)ready;
}

constexpr std::size_t kChunk = 16U << 10;

struct State {
  xmlParserCtxt* parser = nullptr;
  XmlSink& sink;
  std::size_t depth = 0;
  bool full = false, refused = false;
  std::exception_ptr fault{};  // none may pass through the parser's C frames
};

template <typename Step>
void guarded(void* data, Step step) {
  auto& state = *static_cast<State*>(data);
  if (state.full || state.refused || state.fault) {
    return;
  }
  try {
    step(state);
    state.full = state.sink.full();
  } catch (...) {
    state.fault = std::current_exception();
  }
  if (state.full || state.refused || state.fault) {
    xmlStopParser(state.parser);
  }
}

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

void on_start(void* data, const xmlChar* name, const xmlChar* /*prefix*/, const xmlChar* space,
              int /*namespaces*/, const xmlChar** /*namespaces*/, int count, int /*defaulted*/,
              const xmlChar** attributes) {
  guarded(data, [&](State& state) {
    if (++state.depth > kXmlDepth) {
      state.refused = true;
      return;
    }
    XmlElement element{view(space), view(name)};
    for (int i = 0; i < count; ++i, attributes += 5) {  // name, prefix, namespace, value, end
      const auto* value = reinterpret_cast<const char*>(attributes[3]);
      const auto* end = reinterpret_cast<const char*>(attributes[4]);
      element.attributes.emplace_back(
          view(attributes[0]), std::string_view(value, static_cast<std::size_t>(end - value)));
    }
    state.sink.open(element);
  });
}

void on_end(void* data, const xmlChar* /*name*/, const xmlChar* /*prefix*/,
            const xmlChar* /*space*/) {
  guarded(data, [](State& state) {
    --state.depth;
    state.sink.close();
  });
}

void on_text(void* data, const xmlChar* text, int size) {
  guarded(data, [&](State& state) {
    state.sink.text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
  });
}

// A document type may declare entities; office documents have none (ECMA-376 part 2 section 8).
void on_document_type(void* data, const xmlChar* /*name*/, const xmlChar* /*external*/,
                      const xmlChar* /*system*/) {
  guarded(data, [](State& state) { state.refused = true; });
}

void on_complaint(void* /*data*/, const xmlError* /*error*/) {}

struct FreeParser {
  void operator()(xmlParserCtxt* parser) const {
    if (parser->myDoc != nullptr) {
      xmlFreeDoc(parser->myDoc);
    }
    xmlFreeParserCtxt(parser);
  }
};

xmlSAXHandler handler() {
  xmlSAXHandler events{};
  events.initialized = XML_SAX2_MAGIC;
  events.internalSubset = on_document_type;
  events.startElementNs = on_start;
  events.endElementNs = on_end;
  events.characters = on_text;
  events.ignorableWhitespace = on_text;
  events.cdataBlock = on_text;
  events.serror = reinterpret_cast<xmlStructuredErrorFunc>(on_complaint);
  return events;
}

}  // namespace

std::string_view XmlElement::attribute(std::string_view local_name) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const auto& attribute) {
    return attribute.first == local_name;
  });
  return found == attributes.end() ? std::string_view() : found->second;
}

XmlEnd read_xml(std::string_view xml, XmlSink& sink) {
  if (has_long_tag(xml, kXmlAttributes)) {
    return XmlEnd::kOverBound;
  }
  auto events = handler();
  State state{nullptr, sink};
  prepare_library();
  const std::unique_ptr<xmlParserCtxt, FreeParser> parser(
      xmlCreatePushParserCtxt(&events, &state, nullptr, 0, nullptr));
  if (!parser) {
    throw std::bad_alloc();
  }
  state.parser = parser.get();
  xmlCtxtUseOptions(parser.get(), XML_PARSE_NONET | XML_PARSE_NOCDATA);
  const auto stopped = [&] { return state.full || state.refused || state.fault != nullptr; };
  while (!xml.empty() && !stopped()) {
    const auto part = xml.substr(0, kChunk);
    xml.remove_prefix(part.size());
    xmlParseChunk(parser.get(), part.data(), static_cast<int>(part.size()), 0);
  }
  if (!stopped()) {
    xmlParseChunk(parser.get(), nullptr, 0, 1);
  }
  if (state.fault) {
    std::rethrow_exception(state.fault);
  }
  if (state.refused) {
    return XmlEnd::kOverBound;
  }
  if (state.full) {
    return XmlEnd::kFull;
  }
  return parser->wellFormed != 0 ? XmlEnd::kRead : XmlEnd::kMalformed;
}

}  // namespace pouch::search
