// Marks of mail that no person wrote (RFC 3834 section 2, RFC 2919, RFC 2369, RFC 6522 and what
// mail systems add): it is never answered (SECURITY class 10).
#pragma once

#include <string>

#include "mail/structure/headers.hpp"
#include "mail/structure/scan.hpp"

namespace pouch::mail {

// The mark that was found, in words of ours; empty when a person wrote it.
std::string automatic_mark(const Entity& entity, const Address& from);

}  // namespace pouch::mail
