// The two halves of reading an office document: the part of the package that holds the body, and
// the text in that part's XML. Private to this room, and to the fuzzers.
#pragma once

#include "search/files/office.hpp"
#include "search/files/package.hpp"
#include "search/files/xml_events.hpp"

namespace pouch::search {

OfficeText docx_body(std::string_view xml, std::size_t limit);
OfficeText odt_body(std::string_view xml, std::size_t limit);

// `Body`: a sink made with a limit, whose `finish` gives the text.
template <typename Body>
OfficeText read_body(std::string_view xml, std::size_t limit) {
  Body body(limit);
  switch (read_xml(xml, body)) {
    case XmlEnd::kRead:
    case XmlEnd::kFull:
      return {body.finish(), {}};
    case XmlEnd::kMalformed:
      return {{}, "the file is damaged"};
    case XmlEnd::kOverBound:
      break;
  }
  return {{}, "the file is built in a way that is not accepted"};
}

// The part's XML, for `read`; or why there is none.
template <typename Read>
OfficeText read_part(Package& package, std::string_view part, Read read) {
  const auto xml = package.part(part);
  if (!package.failure().empty()) {
    return {{}, package.failure()};
  }
  return xml.empty() ? OfficeText{{}, "the file holds no text document"} : read(xml);
}

}  // namespace pouch::search
