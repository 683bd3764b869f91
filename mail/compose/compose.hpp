// Letters that we write: RFC 3156 PGP/MIME with header protection (RFC 9788 hp="cipher" and the
// older protected-headers="v1" that today's clients read). The outside says no more than the case
// number. Every value is encoded or refused, never written raw (SECURITY class 23); boundaries come
// from the system's randomness; lines end in CRLF, none is over 998 octets.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mail/bytes.hpp"
#include "mail/pieces.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::mail {

struct Part {
  std::string name;
  std::string media_type;
  Bytes bytes;
  std::string charset{};  // of a text; empty, or no name of a charset: none is said
};

struct Draft {
  Address from;
  std::string outer_name{};  // of From outside, where all can read it; empty: as inside
  std::vector<Address> to;
  std::vector<Address> reply_to;  // empty: answers go to `from`
  std::string outer_subject;      // [SEL-2026-004217-42]
  std::string subject;            // the full one, inside
  std::string message_id;         // with angle brackets
  std::string in_reply_to;        // empty or with angle brackets
  std::vector<std::string> references;
  std::chrono::sys_seconds date{};
  bool automatic = false;  // receipts, refusals: Auto-Submitted: auto-replied (RFC 3834)
  std::string text;        // UTF-8, LF
  std::vector<Part> attachments;
};

// The entity that is signed and encrypted: protected headers, text, attachments. In pieces, of
// which none is larger than the text or a few ten thousand octets.
void write_protected(const Draft& draft, const Put& put);
std::size_t protected_size(const Draft& draft);  // what is put, in octets
std::string compose_protected(const Draft& draft);
// The mail for the wire around the armoured ciphertext of the former, whose lines end in CRLF.
struct Frame {
  std::string before, after;
};
Frame frame_of(const Draft& draft);
std::string compose_sealed(const Draft& draft, std::string_view armoured);
// A plain mail for the one fixed text that may go out in the clear (SPEC section 9).
std::string compose_plain(const Draft& draft);

}  // namespace pouch::mail
