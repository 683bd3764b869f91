// What is done with rings before one takes its place: throw-away homes, keys in, keys out. Private
// to this folder.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "mail/gnupg/context.hpp"
#include "mail/openpgp/home.hpp"
#include "mail/openpgp/values.hpp"

namespace pouch::mail::openpgp {

inline constexpr std::size_t kMostParts = 20;  // user IDs or subkeys
inline constexpr const char* kSmallerKey =
    "export it without foreign signatures and with fewer user IDs: gpg --export-options "
    "export-minimal";
inline constexpr std::chrono::seconds kRingOperation{60};

// Armour as editors and shells of Windows save it, behind a byte-order mark or in UTF-16, as
// octets; bytes of anything else as they are.
std::string as_octets(std::string_view bytes);

// Fingerprints of the keys that GnuPG says to have taken. `what` is named when it cannot be done.
std::vector<std::string> import_bytes(const std::filesystem::path& home, std::string_view bytes,
                                      const std::string& what);
std::vector<KeyHandle> keys_in(const std::filesystem::path& home, bool secret_only = false);
// A transient Fault when one of them is not among `kept`: the disk was full meanwhile.
void need_kept(const std::vector<std::string>& imported, const std::vector<KeyHandle>& kept);
// Those of `bytes` that stand alone (lone_revocations.hpp) and whose keys are in that home count
// there from now on. Faults of the machine are thrown; what GnuPG does not take is passed over.
void import_revocations(const std::filesystem::path& home, std::string_view bytes);
std::string export_bytes(const std::filesystem::path& home,
                         const std::vector<std::string>& fingerprints, bool armour);

// ed25519 to sign and certify, cv25519 to encrypt; no passphrase, no end. The fingerprint. Its
// secret half lies with the agent of that context's home.
std::string create_key(const Context& context, const std::string& name, const std::string& address);

// A key of that home as a ring may take it, not armoured; or, in words, why it may not enter one
// (SECURITY class 22).
struct RingPart {
  std::string bytes, refused;
};
RingPart part_for_ring(const std::filesystem::path& home, gpgme_key_t key);

}  // namespace pouch::mail::openpgp
