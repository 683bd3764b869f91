// pouch check: members' and gateway's keys (check_parts.hpp).
#include <algorithm>
#include <map>
#include <set>

#include "gateway/letters/local_time.hpp"
#include "gateway/verbs/check_parts.hpp"
#include "gateway/verbs/key_words.hpp"
#include "mail/openpgp/home.hpp"
#include "mail/openpgp/key_pool.hpp"
#include "mail/openpgp/keyring.hpp"
#include "mail/openpgp/lone_revocations.hpp"
#include "mail/openpgp/sha1_bindings.hpp"

namespace pouch::gateway::checks {
namespace {

using mail::openpgp::KeyInfo;

constexpr std::chrono::days kSoon{60};
constexpr std::string_view kOldestGnupg = "2.2.40";

bool older(const std::string& version, std::string_view least) {
  int a[3] = {0, 0, 0}, b[3] = {0, 0, 0};
  std::sscanf(version.c_str(), "%d.%d.%d", &a[0], &a[1], &a[2]);
  std::sscanf(std::string(least).c_str(), "%d.%d.%d", &b[0], &b[1], &b[2]);
  return std::lexicographical_compare(a, a + 3, b, b + 3);
}

struct KeysBeside {
  std::map<std::string, KeyInfo> found;  // by fingerprint
  std::set<std::string> told;            // of these all was said that there is to say
};

// Of a file with a key that cannot be used: whether SHA-1 is the reason.
bool tell_of_sha1(const std::filesystem::path& file, KeysBeside& beside, Flaws& flaws) {
  const auto bound = mail::openpgp::find_sha1_bound(file);
  for (const auto& key : bound) {
    flaws.push_back({true, file.string() + ", key " + key.fingerprint, key.what, key.remedy});
    beside.told.insert(key.fingerprint);
  }
  return !bound.empty();
}

// A bare certificate that lies beside its key: it counts.
bool is_revocation(const std::filesystem::path& file) {
  return mail::openpgp::is_file(file) &&
         !mail::openpgp::lone_revocations(mail::openpgp::read_if_there(file)).empty();
}

KeysBeside keys_beside(const Runtime& runtime, Flaws& flaws) {
  KeysBeside beside;
  if (!std::filesystem::is_directory(runtime.site.keys)) {
    flaws.push_back(
        {true, runtime.site.keys.string(), "the folder of public keys is missing", "mkdir it"});
    return beside;
  }
  for (const auto& file : std::filesystem::directory_iterator(runtime.site.keys)) {
    if (file.path().extension() != ".asc") {
      continue;
    }
    const auto keys = mail::openpgp::inspect_key_file(file.path());
    const bool sound = !keys.empty() && std::all_of(keys.begin(), keys.end(), [](const auto& key) {
      return key.can_encrypt;
    });
    if (!sound && !tell_of_sha1(file.path(), beside, flaws) && keys.empty() &&
        !is_revocation(file.path())) {
      flaws.push_back({true, file.path().string(), "holds no OpenPGP public key",
                       "export it again: gpg --armor --export FINGERPRINT"});
    }
  }
  // All copies of a key count together, as in the ring: an old one hides no revocation.
  mail::openpgp::KeyPool pool;
  for (auto& [fingerprint, filed] : mail::openpgp::read_key_folder(runtime.site.keys, pool)) {
    beside.found[fingerprint] = std::move(filed.info);
  }
  return beside;
}

// Mail that is held, letters that fail: somebody must hear of it.
void check_operators(const Runtime& runtime, const std::map<std::string, KeyInfo>& found,
                     Flaws& flaws) {
  const auto today = std::chrono::floor<std::chrono::days>(runtime.now());
  const auto hears = [&](const config::Validity& validity, const std::vector<std::string>& rights,
                         const std::vector<std::string>& keys) {
    return validity.holds(today) &&
           std::find(rights.begin(), rights.end(), "operate") != rights.end() &&
           std::any_of(keys.begin(), keys.end(), [&](const std::string& fingerprint) {
             const auto key = found.find(fingerprint);
             return key != found.end() && key->second.usable_for_sealing();
           });
  };
  const auto& directory = runtime.directory;
  const bool any =
      std::any_of(directory.members.begin(), directory.members.end(),
                  [&](const auto& one) { return hears(one.validity, one.rights, one.keys); }) ||
      std::any_of(directory.desks.begin(), directory.desks.end(),
                  [&](const auto& one) { return hears(one.validity, one.rights, one.keys); });
  if (!any) {
    flaws.push_back({true, "operators",
                     "nobody is told when letters fail or mail is held: no member or desk has the "
                     "right operate and a key that can be used today",
                     "give somebody rights = [\"send\", \"search\", \"operate\"] in "
                     "directory.toml, and bring their key: pouch key import FILE"});
  }
}

}  // namespace

void check_gnupg(Flaws& flaws) {
  const auto version = mail::openpgp::gnupg_version();
  if (older(version, kOldestGnupg)) {
    flaws.push_back({true, "gnupg",
                     "GnuPG " + version + " is older than " + std::string(kOldestGnupg),
                     "apt install gnupg (2.2.40-1.1+deb12u2 or later: CVE-2025-68973)"});
  }
}

void check_key(const Runtime& runtime, const std::string& holder, const KeyInfo& key,
               Flaws& flaws) {
  const auto where = holder + ", key " + key.fingerprint;
  const bool soon = key.expires && *key.expires < runtime.now() + kSoon;
  if (const auto why = why_unusable(key); !why.empty()) {
    flaws.push_back({true, where, why, what_to_do(holder, key)});
  } else if (soon) {
    flaws.push_back({false, where, "expires on " + utc_time(*key.expires).substr(0, 10),
                     what_to_do(holder, key)});
  }
}

void check_keys(const Runtime& runtime, Flaws& flaws) {
  const auto [found, told] = keys_beside(runtime, flaws);
  const auto today = std::chrono::floor<std::chrono::days>(runtime.now());
  for (const auto& fingerprint : runtime.directory.fingerprints()) {
    if (const auto last = runtime.directory.last_day(fingerprint); last && *last < today) {
      continue;  // whose registration is over needs no key
    }
    const auto principal = runtime.directory.principal_ever(fingerprint);
    const auto holder = principal ? principal->id() : std::string("nobody");
    const auto key = found.find(fingerprint);
    if (told.count(fingerprint) > 0) {
      continue;
    }
    if (key == found.end()) {
      flaws.push_back({true, holder,
                       "its key " + fingerprint + " is in no file of " + runtime.site.keys.string(),
                       "pouch key import FILE"});
    } else {
      check_key(runtime, holder, key->second, flaws);
    }
  }
  check_operators(runtime, found, flaws);
}

void check_directory(const Runtime& runtime, Flaws& flaws) {
  const auto today = std::chrono::floor<std::chrono::days>(runtime.now());
  if (runtime.directory.countries.empty()) {
    flaws.push_back({false, runtime.site.directory.string(), "names no country yet",
                     "see the commented examples in it, and pouch-directory.toml(5)"});
  }
  for (const auto& country : runtime.directory.countries) {
    if (country.validity.holds(today) &&
        runtime.directory.focal_points(country.code, "police", "police", "", today).empty()) {
      flaws.push_back({false, country.code, "has no police focal point today: requests to it wait",
                       "enter a [[desk]] of kind \"focal-point\" for it"});
    }
    constexpr std::chrono::days kInTime{60};
    if (!country.holidays.empty() && country.holidays.back() < today + kInTime) {
      flaws.push_back({false, country.code + ", holidays", "their file ends soon, or has ended",
                       "enter the days of the next year, as that country has published them"});
    }
  }
}

}  // namespace pouch::gateway::checks
