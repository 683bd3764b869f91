#include "mail/openpgp/keyring.hpp"

#include <algorithm>

#include "mail/openpgp/helper.hpp"
#include "mail/openpgp/own_key.hpp"
#include "mail/openpgp/sha1_bindings.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

// Values that may be many come out as a file, few come in the answer itself.
template <typename T>
T asked(Ask what, const fs::path& home, std::string arguments = {},
        std::vector<std::string_view> sources = {}) {
  return helper_of_process()->told<T>(
      {what, home, std::move(arguments), std::move(sources), kLargestValues});
}

// GnuPG's home when none is needed.
const fs::path kNone = "/nonexistent";

void swap_ring(const fs::path& home, const std::string& ring,
               const std::function<void(std::string_view)>& between = {}) {
  const auto tell = [&](std::string_view step) {
    if (between) {
      between(step);
    }
  };
  const auto staged = home / "pubring.kbx.new";
  write_file(staged, ring);
  sync_path(staged);
  tell("staged");
  fs::rename(staged, home / "pubring.kbx");
  sync_path(home);
  tell("swapped");
}

std::string finish_gateway_key(const fs::path& home, const FreshRing& made) {
  swap_ring(home, made.ring);
  return made.report.present.at(0);
}

KeyFile found(const fs::path& path) {
  KeyFile file{path, {}, false};
  try {
    file.bytes = is_file(path) ? read_file(path) : std::string();
  } catch (const Fault&) {  // as one that holds no key
  }
  if (file.bytes.size() > kLargestKey * 10) {
    file.bytes.clear();
    file.too_large = true;
  }
  return file;
}

// What the key lacks of those IDs; one that it has may be written in another way there.
OwnKey own_key(const fs::path& home, const std::string& fingerprint,
               const std::vector<UserId>& ids) {
  OwnKey key{fingerprint, {}, {}};
  if (ids.empty()) {
    return key;
  }
  const auto known =
      asked<std::vector<std::string>>(Ask::kAddressesOfOwn, home, packed(fingerprint));
  const auto is = [&](const std::string& address) {
    return std::find_if(known.begin(), known.end(),
                        [&](const auto& one) { return same_address(one, address); });
  };
  for (const auto& id : ids) {
    if (is(id.address) == known.end()) {
      key.missing.push_back(id);
    }
  }
  const auto first = is(ids.front().address);
  key.primary = first == known.end() ? ids.front().address : *first;
  return key;
}

RingReport build_into(const fs::path& home, const std::vector<OwnKey>& own,
                      const std::vector<fs::path>& key_files,
                      const std::vector<std::string>& wanted,
                      const std::function<void(std::string_view)>& between) {
  std::vector<KeyFile> files;
  std::transform(key_files.begin(), key_files.end(), std::back_inserter(files), found);
  const auto everything = packed(own, files, wanted);
  auto made = asked<FreshRing>(Ask::kBuildRing, home, {}, {everything});
  swap_ring(home, made.ring, between);
  return std::move(made.report);
}

}  // namespace

std::string make_gateway_key(const fs::path& home, const std::string& name,
                             const std::string& address) {
  return finish_gateway_key(
      home, asked<FreshRing>(Ask::kMakeGatewayKey, home, packed(UserId{name, address})));
}

std::string import_gateway_key(const fs::path& home, const fs::path& file) {
  const auto bytes = read_file(file);
  return finish_gateway_key(
      home, asked<FreshRing>(Ask::kImportGatewayKey, home, packed(file.string()), {bytes}));
}

std::vector<std::string> addresses_of_key(const fs::path& home, const std::string& fingerprint) {
  return asked<std::vector<std::string>>(Ask::kAddressesInRing, home, packed(fingerprint));
}

RingReport rebuild_ring(const fs::path& home, const std::string& gateway_fingerprint,
                        const std::vector<fs::path>& key_files,
                        const std::vector<std::string>& wanted,
                        const std::function<void(std::string_view)>& between,
                        const std::vector<UserId>& own_ids,
                        const std::vector<std::string>& further) {
  remove_dead_locks(home);
  std::vector<OwnKey> own{own_key(home, gateway_fingerprint, own_ids)};
  for (const auto& fingerprint : further) {
    own.push_back(own_key(home, fingerprint, own_ids));
  }
  return build_into(home, own, key_files, wanted, between);
}

RingReport make_public_ring(const fs::path& home, const std::vector<fs::path>& key_files,
                            const std::vector<std::string>& wanted) {
  return build_into(home, {}, key_files, wanted, {});
}

std::vector<KeyInfo> inspect_key_file(const fs::path& file) {
  if (!is_file(file)) {
    return {};
  }
  std::string bytes;
  try {
    bytes = read_file(file);
  } catch (const Fault&) {
    return {};
  }
  return asked<std::vector<KeyInfo>>(Ask::kInspect, kNone, {}, {bytes});
}

std::string export_key(const fs::path& home, const std::string& fingerprint) {
  return asked<std::string>(Ask::kExport, home, packed(fingerprint));
}

// --- own_key.hpp

void keep_own_public_key(const fs::path& home, std::string_view bytes) {
  helper_of_process()->ask({Ask::kKeepOwnPublicKey, home, {}, {bytes}},
                           [](Unpacker&, const Bytes&) {});
}

std::string with_expiry(const fs::path& home, const std::string& fingerprint,
                        std::optional<std::chrono::sys_seconds> until) {
  return asked<std::string>(Ask::kWithExpiry, home, packed(fingerprint, until));
}

FreshKey make_further_key(const fs::path& home, const UserId& id) {
  return asked<FreshKey>(Ask::kMakeFurtherKey, home, packed(id));
}

std::string opened_by(const fs::path& home, const std::string& fingerprint,
                      std::string_view ciphertext) {
  return asked<std::string>(Ask::kOpenedBy, home, packed(fingerprint), {ciphertext});
}

// --- sha1_bindings.hpp

std::vector<Sha1Bound> find_sha1_bound(const fs::path& file) {
  if (!is_file(file)) {
    return {};
  }
  std::string bytes;
  try {
    bytes = read_file(file);
  } catch (const Fault&) {
    return {};
  }
  return find_sha1_bound_in(bytes);
}

std::vector<Sha1Bound> find_sha1_bound_in(std::string_view bytes) {
  return asked<std::vector<Sha1Bound>>(Ask::kSha1Bound, kNone, {}, {bytes});
}

}  // namespace pouch::mail::openpgp
