// The two parts of a multipart/signed (RFC 3156 section 5), as gpg takes them: the text in its
// canonical form, and the signature. For whoever proves it here, and for whoever proves it with
// other tools.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mail/limits.hpp"
#include "mail/structure/scan.hpp"

namespace pouch::mail::openpgp {

struct SignedParts {
  std::string text, signature;
};

// `root` has two parts. nullopt: the signature cannot be decoded.
std::optional<SignedParts> signed_parts(const Entity& root);
// Of the bytes of such an entity; nullopt also when they are none.
std::optional<SignedParts> signed_parts(std::string_view entity, const Limits& limits);

}  // namespace pouch::mail::openpgp
