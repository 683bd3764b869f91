// The bounds of what a stranger may send. Each is checked before the thing it bounds is built;
// going over one refuses the mail, it never cuts it. Defaults are those of SECURITY section 2
// class 13; the gateway fills them from `[limits]` of pouch.toml.
#pragma once

#include <chrono>
#include <cstddef>

namespace pouch::mail {

struct Limits {
  std::size_t message = 25u << 20;        // octets of one mail on the wire
  std::size_t header_block = 256u << 10;  // octets of one entity's header
  std::size_t header_field = 16u << 10;   // octets of one field, folding included
  std::size_t header_fields = 500;        // fields in one header
  std::size_t encoded_words = 500;        // RFC 2047 words decoded in one field
  std::size_t depth = 20;                 // nested entities
  std::size_t parts = 200;                // entities in one mail
  std::size_t ciphertexts = 20;           // separately sealed attachments of an inline mail
  std::size_t text = 8u << 20;            // octets of one text or HTML body, decoded
  std::size_t plaintext = 64u << 20;      // octets that a decryption may give
  std::size_t expansion = 200;            // plaintext octets per ciphertext octet, above 1 MiB
  std::chrono::seconds crypto_time{30};   // one GnuPG operation
};

}  // namespace pouch::mail
