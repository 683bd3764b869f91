// Texts of any length as the store keeps them: sealed as a stream (sealed_stream.hpp), made shorter
// before that where it is worth the time (armour and base64 lose a quarter). What a mail carries is
// mostly short already: a look at the beginning tells. Layout in the stream: one octet (0: as it
// is, 1: zlib, RFC 1950), the length of the text in eight octets, the lowest first, the text. A
// stream that does not open, or holds something else, is a Fault (permanent).
#pragma once

#include <string>
#include <string_view>

#include "gateway/store/vault.hpp"

namespace pouch::gateway {

inline constexpr std::size_t kWorthPacking = 16u << 10;  // octets; what is shorter stays as it is

std::string seal_packed(const Secret& key, const std::string& purpose, std::string_view plain);
std::string open_packed(const Secret& key, const std::string& purpose, std::string_view sealed);

}  // namespace pouch::gateway
