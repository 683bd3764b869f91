// What a person wrote, out of what his mail client made of it: transfer encodings (RFC 2045
// section 6), charsets (ICU, strict), format=flowed and delsp (RFC 3676), HTML to text (libxml2),
// attachments with their names (RFC 2231, RFC 2047). Read only after the signature over the whole
// entity has been proved.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/bytes.hpp"
#include "mail/limits.hpp"
#include "mail/structure/scan.hpp"

namespace pouch::mail {

struct Attachment {
  std::string name;        // safe to show and to write as metadata: no path, controls or bidi marks
  std::string media_type;  // type/subtype in lower case
  Bytes bytes;             // decoded
  bool signed_separately = false;  // DECISIONS 6
  std::string charset{};           // as its part names it; empty when it does not
  // As it stands in what was signed, and how it is encoded there; a view into the entity's buffer.
  std::string_view encoded{};
  std::string encoding{};
  std::size_t ciphertext = 0;  // sealed alone: all that the mail's ciphertext of this place says
  // Put there by mail programs with every mail, whoever writes: the writer's public key, a business
  // card, a picture that the text shows, as signatures have them. Alone it says nothing.
  bool by_client = false;
};

struct Content {
  std::string text;       // UTF-8, NFC, LF; unflowed, quote marks kept as "> "; table cells of HTML
                          // as "Label:\tvalue"; zero-width characters and byte-order marks gone
  std::string html_text;  // the HTML alternative's text when there is a plain one too
  bool from_html = false;
  std::vector<Attachment> attachments;
  // Empty, else which part could not be read, and why: "part 2 (text/html): a bare "=" in its
  // quoted-printable text, octet 31, line 1". No word of the text or of a file's name.
  std::string unreadable;
  std::string remedy;  // what its writer can do about it, a sentence
};

// `entity`: the signed entity (after removal of a multipart/signed layer).
// What `held` holds are the octets that it looks into: a file that is not encoded is a slice of
// them, without `held` a copy.
Content read_content(const Entity& entity, const Limits& limits, const Bytes& held = {});

// Text with no MIME around it (inline and clearsigned): strict UTF-8 or `charset`.
Content read_plain_text(std::string_view bytes, std::string_view charset, const Limits& limits);

}  // namespace pouch::mail
