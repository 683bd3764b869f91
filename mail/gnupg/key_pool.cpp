#include "mail/gnupg/key_pool.hpp"

#include <algorithm>

#include "mail/gnupg/key_info.hpp"
#include "mail/gnupg/ring_parts.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBlock = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

// GnuPG says of what it does not know only that nothing was imported.
std::vector<std::string> import_what_can_be(const fs::path& home, std::string_view bytes) {
  try {
    return import_bytes(home, bytes, "a key file");
  } catch (const Fault& fault) {
    if (fault.transient()) {
      throw;
    }
  }
  return {};
}

std::vector<KeyInfo> listed(const fs::path& home) { return infos_of(keys_in(home)); }

const KeyInfo* find(const std::vector<KeyInfo>& keys, const std::string& fingerprint) {
  const auto found = std::find_if(
      keys.begin(), keys.end(), [&](const KeyInfo& key) { return key.fingerprint == fingerprint; });
  return found == keys.end() ? nullptr : &*found;
}

Brought nothing(std::string_view bytes) {
  if (bytes.empty()) {
    return {{}, "is empty", "gpg --armor --export FINGERPRINT > FILE"};
  }
  if (bytes.find(":" + std::string(kBlock)) != std::string_view::npos) {
    return {{},
            "is a revocation certificate that GnuPG has locked with a colon",
            "take away the colon before " + std::string(kBlock) +
                " if the key is to be revoked for good"};
  }
  return {{},
          "holds no OpenPGP public key, and no revocation of a key that lies here",
          "gpg --armor --export FINGERPRINT > FILE; a revocation comes after its key"};
}

// `fresh`: a home with what a file brought of that key.
PooledKey merge(const fs::path& pool, const fs::path& fresh, gpgme_key_t brought,
                const KeyInfo* known) {
  const auto fingerprint = text(brought->fpr);
  const auto part = part_for_ring(fresh, brought);
  PooledKey key{info_of(brought), KeyChange::kNew, part.refused, ""};
  if (!key.refused.empty()) {
    return key;
  }
  const auto was = known == nullptr ? std::string() : export_bytes(pool, {fingerprint}, true);
  const TemporaryHome trial;
  import_what_can_be(trial.path(), was);
  import_what_can_be(trial.path(), part.bytes);
  const auto merged = keys_in(trial.path());
  need_kept({fingerprint}, merged);
  key.refused = part_for_ring(trial.path(), merged.front().get()).refused;
  if (!key.refused.empty()) {
    return key;
  }
  key.info = info_of(merged.front().get());
  key.armoured = export_bytes(trial.path(), {fingerprint}, true);
  import_bytes(pool, key.armoured, fingerprint);
  key.change = known == nullptr      ? KeyChange::kNew
               : was == key.armoured ? KeyChange::kSame
                                     : KeyChange::kChanged;
  return key;
}

}  // namespace

std::vector<std::string> load_into(const fs::path& pool, std::string_view bytes) {
  const TemporaryHome alone;
  const auto taken = import_what_can_be(alone.path(), bytes);
  import_what_can_be(pool, bytes);
  import_revocations(pool, bytes);
  const auto keys = keys_in(alone.path());
  need_kept(taken, keys);
  std::vector<std::string> fingerprints;
  for (const auto& key : keys) {
    fingerprints.push_back(text(key->fpr));
  }
  return fingerprints;
}

Brought add_to(const fs::path& pool, std::string_view bytes) {
  const auto before = listed(pool);
  const TemporaryHome alone;
  const auto taken = import_what_can_be(alone.path(), bytes);
  import_revocations(alone.path(), bytes);
  const auto handles = keys_in(alone.path());
  need_kept(taken, handles);
  const auto fresh = infos_of(handles);
  Brought brought;
  for (const auto& key : handles) {
    brought.keys.push_back(merge(pool, alone.path(), key.get(), find(before, text(key->fpr))));
  }
  if (fresh.empty()) {
    import_what_can_be(pool, bytes);
  }
  import_revocations(pool, bytes);
  for (const auto& key : listed(pool)) {
    const auto* known = find(before, key.fingerprint);
    const bool told = find(fresh, key.fingerprint) != nullptr;
    if (!told && known != nullptr && key.revoked && !known->revoked) {
      brought.keys.push_back(
          {key, KeyChange::kChanged, "", export_bytes(pool, {key.fingerprint}, true)});
    }
  }
  return brought.keys.empty() ? nothing(bytes) : brought;
}

}  // namespace pouch::mail::openpgp
