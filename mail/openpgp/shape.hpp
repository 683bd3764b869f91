// Which of the accepted shapes a received mail is (SECURITY section 1 item 3, DECISIONS 2), found
// from the scanned tree before any key is used. What fits none exactly is plain or mixed; nothing
// is guessed. Private to this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mail/openpgp/open.hpp"
#include "mail/structure/scan.hpp"

namespace pouch::mail::openpgp {

struct FoundCiphertext {
  Bytes bytes;       // transfer-decoded: armour or binary; may lie in the mail
  std::string name;  // of an inline mail's attachment, without .pgp/.gpg/.asc
};

struct FoundShape {
  enum class Kind { kPlain, kEncryptedMime, kInline, kSignedMime, kClearsigned, kMixed };
  Kind kind = Kind::kPlain;
  Shape shape = Shape::kPlain;
  std::vector<FoundCiphertext> ciphertexts;  // kEncryptedMime: one; kInline: the text's first
  std::string clearsigned;                   // kClearsigned: the block
  std::string rule;                          // kMixed: which rule was broken
  std::vector<std::string> ignored;          // parts that a server added
};

FoundShape find_shape(const Entity& root, const Limits& limits);

// Mailvelope seals a whole MIME entity; some webmails (Nextcloud) send its armour as the text.
bool begins_with_mime(std::string_view plaintext);

// Value of an armour header ("Charset"), empty when absent.
std::string armour_header(std::string_view armour, std::string_view name);

}  // namespace pouch::mail::openpgp
