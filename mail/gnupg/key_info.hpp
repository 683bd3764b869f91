// What GPGME lists of a key, as plain values. GPGME says "expired" as of the look-up, which may be
// long ago: here an end counts from its moment. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "mail/gnupg/context.hpp"
#include "mail/openpgp/values.hpp"

namespace pouch::mail::openpgp {

KeyInfo info_of(gpgme_key_t key);
std::vector<KeyInfo> infos_of(const std::vector<KeyHandle>& keys);
// "ed25519", of the primary key or subkey of that fingerprint; empty: it has none.
std::string algorithm_of(gpgme_key_t key, const std::string& fingerprint);

}  // namespace pouch::mail::openpgp
