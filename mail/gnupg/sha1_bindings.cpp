#include "mail/gnupg/sha1_bindings.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "mail/openpgp/command.hpp"
#include "mail/openpgp/home.hpp"

namespace pouch::mail::openpgp {
namespace {

struct Shown {
  std::string fingerprint;
  bool has_user_id = false, can_encrypt = false;
};

// GnuPG's doc/DETAILS: the second field is the validity, the twelfth the capabilities, of which
// those of the key as a whole are in capitals.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, ':');) {
    fields.push_back(field);
  }
  fields.resize(std::max<std::size_t>(fields.size(), 12));
  return fields;
}

std::vector<Shown> shown(const std::filesystem::path& home, const std::filesystem::path& file,
                         bool with_sha1) {
  std::vector<std::string> command{"gpg",     "--no-options", "--homedir",     home.string(),
                                   "--batch", "--quiet",      "--no-autostart"};
  if (!with_sha1) {
    command.insert(command.end(), {"--weak-digest", "SHA1"});
  }
  command.insert(command.end(), {"--show-keys", "--with-colons", "--", file.string()});
  std::vector<Shown> keys;
  std::istringstream lines(run_command(command).out);
  for (std::string line; std::getline(lines, line);) {
    const auto fields = fields_of(line);
    if (fields[0] == "pub") {
      keys.push_back({"", false, fields[11].find('E') != std::string::npos});
    } else if (fields[0] == "fpr" && !keys.empty() && keys.back().fingerprint.empty()) {
      keys.back().fingerprint = fields[9];
    } else if (fields[0] == "uid" && !keys.empty()) {
      keys.back().has_user_id = true;
    }
  }
  return keys;
}

std::string remedy_for(const std::string& fingerprint) {
  const std::string renew = "gpg --cert-digest-algo SHA256 --quick-set-expire " + fingerprint;
  return "its owner makes them anew and sends the public key again: " + renew + " 2y, then " +
         renew + " 2y '*' (other programs: change the expiry of the key and of its subkeys)";
}

}  // namespace

std::vector<Sha1Bound> sha1_bound(std::string_view bytes) {
  const TemporaryHome home;
  const auto file = home.path() / "given";
  std::ofstream(file, std::ios::binary) << bytes;
  const auto strict = shown(home.path(), file, false);
  std::vector<Sha1Bound> found;
  for (const auto& key : shown(home.path(), file, true)) {
    const auto known = std::find_if(strict.begin(), strict.end(), [&](const Shown& one) {
      return one.fingerprint == key.fingerprint;
    });
    const bool same = known != strict.end() && known->has_user_id == key.has_user_id &&
                      known->can_encrypt == key.can_encrypt;
    if (!same) {
      found.push_back({key.fingerprint, "its bindings use SHA-1, which can be forged today",
                       remedy_for(key.fingerprint)});
    }
  }
  return found;
}

}  // namespace pouch::mail::openpgp
