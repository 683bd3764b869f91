// What .docx and .odt have in common: the part that holds the body, read, and what is said when it
// cannot be. Private to this room.
#pragma once

#include "search/office.hpp"
#include "search/package.hpp"
#include "search/xml_events.hpp"

namespace pouch::search {

template <typename Body>
OfficeText office_body(Package& package, std::string_view part, Body& body) {
  const auto xml = package.part(part);
  if (!package.failure().empty()) {
    return {{}, package.failure()};
  }
  if (xml.empty()) {
    return {{}, "the file holds no text document"};
  }
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

}  // namespace pouch::search
