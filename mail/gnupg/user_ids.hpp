// The user IDs of the gateway's own key: one for each address that people write to, because a mail
// program looks for the key by the address in To. A user ID is added to a copy of the key in a
// throw-away home that borrows the agent of the gateway's, so the ring in use changes by one rename
// (keyring.hpp) and never in place: GnuPG's own way leaves a moment without any ring. The
// fingerprint stays. Private to this folder but for keyring.hpp, which hands it on.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mail/openpgp/keyring.hpp"

namespace pouch::mail::openpgp {

// The key with those of `wanted` whose address no user ID of it has, binary; as it is when none is
// missing. The first of `wanted` is the primary one: what mail programs show as the key's name.
// What GnuPG will not do for good (the primary secret key is elsewhere) goes into `faults`; a
// transient Fault is thrown.
std::string with_user_ids(const std::filesystem::path& home, const std::string& fingerprint,
                          const std::vector<UserId>& wanted, std::vector<RingFault>& faults);

}  // namespace pouch::mail::openpgp
