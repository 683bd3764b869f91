// The name of a signature for ever (libsodium's door in this folder): hex BLAKE2b-256 over signing
// key, time, and the signed text without carriage returns, trailing blanks and trailing line ends.
// It is the same whatever encryption, line ends or unhashed subpackets go round it (SECURITY class
// 8).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace pouch::mail::openpgp {

std::string signature_identity(std::string_view fingerprint, std::chrono::sys_seconds made_at,
                               std::string_view signed_text);

}  // namespace pouch::mail::openpgp
