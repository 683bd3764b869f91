#include "gateway/verbs/key_words.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::KeyInfo;

std::string day(const std::optional<std::chrono::sys_seconds>& time) {
  return time ? " on " + utc_time(*time).substr(0, 10) : std::string();
}

std::string without_encryption(const KeyInfo& key) {
  if (key.encryption_ended) {
    return "its encryption subkey has expired" + day(key.encryption_ended);
  }
  return key.encryption_revoked ? "its encryption subkey is revoked"
                                : "has no encryption subkey, so nothing can be sealed to it";
}

}  // namespace

std::string state_of(const KeyInfo& key) {
  return key.revoked                ? "revoked"
         : key.expired              ? "expired"
         : key.usable_for_sealing() ? "usable"
                                    : "unusable";
}

std::string why_unusable(const KeyInfo& key) {
  if (key.revoked) {
    return "is revoked";
  }
  if (key.expired) {
    return "has expired" + day(key.expires);
  }
  if (key.disabled || key.invalid) {
    return "is not taken by GnuPG: its own signatures are damaged or too weak";
  }
  if (key.weak) {
    return "its algorithm is too weak: nothing is sealed to it, and its signature does not count";
  }
  return key.can_encrypt ? std::string() : without_encryption(key);
}

std::string what_to_do(const std::string& holder, const KeyInfo& key) {
  if (holder == "gateway") {
    return key.revoked || key.weak
               ? "pouch key replace makes a new one, and tells everybody"
               : "pouch key renew gives it a new date; then everybody must get it anew";
  }
  if (key.revoked) {
    return "ask for the new key: pouch key import FILE, its fingerprint in directory.toml";
  }
  if (key.weak) {
    return "ask its holder for a new key (ed25519 with cv25519, or RSA of 3072 bits): pouch key "
           "import FILE, its fingerprint in directory.toml";
  }
  return "ask its holder to renew it (gpg --quick-set-expire FINGERPRINT 2y, and the same with "
         "'*' behind it for its subkeys), then: pouch key import FILE";
}

}  // namespace pouch::gateway
