// The room's door to ICU: strict decoding of charsets, normalisation form C,
// A-labels of domains (UTS #46). All text given back is valid UTF-8.
// Runs out of memory as std::bad_alloc, else does not fail: what cannot be read is said by the
// result.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace pouch::mail {

// Charset to UTF-8, strictly; false for unknown, forbidden (SECURITY class 29) or ill-formed.
bool to_utf8(std::string_view bytes, std::string_view charset, std::string& out);

// RFC 3629: no overlong form, no surrogate, nothing over U+10FFFF; no NUL either (SECURITY
// class 29).
bool is_utf8(std::string_view bytes);
// Octets at the head that are.
std::size_t utf8_size(std::string_view bytes);

// Each ill-formed octet becomes U+FFFD: for what is only shown.
std::string repair_utf8(std::string_view bytes);
// The longest head of at most `most` octets that ends between two characters.
std::string_view utf8_head(std::string_view utf8, std::size_t most);
// How many characters it has, and its first so many.
std::size_t utf8_length(std::string_view utf8);
std::string_view utf8_first(std::string_view utf8, std::size_t characters);

// `utf8` must be valid.
std::string to_nfc(std::string_view utf8);

// The A-label form in lower case; nothing when it is no domain name.
std::optional<std::string> domain_to_ascii(std::string_view domain);

}  // namespace pouch::mail
