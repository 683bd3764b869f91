// Sealing at rest with libsodium (SPEC section 8 "At rest", DECISIONS 21, 22). One data key per
// site, wrapped by the gateway's OpenPGP key in state/data-key.pgp; from it are derived the index
// key, the audit key and the key pair of the spool, whose public half alone intake holds. Contents
// are sealed under a key per case, kept wrapped in state/keys.db: destroying it erases the case.
// Every blob names its purpose in the authenticated data, so that one cannot be put in another's
// place. Throws Fault (permanent) when something does not open; secrets are wiped and never in a
// text.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "gateway/fault.hpp"

namespace pouch::gateway {

class Secret {  // 32 octets in locked memory, wiped at the end
 public:
  Secret();
  ~Secret();
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  static Secret random();
  static Secret from(std::string_view octets);  // exactly 32
  // Made in place by a function that is given the 32 octets.
  static Secret made(const std::function<void(unsigned char*)>& write);
  std::string_view octets() const;
  Secret derive(std::string_view purpose) const;  // keyed BLAKE2b

 private:
  unsigned char* bytes_ = nullptr;
};

// XChaCha20-Poly1305; `purpose` is authenticated. Nonce random, in front.
std::string seal(const Secret& key, std::string_view purpose, std::string_view plain);
std::string unseal(const Secret& key, std::string_view purpose, std::string_view sealed);
// The same for a key under a key; it never lies in ordinary memory.
std::string wrap(const Secret& key, std::string_view purpose, const Secret& secret);
Secret unwrap(const Secret& key, std::string_view purpose, std::string_view wrapped);

// Anonymous sealed box for the spool (crypto_box_seal).
struct SpoolKeys {
  std::string public_key;  // 32 octets
  Secret secret_key;
};
SpoolKeys spool_keys(const Secret& data_key);
std::string seal_for_spool(std::string_view public_key, std::string_view plain);
std::string unseal_from_spool(const SpoolKeys& keys, std::string_view sealed);
// The same for a key, sealed as its octets; it never lies in ordinary memory.
constexpr std::size_t kSpoolWrappedKey = 80;
Secret unwrap_from_spool(const SpoolKeys& keys, std::string_view wrapped);

// BLAKE2b-256 under a key: 32 octets.
std::string keyed_hash(const Secret& key, std::string_view bytes);
// Its first half in hex: what letters are named by, the same again after a retry.
std::string keyed_digits(const Secret& key, std::string_view bytes);
bool same_octets(std::string_view left, std::string_view right);  // in constant time
std::string hex(std::string_view octets);
std::string octets_of_hex(std::string_view text);  // Fault (permanent) when it is not hex

std::string sha256_hex(std::string_view bytes);
// The same of what comes in pieces.
class Sha256 {
 public:
  Sha256();
  void take(std::string_view piece);
  std::string hex();  // once

 private:
  static constexpr std::size_t kState = 104;  // crypto_hash_sha256_state, of libsodium's ABI
  alignas(8) unsigned char state_[kState];
};
std::string random_hex(std::size_t octets);

}  // namespace pouch::gateway
