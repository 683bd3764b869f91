// Encoded words of header fields (RFC 2047). `decode_text` of headers.hpp lives in the .cpp.
#pragma once

#include <cstddef>
#include <string_view>

namespace pouch::mail {

// How many encoded words a value has, at most: each is a piece of work that a stranger asks for.
std::size_t count_encoded_words(std::string_view value);

}  // namespace pouch::mail
