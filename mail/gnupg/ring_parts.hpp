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

namespace pouch::mail::openpgp {

inline constexpr std::size_t kMostParts = 20;  // user IDs or subkeys
inline constexpr const char* kSmallerKey =
    "export it without foreign signatures and with fewer user IDs: gpg --export-options "
    "export-minimal";
inline constexpr std::chrono::seconds kRingOperation{60};

// `what` is named when it cannot be done.
void import_bytes(const std::filesystem::path& home, std::string_view bytes,
                  const std::string& what);
std::string export_bytes(const std::filesystem::path& home,
                         const std::vector<std::string>& fingerprints, bool armour);

// ed25519 to sign and certify, cv25519 to encrypt; no passphrase, no end. The fingerprint. Its
// secret half lies with the agent of that context's home.
std::string create_key(gpgme_ctx_t context, const std::string& name, const std::string& address);

// SECURITY class 22: what may not enter the ring, in words; empty: it may.
std::string why_ring_refuses(const std::filesystem::path& home, const std::string& fingerprint);

}  // namespace pouch::mail::openpgp
