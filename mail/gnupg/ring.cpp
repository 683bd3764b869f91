#include "mail/gnupg/ring.hpp"

#include <set>

#include "mail/gnupg/context.hpp"
#include "mail/gnupg/key_info.hpp"
#include "mail/gnupg/own_key.hpp"
#include "mail/gnupg/ring_parts.hpp"
#include "mail/gnupg/sha1_bindings.hpp"
#include "mail/gnupg/user_ids.hpp"
#include "mail/openpgp/lone_revocations.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

// ENGINES section 1 "Signature cache": what was exported, imported into a fresh ring.
std::string fresh_ring(const std::string& keys, const std::vector<std::string>& fingerprints) {
  const TemporaryHome fresh;
  import_bytes(fresh.path(), keys, "the new ring");
  need_kept(fingerprints, keys_in(fresh.path()));
  return read_file(fresh.path() / "pubring.kbx");
}

// Its keys that are wanted go to the end of `gathered`.
void add_file(const KeyFile& file, const std::set<std::string>& wanted,
              std::set<std::string>& found, std::string& gathered, RingReport& report) {
  if (file.too_large) {
    report.faults.push_back(
        {file.path, "", "is larger than ten keys may be", "one file per person or desk"});
    return;
  }
  std::vector<KeyHandle> keys;
  const TemporaryHome alone;
  try {
    const auto taken = import_bytes(alone.path(), file.bytes, file.path.string());
    keys = keys_in(alone.path());
    need_kept(taken, keys);
  } catch (const Fault& fault) {
    if (fault.transient()) {
      throw;
    }
  }
  for (const auto& key : keys.empty() ? sha1_bound(file.bytes) : std::vector<Sha1Bound>()) {
    report.faults.push_back({file.path, key.fingerprint, key.what, key.remedy});
    return;
  }
  if (keys.empty() && !lone_revocations(file.bytes).empty()) {
    return;  // it counts once all keys are there
  }
  if (keys.empty()) {
    report.faults.push_back({file.path, "", "holds no OpenPGP public key that can be read",
                             "gpg --armor --export FINGERPRINT > FILE"});
    return;
  }
  for (const auto& key : keys) {
    const auto fingerprint = text(key->fpr);
    if (wanted.count(fingerprint) == 0) {
      continue;
    }
    auto part = part_for_ring(alone.path(), key.get());
    if (!part.refused.empty()) {
      report.faults.push_back({file.path, fingerprint, std::move(part.refused), kSmallerKey});
      continue;
    }
    gathered += part.bytes;
    found.insert(fingerprint);
  }
}

FreshRing ring_of(const fs::path& home, const std::string& fingerprint) {
  return {{{fingerprint}, {}}, fresh_ring(export_bytes(home, {fingerprint}, false), {fingerprint})};
}

}  // namespace

FreshRing create_gateway_key(const fs::path& home, const UserId& id) {
  return ring_of(home, create_key(Context(home), id.name, id.address));
}

FreshRing take_gateway_key(const fs::path& home, std::string_view bytes, const std::string& name) {
  import_bytes(home, bytes, name);
  const auto keys = keys_in(home, true);
  if (keys.size() != 1) {
    throw Fault(Permanence::kPermanent,
                name + " holds " + std::to_string(keys.size()) + " secret keys, not one",
                "gpg --armor --export-secret-keys FINGERPRINT > FILE, without a passphrase");
  }
  return ring_of(home, text(keys.front()->fpr));
}

FreshRing build_ring(const fs::path& home, const std::vector<OwnKey>& own,
                     const std::vector<KeyFile>& files, const std::vector<std::string>& wanted) {
  FreshRing made;
  auto& report = made.report;
  std::string keys;
  std::set<std::string> found;
  for (const auto& key : own) {
    const auto bytes = with_user_ids(home, key, report.faults);
    keys += bytes;
    if (bytes.empty() && &key == &own.front()) {
      throw Fault(Permanence::kPermanent,
                  "the gateway's key " + key.fingerprint + " is not in " + home.string(),
                  "see key in pouch.toml; restore the gnupg folder from its backup");
    }
    if (!bytes.empty()) {
      found.insert(key.fingerprint);
    }
  }
  const std::set<std::string> names(wanted.begin(), wanted.end());
  for (const auto& file : files) {
    add_file(file, names, found, keys, report);
  }
  const TemporaryHome gathered;
  import_bytes(gathered.path(), keys, "the keys of this site");
  for (const auto& file : files) {
    import_revocations(gathered.path(), file.bytes);
  }
  for (const auto& fingerprint : names) {
    if (found.count(fingerprint) == 0) {
      report.faults.push_back({"", fingerprint, "is in no key file", "pouch key import FILE"});
    }
  }
  report.present.assign(found.begin(), found.end());
  made.ring = fresh_ring(export_bytes(gathered.path(), report.present, false), report.present);
  return made;
}

std::vector<KeyInfo> inspect(std::string_view bytes) {
  const TemporaryHome alone;
  try {
    import_bytes(alone.path(), bytes, "a key file");
  } catch (const Fault& fault) {
    if (fault.transient()) {
      throw;
    }
    return {};
  }
  return infos_of(keys_in(alone.path()));
}

}  // namespace pouch::mail::openpgp
