// The life of the gateway's own key after `init`: a new date, a successor. What is edited is a copy
// of the public half in a throw-away home that borrows the agent of the gateway's; it is kept in
// own.asc of the gateway's home, and the ring takes it from there when it is built anew
// (keyring.hpp), so the ring in use never changes in place. Fingerprints stay. A transient Fault
// when the agent does not answer; a permanent one when the secret primary key is elsewhere.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mail/openpgp/keyring.hpp"

namespace pouch::mail::openpgp {

// Durable: laid over what own.asc holds already.
void keep_own_public_key(const std::filesystem::path& home, std::string_view bytes);

// The key and all its subkeys that are not revoked end then; nullopt: never. Binary.
std::string with_expiry(const std::filesystem::path& home, const std::string& fingerprint,
                        std::optional<std::chrono::sys_seconds> until);

// ed25519/cv25519 as make_gateway_key makes it; its secret half lies in the gateway's home.
FreshKey make_further_key(const std::filesystem::path& home, const UserId& id);

// Opens a secret of the site with that key alone, to see that it can.
std::string opened_by(const std::filesystem::path& home, const std::string& fingerprint,
                      std::string_view ciphertext);

}  // namespace pouch::mail::openpgp
