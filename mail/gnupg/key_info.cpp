#include "mail/gnupg/key_info.hpp"

#include <algorithm>

#include "mail/openpgp/policy.hpp"

namespace pouch::mail::openpgp {
namespace {

std::chrono::sys_seconds moment(long seconds) {
  return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

std::string algorithm_of(gpgme_subkey_t subkey) {
  char* name = gpgme_pubkey_algo_string(subkey);
  auto result = text(name);
  gpgme_free(name);
  return result;
}

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

bool has_ended(gpgme_subkey_t subkey) {
  return subkey->expired || (subkey->expires > 0 && moment(subkey->expires) <= now());
}

bool opens_letters(gpgme_subkey_t subkey) {
  return subkey->can_encrypt && !subkey->revoked && !subkey->invalid && !has_ended(subkey);
}

// gpg seals to the newest such subkey, of two of one second to the later, and to the primary key
// when there is none (getkey.c, finish_lookup).
gpgme_subkey_t sealed_to(gpgme_key_t key) {
  gpgme_subkey_t newest = nullptr;
  for (auto* subkey = key->subkeys->next; subkey != nullptr; subkey = subkey->next) {
    if (opens_letters(subkey) && (newest == nullptr || subkey->timestamp >= newest->timestamp)) {
      newest = subkey;
    }
  }
  return newest == nullptr ? key->subkeys : newest;
}

bool is_weak(gpgme_key_t key) {
  const auto counts = [](gpgme_subkey_t subkey, Use use) {
    return is_allowed(AlgorithmKind::kPublicKey, algorithm_of(subkey), use, now());
  };
  return !counts(key->subkeys, Use::kVerify) || !counts(sealed_to(key), Use::kEncrypt);
}

}  // namespace

KeyInfo info_of(gpgme_key_t key) {
  KeyInfo info;
  info.fingerprint = text(key->fpr);
  info.revoked = key->revoked;
  info.expired = key->expired || (key->subkeys != nullptr && has_ended(key->subkeys));
  info.disabled = key->disabled;
  info.invalid = key->invalid;
  info.can_sign = key->can_sign;
  for (auto* id = key->uids; id != nullptr; id = id->next) {
    info.user_ids.push_back(text(id->uid));
  }
  if (key->subkeys != nullptr) {
    info.algorithm = algorithm_of(key->subkeys);
    if (key->subkeys->expires > 0) {
      info.expires = moment(key->subkeys->expires);
    }
  }
  // A key is as good as its last usable encryption subkey: when that ends, sealing ends.
  std::optional<std::chrono::sys_seconds> last;
  bool endless = false;
  for (auto* subkey = key->subkeys; subkey != nullptr; subkey = subkey->next) {
    if (opens_letters(subkey)) {
      info.can_encrypt = key->can_encrypt;
      endless = endless || subkey->expires == 0;
      last = std::max(last.value_or(moment(0)), moment(subkey->expires));
    } else if (subkey != key->subkeys && subkey->can_encrypt) {
      info.encryption_revoked = info.encryption_revoked || subkey->revoked;
      if (!subkey->revoked && has_ended(subkey)) {
        info.encryption_ended =
            std::max(info.encryption_ended.value_or(moment(0)), moment(subkey->expires));
      }
    }
  }
  info.weak = info.can_encrypt && is_weak(key);
  info.can_encrypt = info.can_encrypt && !info.weak;
  if (!endless && last && (!info.expires || *last < *info.expires)) {
    info.expires = last;
  }
  return info;
}

std::vector<KeyInfo> infos_of(const std::vector<KeyHandle>& keys) {
  std::vector<KeyInfo> infos;
  for (const auto& key : keys) {
    infos.push_back(info_of(key.get()));
  }
  return infos;
}

std::string algorithm_of(gpgme_key_t key, const std::string& fingerprint) {
  for (auto* subkey = key->subkeys; subkey != nullptr; subkey = subkey->next) {
    if (text(subkey->fpr) == fingerprint) {
      return algorithm_of(subkey);
    }
  }
  return {};
}

}  // namespace pouch::mail::openpgp
