#include "mail/openpgp/key_pool.hpp"

#include <algorithm>
#include <fstream>
#include <set>

#include "mail/gnupg/ring_parts.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = 16u << 20;
constexpr std::string_view kBlock = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

// GnuPG says of what it does not know only that nothing was imported.
void import_what_can_be(const fs::path& home, std::string_view bytes) {
  try {
    import_bytes(home, bytes, "a key file");
  } catch (const Fault& fault) {
    if (fault.transient()) {
      throw;
    }
  }
}

std::vector<KeyInfo> listed(const fs::path& home) { return Engine(home, Limits()).keys(); }

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

std::vector<fs::path> key_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".asc") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

struct KeyPool::Impl {
  // `fresh`: a home with what a file brought of that key.
  PooledKey merge(const fs::path& fresh, const KeyInfo& brought, const KeyInfo* known) {
    const auto& fingerprint = brought.fingerprint;
    PooledKey key{brought, KeyChange::kNew, why_ring_refuses(fresh, fingerprint), ""};
    if (!key.refused.empty()) {
      return key;
    }
    const auto was =
        known == nullptr ? std::string() : export_bytes(home.path(), {fingerprint}, true);
    const TemporaryHome trial;
    import_what_can_be(trial.path(), was);
    import_what_can_be(trial.path(), export_bytes(fresh, {fingerprint}, false));
    key.refused = why_ring_refuses(trial.path(), fingerprint);
    if (!key.refused.empty()) {
      return key;
    }
    key.armoured = export_bytes(trial.path(), {fingerprint}, true);
    import_bytes(home.path(), key.armoured, fingerprint);
    key.change = known == nullptr      ? KeyChange::kNew
                 : was == key.armoured ? KeyChange::kSame
                                       : KeyChange::kChanged;
    const auto merged = listed(trial.path());
    if (const auto* info = find(merged, fingerprint)) {
      key.info = *info;
    }
    return key;
  }

  TemporaryHome home;
};

KeyPool::KeyPool() : impl_(std::make_unique<Impl>()) {}
KeyPool::~KeyPool() = default;

std::vector<KeyInfo> KeyPool::keys() { return listed(impl_->home.path()); }

std::vector<std::string> KeyPool::load(std::string_view bytes) {
  const TemporaryHome alone;
  import_what_can_be(alone.path(), bytes);
  import_what_can_be(impl_->home.path(), bytes);
  std::vector<std::string> fingerprints;
  for (const auto& key : listed(alone.path())) {
    fingerprints.push_back(key.fingerprint);
  }
  return fingerprints;
}

Brought KeyPool::add(std::string_view bytes) {
  if (bytes.size() > kLargestFile) {
    return {{}, "is larger than 16 MB", "export only the keys that are needed"};
  }
  const auto before = keys();
  const TemporaryHome alone;
  import_what_can_be(alone.path(), bytes);
  Brought brought;
  for (const auto& key : listed(alone.path())) {
    brought.keys.push_back(impl_->merge(alone.path(), key, find(before, key.fingerprint)));
  }
  if (!brought.keys.empty()) {
    return brought;
  }
  import_what_can_be(impl_->home.path(), bytes);
  for (const auto& key : keys()) {
    const auto* known = find(before, key.fingerprint);
    if (known != nullptr && key.revoked && !known->revoked) {
      brought.keys.push_back({key, KeyChange::kChanged, "",
                              export_bytes(impl_->home.path(), {key.fingerprint}, true)});
    }
  }
  return brought.keys.empty() ? nothing(bytes) : brought;
}

std::map<std::string, FiledKey> read_key_folder(const fs::path& folder, KeyPool& pool) {
  std::map<std::string, FiledKey> filed;
  for (const auto& file : key_files(folder)) {
    for (const auto& fingerprint : pool.load(read_file(file))) {
      filed[fingerprint].files.push_back(file.filename().string());
    }
  }
  for (auto& key : pool.keys()) {
    const auto found = filed.find(key.fingerprint);
    if (found != filed.end()) {
      found->second.info = std::move(key);
    }
  }
  return filed;
}

bool holds_secret_key(std::string_view bytes) {
  const auto first = bytes.empty() ? 0 : static_cast<unsigned char>(bytes.front());
  // RFC 4880 section 4.2: tag 5 in the old and in the new packet format.
  return bytes.find("PGP PRIVATE KEY BLOCK") != std::string_view::npos || (first & 0xFC) == 0x94 ||
         first == 0xC5;
}

}  // namespace pouch::mail::openpgp
