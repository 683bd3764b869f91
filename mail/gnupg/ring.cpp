#include "mail/openpgp/keyring.hpp"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include "mail/gnupg/context.hpp"
#include "mail/gnupg/ring_parts.hpp"
#include "mail/gnupg/user_ids.hpp"
#include "mail/openpgp/own_key.hpp"
#include "mail/openpgp/sha1_bindings.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

// SECURITY section 3, ENGINES decision 4. `default-preference-list` and `cipher-algo`:
// without 3DES, gpg 2.2.40 gives
// new keys no preferences at all, and aborts (seskey.c) when it seals to a key that has none.
constexpr const char* kGpgConf = R"(no-auto-key-retrieve
no-auto-key-locate
no-auto-key-import
no-include-key-block
disable-dirmngr
no-symkey-cache
no-autostart
trust-model always
weak-digest SHA1
weak-digest RIPEMD160
disable-cipher-algo IDEA
disable-cipher-algo 3DES
disable-cipher-algo CAST5
disable-cipher-algo BLOWFISH
import-options self-sigs-only,import-minimal,no-repair-keys
personal-cipher-preferences AES256 AES192 AES
personal-digest-preferences SHA512 SHA384 SHA256
cert-digest-algo SHA512
default-preference-list AES256 AES192 AES SHA512 SHA384 SHA256 ZLIB Uncompressed
cipher-algo AES256
no-auto-check-trustdb
no-random-seed-file
no-emit-version
no-comments
compress-algo none
)";

constexpr const char* kAgentConf = R"(auto-expand-secmem 0x30000
no-allow-external-cache
disable-scdaemon
no-allow-loopback-pinentry
listen-backlog 128
)";

void write(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    throw Fault(Permanence::kTransient, "cannot write " + file.string(),
                "is there space, and a right to write?");
  }
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
}

std::vector<KeyInfo> list(const fs::path& home) {
  Engine engine(home, Limits());
  return engine.keys();
}

// ENGINES section 1 "Signature cache": export, fresh ring, import.
void swap_fresh_ring(const fs::path& home, const std::string& keys,
                     const std::function<void(std::string_view)>& between = {}) {
  const auto tell = [&](std::string_view step) {
    if (between) {
      between(step);
    }
  };
  const TemporaryHome fresh;
  import_bytes(fresh.path(), keys, "the new ring");
  const auto staged = home / "pubring.kbx.new";
  fs::copy_file(fresh.path() / "pubring.kbx", staged, fs::copy_options::overwrite_existing);
  fs::permissions(staged, fs::perms::owner_read | fs::perms::owner_write);
  sync_path(staged);
  tell("staged");
  fs::rename(staged, home / "pubring.kbx");
  sync_path(home);
  tell("swapped");
}

// GnuPG's lock files hold the pid of their owner and the name of his host, a line each. Alive is a
// program of GnuPG on this machine: the home is never shared (SECURITY class 21), and after a
// restart the number may be anybody's.
bool is_held(const fs::path& lock) {
  std::ifstream in(lock);
  std::string pid, host;
  std::getline(in, pid);
  std::getline(in, host);
  std::array<char, HOST_NAME_MAX + 1> here{};
  gethostname(here.data(), here.size() - 1);
  const auto begin = pid.find_first_not_of(' ');
  if (begin == std::string::npos || host != here.data() ||
      pid.find_first_not_of("0123456789", begin) != std::string::npos) {
    return false;
  }
  std::ifstream owner("/proc/" + pid.substr(begin) + "/comm");
  std::string program;
  std::getline(owner, program);
  return program.starts_with("gpg");
}

void remove_dead_locks(const fs::path& home) {
  for (const auto& entry : fs::directory_iterator(home)) {
    if (entry.path().extension() == ".lock" && !is_held(entry.path())) {
      std::error_code ignored;
      fs::remove(entry.path(), ignored);
    }
  }
}

