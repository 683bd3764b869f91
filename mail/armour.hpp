// The lines around an armoured public key (RFC 4880 section 6.2).
#pragma once

#include <string_view>

namespace pouch::mail {

inline constexpr std::string_view kPublicKeyBegins = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
inline constexpr std::string_view kPublicKeyEnds = "-----END PGP PUBLIC KEY BLOCK-----";

}  // namespace pouch::mail
