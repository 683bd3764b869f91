// Which parts of a signed entity are what its writer says, and which are attachments. No leaf is
// ever lost: what is not the text is an attachment, except signatures' own layers and the other
// form of the same text (RFC 2046 section 5.1.4). The text is one part, or, as Apple Mail writes it
// around a file that was dropped into it, several of one type with attachments between them in one
// multipart/mixed. A text right after the text, as others than the writer add it, is an attachment.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "mail/structure/scan.hpp"

namespace pouch::mail {

struct BodyParts {
  std::vector<const Entity*> plain;  // text/plain; where no text is, another kind of text
  std::vector<const Entity*> html;   // text/html: beside `plain` only as its alternative
  std::vector<const Entity*> attachments;
  std::vector<const Entity*> shown;  // of these, pictures that the text shows where they stand
};

BodyParts find_body(const Entity& root);

// Octets at the head of `text` that do nothing but repeat header fields for old readers (RFC 9788
// section 4.10), the empty line after them included; 0 when it is something else.
std::size_t header_copy_size(std::string_view text);

// A leaf text part that a reader shows: not an attachment by its disposition.
bool is_shown_text(const Entity& entity);

}  // namespace pouch::mail