void add_file(const fs::path& file, const std::set<std::string>& wanted,
              std::set<std::string>& found, const fs::path& gathered, RingReport& report) {
  std::vector<KeyInfo> keys;
  const TemporaryHome alone;
  try {
    const auto bytes = read_file(file);
    if (bytes.size() > kLargestKey * 10) {
      report.faults.push_back(
          {file, "", "is larger than ten keys may be", "one file per person or desk"});
      return;
    }
    import_bytes(alone.path(), bytes, file.string());
    keys = list(alone.path());
  } catch (const Fault& fault) {
    if (fault.transient()) {
      throw;
    }
  }
  for (const auto& key : keys.empty() ? find_sha1_bound(file) : std::vector<Sha1Bound>()) {
    report.faults.push_back({file, key.fingerprint, key.what, key.remedy});
    return;
  }
  if (keys.empty()) {
    report.faults.push_back({file, "", "holds no OpenPGP public key that can be read",
                             "gpg --armor --export FINGERPRINT > FILE"});
    return;
  }
  for (const auto& key : keys) {
    if (wanted.count(key.fingerprint) == 0) {
      continue;
    }
    if (auto why = why_ring_refuses(alone.path(), key.fingerprint); !why.empty()) {
      report.faults.push_back({file, key.fingerprint, std::move(why), kSmallerKey});
      continue;
    }
    import_bytes(gathered, export_bytes(alone.path(), {key.fingerprint}, false), key.fingerprint);
    found.insert(key.fingerprint);
  }
}

std::string finish_gateway_key(const fs::path& home, const std::string& fingerprint) {
  swap_fresh_ring(home, export_bytes(home, {fingerprint}, false));
  return fingerprint;
}

}  // namespace

void prepare_home(const fs::path& home) {
  fs::create_directories(home);
  fs::permissions(home, fs::perms::owner_all);
  write(home / "gpg.conf", kGpgConf);
  write(home / "gpg-agent.conf", kAgentConf);
}

std::string make_gateway_key(const fs::path& home, const std::string& name,
                             const std::string& address) {
  return finish_gateway_key(home, create_key(make_context(home).get(), name, address));
}

std::string import_gateway_key(const fs::path& home, const fs::path& file) {
  const auto bytes = read_file(file);
  import_bytes(home, bytes, file.string());
  Engine engine(home, Limits());
  const auto keys = engine.keys(true);
  if (keys.size() != 1) {
    throw Fault(Permanence::kPermanent,
                file.string() + " holds " + std::to_string(keys.size()) + " secret keys, not one",
                "gpg --armor --export-secret-keys FINGERPRINT > FILE, without a passphrase");
  }
  return finish_gateway_key(home, keys.front().fingerprint);
}

RingReport rebuild_ring(const fs::path& home, const std::string& gateway_fingerprint,
                        const std::vector<fs::path>& key_files,
                        const std::vector<std::string>& wanted,
                        const std::function<void(std::string_view)>& between,
                        const std::vector<UserId>& own_ids,
                        const std::vector<std::string>& further) {
  remove_dead_locks(home);
  RingReport report;
  const auto own = with_user_ids(home, gateway_fingerprint, own_ids, report.faults);
  if (own.empty()) {
    throw Fault(Permanence::kPermanent,
                "the gateway's key " + gateway_fingerprint + " is not in " + home.string(),
                "see key in pouch.toml; restore the gnupg folder from its backup");
  }
  const TemporaryHome gathered;
  import_bytes(gathered.path(), own, "the gateway's key");
  const std::set<std::string> names(wanted.begin(), wanted.end());
  std::set<std::string> found{gateway_fingerprint};
  for (const auto& fingerprint : further) {
    const auto bytes = with_user_ids(home, fingerprint, own_ids, report.faults);
    if (!bytes.empty()) {
      import_bytes(gathered.path(), bytes, "the gateway's key");
      found.insert(fingerprint);
    }
  }
  for (const auto& file : key_files) {
    add_file(file, names, found, gathered.path(), report);
  }
  for (const auto& fingerprint : names) {
    if (found.count(fingerprint) == 0) {
      report.faults.push_back({"", fingerprint, "lies in no key file", "pouch key import FILE"});
    }
  }
  report.present.assign(found.begin(), found.end());
  swap_fresh_ring(home, export_bytes(gathered.path(), report.present, false), between);
  return report;
}

std::vector<KeyInfo> inspect_key_file(const fs::path& file) {
  const TemporaryHome alone;
  try {
    import_bytes(alone.path(), read_file(file), file.string());
  } catch (const Fault& fault) {
    if (fault.transient()) {
      throw;
    }
    return {};
  }
  return list(alone.path());
}

std::string export_key(const fs::path& home, const std::string& fingerprint) {
  return export_bytes(home, {fingerprint}, true);
}

}  // namespace pouch::mail::openpgp
