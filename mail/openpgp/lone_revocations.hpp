// Revocation certificates that stand beside keys, or alone (RFC 4880 section 5.2.1, type 0x20).
// GnuPG takes one when it is given it alone, and has its key; one that stands before or behind a
// key in the same file it drops without a word, and the key stays good.
#pragma once

#include <string_view>
#include <vector>

namespace pouch::mail::openpgp {

// Views into `bytes`: armoured blocks whose first packet is a signature, or all of it when it is
// binary and begins with one.
std::vector<std::string_view> lone_revocations(std::string_view bytes);

}  // namespace pouch::mail::openpgp
