#include "mail/gnupg/own_key.hpp"

#include <fstream>

#include "mail/gnupg/borrowed_home.hpp"
#include "mail/gnupg/ring_parts.hpp"
#include "mail/gnupg/session.hpp"
#include "mail/openpgp/agent.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

// GnuPG does not sync the secret keys that it writes.
void sync_secret_keys(const fs::path& home) {
  const auto folder = home / "private-keys-v1.d";
  for (const auto& file : fs::directory_iterator(folder)) {
    sync_path(file.path());
  }
  sync_path(folder);
}

bool ends(gpgme_subkey_t subkey, std::optional<std::chrono::sys_seconds> until) {
  const long wanted = until ? static_cast<long>(until->time_since_epoch().count()) : 0;
  const long difference = subkey->expires - wanted;
  return until ? difference >= -60 && difference <= 60 : subkey->expires == 0;
}

// Subkeys in the form that GPGME wants: fingerprints, one a line.
std::string living_subkeys(gpgme_key_t key) {
  std::string all;
  for (auto* subkey = key->subkeys->next; subkey != nullptr; subkey = subkey->next) {
    if (!subkey->revoked) {
      all += (all.empty() ? "" : "\n") + std::string(subkey->fpr);
    }
  }
  return all;
}

void demand_expiry(const fs::path& home, gpgme_key_t key,
                   std::optional<std::chrono::sys_seconds> until) {
  for (auto* subkey = key->subkeys; subkey != nullptr; subkey = subkey->next) {
    if (subkey->revoked || ends(subkey, until)) {
      continue;
    }
    if (!agent_answers(home)) {
      throw Fault(Permanence::kTransient, "gpg-agent did not answer while the key was renewed",
                  "try again");
    }
    throw Fault(Permanence::kPermanent,
                std::string("the key ") + key->fpr + " did not take the new date",
                std::string("is its secret primary key elsewhere? Then renew it there: gpg "
                            "--quick-set-expire ") +
                    key->fpr + " 2y, and the same with '*'; then pouch key import FILE");
  }
}

}  // namespace

std::string own_public_key(const fs::path& home, const std::string& fingerprint) {
  const TemporaryHome both;
  for (const auto& bytes :
       {export_bytes(home, {fingerprint}, false), read_if_there(own_keys_file(home))}) {
    if (!bytes.empty()) {
      import_bytes(both.path(), bytes, "the gateway's key");
    }
  }
  return export_bytes(both.path(), {fingerprint}, false);
}

void keep_public_key(const fs::path& home, std::string_view bytes) {
  const auto file = own_keys_file(home);
  const TemporaryHome both;
  if (const auto old = read_if_there(file); !old.empty()) {
    import_bytes(both.path(), old, file.string());
  }
  const auto taken = import_bytes(both.path(), bytes, "the gateway's key");
  const auto keys = keys_in(both.path());
  need_kept(taken, keys);
  std::vector<std::string> fingerprints;
  for (const auto& key : keys) {
    fingerprints.push_back(text(key->fpr));
  }
  const auto staged = home / "own.asc.new";
  write_file(staged, export_bytes(both.path(), fingerprints, true));
  sync_path(staged);
  fs::rename(staged, file);
  sync_path(home);
}

std::string renewed(const fs::path& home, const std::string& fingerprint,
                    std::optional<std::chrono::sys_seconds> until) {
  const BorrowedHome copy(home);
  import_bytes(copy.path(), own_public_key(home, fingerprint), "the gateway's key");
  const auto key = copy.find(fingerprint);
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  // 0: no end.
  const auto left = until ? static_cast<unsigned long>((*until - now).count()) : 0ul;
  copy.edit("a new date",
            [&] { return gpgme_op_setexpire(copy.context().get(), key.get(), left, nullptr, 0); });
  if (const auto subkeys = living_subkeys(key.get()); !subkeys.empty()) {
    copy.edit("a new date for the subkeys", [&] {
      return gpgme_op_setexpire(copy.context().get(), key.get(), left, subkeys.c_str(), 0);
    });
  }
  demand_expiry(home, copy.find(fingerprint).get(), until);
  return export_bytes(copy.path(), {fingerprint}, false);
}

FreshKey create_further_key(const fs::path& home, const UserId& id) {
  const BorrowedHome copy(home);
  const auto fingerprint = create_key(copy.context(), id.name, id.address);
  sync_secret_keys(home);
  return {fingerprint, export_bytes(copy.path(), {fingerprint}, false)};
}

std::string open_with(const fs::path& home, const std::string& fingerprint,
                      std::string_view ciphertext) {
  const BorrowedHome alone(home);
  import_bytes(alone.path(), own_public_key(home, fingerprint), "the gateway's key");
  Session session(alone.path());
  session.begin(Limits(), -1);
  return session.decrypt(ciphertext);
}

}  // namespace pouch::mail::openpgp
