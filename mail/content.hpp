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

#include "mail/limits.hpp"
#include "mail/scan.hpp"

namespace pouch::mail {

struct Attachment {
  std::string name;        // safe to show and to write as metadata: no path, controls or bidi marks
  std::string media_type;  // type/subtype in lower case
  std::string bytes;       // decoded
  bool signed_separately = false;  // DECISIONS 6
  std::string charset{};           // as its part names it; empty when it does not
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
Content read_content(const Entity& entity, const Limits& limits);

// Text with no MIME around it (inline and clearsigned): strict UTF-8 or `charset`.
Content read_plain_text(std::string_view bytes, std::string_view charset, const Limits& limits);

// Where octets are not of the encoding that was named for them.
struct TransferFault {
  std::size_t octet = 0;  // of the encoded body, counted from 1; 0: no place, it is the encoding
  std::size_t line = 0;   // where it stands, counted from 1
  std::string what;
};
// As decode_transfer; nothing when all was decoded.
std::optional<TransferFault> decode_or_say(std::string_view encoding, std::string_view body,
                                           std::string& out);

// base64 and quoted-printable, RFC 2045 section 6; false when the input is not of that encoding.
bool decode_transfer(std::string_view encoding, std::string_view body, std::string& out);

// The text of an HTML page as a reader would see it; nothing is fetched, no style or script.
std::string html_to_text(std::string_view html_utf8);

// Charset to UTF-8, strictly; false for unknown, forbidden (SECURITY class 29) or ill-formed.
bool to_utf8(std::string_view bytes, std::string_view charset, std::string& out);

// A file name from a stranger made harmless (SECURITY class 26): at most 150 octets, never empty.
std::string safe_file_name(std::string_view name);

}  // namespace pouch::mail
