// XML of an office document as events (libxml2's SAX2, pushed): no tree, no document type and so no
// entity but XML's own five, nothing loaded. Malformed XML is refused whole.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace pouch::search {

inline constexpr std::size_t kXmlDepth = 200;       // elements open at once
inline constexpr std::size_t kXmlAttributes = 200;  // of one element

struct XmlElement {
  std::string_view space, name;  // namespace, local name
  // By local name; those of one name in two namespaces: the first.
  std::vector<std::pair<std::string_view, std::string_view>> attributes{};
  std::string_view attribute(std::string_view local_name) const;
};

class XmlSink {
 public:
  virtual ~XmlSink() = default;
  virtual void open(const XmlElement& element) = 0;
  virtual void close() = 0;  // the innermost open element
  virtual void text(std::string_view utf8) = 0;
  virtual bool full() const = 0;  // wants no more
};

enum class XmlEnd { kRead, kFull, kMalformed, kOverBound };

// What the sink throws comes through.
XmlEnd read_xml(std::string_view xml, XmlSink& sink);

}  // namespace pouch::search
