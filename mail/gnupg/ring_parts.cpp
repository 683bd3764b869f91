#include "mail/gnupg/ring_parts.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/openpgp/lone_revocations.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTooLarge = "is larger than 100 KB";

std::size_t user_ids_of(gpgme_key_t key) {
  std::size_t count = 0;
  for (auto* id = key->uids; id != nullptr; id = id->next) {
    ++count;
  }
  return count;
}

std::size_t subkeys_of(gpgme_key_t key) {
  std::size_t count = 0;
  for (auto* subkey = key->subkeys; subkey != nullptr; subkey = subkey->next) {
    ++count;
  }
  return count;
}

std::string too_many(std::size_t count, const char* what) {
  return count <= kMostParts ? std::string()
                             : "has " + std::to_string(count) + " " + what + ", more than the " +
                                   std::to_string(kMostParts) + " that a key may have here";
}

}  // namespace

std::string as_octets(std::string_view bytes) {
  const bool little = bytes.starts_with("\xFF\xFE");
  if (!little && !bytes.starts_with("\xFE\xFF")) {
    return std::string(without_byte_order_mark(bytes));
  }
  std::string text;
  for (std::size_t at = 2; at + 1 < bytes.size(); at += 2) {
    if (bytes[little ? at + 1 : at] != '\0') {
      return std::string(bytes);
    }
    text += bytes[little ? at : at + 1];
  }
  return text;
}

std::vector<std::string> import_bytes(const fs::path& home, std::string_view bytes,
                                      const std::string& what) {
  const Context context(home);
  const auto octets = as_octets(bytes);
  const Source in(octets);
  const auto error = with_deadline(context, {kRingOperation}, "importing keys",
                                   [&] { return gpgme_op_import(context.get(), in.get()); });
  if (error != 0) {
    fail(error, "import " + what);
  }
  std::vector<std::string> taken;
  const auto* result = gpgme_op_import_result(context.get());
  for (const auto* one = result == nullptr ? nullptr : result->imports; one != nullptr;
       one = one->next) {
    if (one->result == 0 && one->fpr != nullptr) {
      taken.emplace_back(one->fpr);
    }
  }
  return taken;
}

void need_kept(const std::vector<std::string>& imported, const std::vector<KeyHandle>& kept) {
  for (const auto& fingerprint : imported) {
    const bool there = std::any_of(kept.begin(), kept.end(), [&](const KeyHandle& key) {
      return text(key->fpr) == fingerprint;
    });
    if (!there) {
      throw Fault(Permanence::kTransient, "GnuPG did not keep the key " + fingerprint,
                  "is the disk of temporary files full? see TMPDIR");
    }
  }
}

void import_revocations(const fs::path& home, std::string_view bytes) {
  for (const auto certificate : lone_revocations(bytes)) {
    try {
      import_bytes(home, certificate, "a revocation");
    } catch (const Fault& fault) {
      if (fault.transient()) {
        throw;
      }
    }
  }
}

std::string export_bytes(const fs::path& home, const std::vector<std::string>& fingerprints,
                         bool armour) {
  const Context context(home);
  gpgme_set_armor(context.get(), armour ? 1 : 0);
  std::vector<const char*> patterns;
  for (const auto& fingerprint : fingerprints) {
    patterns.push_back(fingerprint.c_str());
  }
  patterns.push_back(nullptr);
  Sink out(kLargestKey * std::max<std::size_t>(fingerprints.size(), 1) * 2);
  const auto error = with_deadline(context, {kRingOperation}, "exporting keys", [&] {
    return gpgme_op_export_ext(context.get(), patterns.data(), 0, out.get());
  });
  if (error != 0) {
    fail(error, "export a public key");
  }
  return out.take();
}

std::string create_key(const Context& context, const std::string& name,
                       const std::string& address) {
  const auto user_id = name + " <" + address + ">";
  auto error = with_deadline(context, {kRingOperation}, "making a key", [&] {
    return gpgme_op_createkey(
        context.get(), user_id.c_str(), "ed25519", 0, 0, nullptr,
        GPGME_CREATE_SIGN | GPGME_CREATE_CERT | GPGME_CREATE_NOPASSWD | GPGME_CREATE_NOEXPIRE);
  });
  if (error != 0) {
    fail(error, "make the gateway's key");
  }
  const auto* made = gpgme_op_genkey_result(context.get());
  std::string fingerprint = made != nullptr && made->fpr != nullptr ? made->fpr : "";
  KeyHandle key;
  error = find_key(context, {kRingOperation}, fingerprint, true, key);
  if (error != 0) {
    fail(error, "find the gateway's new key");
  }
  error = with_deadline(context, {kRingOperation}, "making a key", [&] {
    return gpgme_op_createsubkey(context.get(), key.get(), "cv25519", 0, 0,
                                 GPGME_CREATE_ENCR | GPGME_CREATE_NOPASSWD | GPGME_CREATE_NOEXPIRE);
  });
  if (error != 0) {
    fail(error, "make the gateway's encryption subkey");
  }
  return fingerprint;
}

std::vector<KeyHandle> keys_in(const fs::path& home, bool secret_only) {
  std::vector<KeyHandle> keys;
  if (const auto error =
          list_keys(Context(home), {kRingOperation}, std::nullopt, secret_only, keys)) {
    fail(error, "list the keys of " + home.string());
  }
  return keys;
}

RingPart part_for_ring(const fs::path& home, gpgme_key_t key) {
  RingPart part;
  try {
    part.bytes = export_bytes(home, {text(key->fpr)}, false);
  } catch (const Fault& fault) {
    if (fault.transient()) {
      throw;
    }
    return {{}, kTooLarge};  // beyond what an export may give
  }
  if (part.bytes.size() > kLargestKey) {
    return {{}, kTooLarge};
  }
  part.refused = too_many(user_ids_of(key), "user IDs");
  if (part.refused.empty()) {
    part.refused = too_many(subkeys_of(key), "subkeys");
  }
  return part;
}

}  // namespace pouch::mail::openpgp
