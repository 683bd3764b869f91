// Looks at everything that a run needs and says of each fault where and how to mend it.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "gateway/letters/local_time.hpp"
#include "gateway/process/foreground.hpp"
#include "gateway/process/runtime.hpp"
#include "gateway/store/store.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/openpgp/keyring.hpp"
#include "mail/transport/mailbox_source.hpp"
#include "mail/transport/outbox.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::KeyInfo;

constexpr std::chrono::days kSoon{60};
constexpr std::string_view kOldestGnupg = "2.2.40";

struct Flaw {
  std::string severity, where, what, hint;  // severity: error or warning
};
using Faults = std::vector<Flaw>;

bool older(const std::string& version, std::string_view least) {
  int a[3] = {0, 0, 0}, b[3] = {0, 0, 0};
  std::sscanf(version.c_str(), "%d.%d.%d", &a[0], &a[1], &a[2]);
  std::sscanf(std::string(least).c_str(), "%d.%d.%d", &b[0], &b[1], &b[2]);
  return std::lexicographical_compare(a, a + 3, b, b + 3);
}

void check_gnupg(Faults& faults) {
  const auto version = mail::openpgp::gnupg_version();
  if (older(version, kOldestGnupg)) {
    faults.push_back({"error", "gnupg",
                      "GnuPG " + version + " is older than " + std::string(kOldestGnupg),
                      "apt install gnupg (2.2.40-1.1+deb12u2 or later: CVE-2025-68973)"});
  }
}

std::map<std::string, KeyInfo> keys_beside(const Runtime& runtime, Faults& faults) {
  std::map<std::string, KeyInfo> found;
  if (!std::filesystem::is_directory(runtime.site.keys)) {
    faults.push_back(
        {"error", runtime.site.keys.string(), "the folder of public keys is missing", "mkdir it"});
    return found;
  }
  for (const auto& file : std::filesystem::directory_iterator(runtime.site.keys)) {
    if (file.path().extension() != ".asc") {
      continue;
    }
    const auto keys = mail::openpgp::inspect_key_file(file.path());
    if (keys.empty()) {
      faults.push_back({"error", file.path().string(), "holds no OpenPGP public key",
                        "export it again: gpg --armor --export FINGERPRINT"});
    }
    for (const auto& key : keys) {
      found[key.fingerprint] = key;
    }
  }
  return found;
}

void check_key(const Runtime& runtime, const std::string& holder, const KeyInfo& key,
               Faults& faults) {
  const auto where = holder + ", key " + key.fingerprint;
  if (key.revoked) {
    faults.push_back({"error", where, "is revoked", "ask for the new key: pouch key import FILE"});
  } else if (key.expired) {
    faults.push_back(
        {"error", where, "has expired", "ask for the renewed key: pouch key import FILE"});
  } else if (!key.can_encrypt) {
    faults.push_back({"error", where, "has no usable encryption subkey", "ask for a renewed key"});
  } else if (key.expires && *key.expires < runtime.now() + kSoon) {
    faults.push_back({"warning", where, "expires on " + utc_time(*key.expires).substr(0, 10),
                      "ask its holder to renew it in time"});
  }
}

void check_keys(const Runtime& runtime, Faults& faults) {
  const auto found = keys_beside(runtime, faults);
  for (const auto& fingerprint : runtime.directory.fingerprints()) {
    const auto principal = runtime.directory.principal_ever(fingerprint);
    const auto holder = principal ? principal->id() : std::string("nobody");
    const auto key = found.find(fingerprint);
    if (key == found.end()) {
      faults.push_back(
          {"error", holder,
           "its key " + fingerprint + " lies in no file of " + runtime.site.keys.string(),
           "pouch key import FILE"});
    } else {
      check_key(runtime, holder, key->second, faults);
    }
  }
}

void check_directory(const Runtime& runtime, Faults& faults) {
  const auto today = std::chrono::floor<std::chrono::days>(runtime.now());
  if (runtime.directory.countries.empty()) {
    faults.push_back({"warning", runtime.site.directory.string(), "names no country yet",
                      "see the commented examples in it, and pouch-directory.toml(5)"});
  }
  for (const auto& country : runtime.directory.countries) {
    if (country.validity.holds(today) &&
        runtime.directory.focal_points(country.code, "police", "police", "", today).empty()) {
      faults.push_back({"warning", country.code,
                        "has no police focal point today: requests to it wait",
                        "enter a [[desk]] of kind \"focal-point\" for it"});
    }
  }
}

void check_gateway_key(const Runtime& runtime, mail::openpgp::Engine& engine, Faults& faults) {
  const auto keys = engine.keys(true);
  const auto key = std::find_if(keys.begin(), keys.end(), [&](const auto& one) {
    return one.fingerprint == runtime.gateway_key;
  });
  if (key == keys.end()) {
    faults.push_back({"error", runtime.site.gnupg.string(), "holds no secret key of the gateway",
                      "restore the folder from its backup; without the key no mail can be opened"});
    return;
  }
  check_key(runtime, "gateway", *key, faults);
  if (key->algorithm.starts_with("rsa")) {
    faults.push_back({"warning", "gateway, key " + key->fingerprint,
                      "is " + key->algorithm + ": several times slower than ed25519",
                      "plan a new key at the next renewal"});
  }
}

void check_store(const Runtime& runtime, Faults& faults) {
  const AgentLease lease(runtime);
  mail::openpgp::Engine engine(runtime.site.gnupg, runtime.limits);
  check_gateway_key(runtime, engine, faults);
  Store store(runtime.site.state, unwrap_data_key(runtime));
  if (const auto broken = store.audit().first_broken()) {
    faults.push_back({"error", "audit log", "its chain is broken at row " + std::to_string(*broken),
                      "keep the disk as it is and compare with the last backup"});
  }
  for (const auto& [number, country] : store.waiting_legs()) {
    faults.push_back({"warning", number.text(), "its leg to " + country + " waits",
                      "enter a focal point with a usable key for " + country});
  }
  const auto held = store.held().size();
  if (held != 0) {
    faults.push_back(
        {"warning", "held mail", std::to_string(held) + " mails are held", "see pouch held list"});
  }
}

void check_outbox(const Runtime& runtime, Faults& faults) {
  for (const auto& uri : runtime.site.outbox) {
    try {
      const auto outbox = mail::make_outbox(uri, runtime.site.folder, server_access(runtime.site));
      const auto reach = outbox->reachable();
      if (!reach.reached) {
        faults.push_back({"error", uri, "cannot be used: " + reach.answer, reach.hint});
      } else if (reach.size_limit != 0 && reach.size_limit < runtime.site.delivery.max_size) {
        faults.push_back({"warning", uri,
                          "takes letters of up to " + std::to_string(reach.size_limit) + " octets",
                          "set delivery.max_size to no more"});
      }
    } catch (const mail::Fault& fault) {
      faults.push_back({"error", uri, fault.what(), fault.hint()});
    }
  }
}

void check_source(const Runtime& runtime, const std::string& uri, Faults& faults) {
  if (uri.starts_with("maildir:")) {
    const auto folder = runtime.site.folder / uri.substr(8);
    if (access((folder / "new").c_str(), R_OK | W_OK) != 0 ||
        access((folder / "cur").c_str(), R_OK | W_OK) != 0) {
      faults.push_back({"error", uri, folder.string() + " is no Maildir that this user may empty",
                        "it needs new, cur and tmp, writable for the user that runs pouch"});
    }
    return;
  }
  try {
    mail::MailboxSource mailbox({uri, server_access(runtime.site), runtime.site.limits.message});
    if (!mailbox.can_idle()) {
      faults.push_back({"warning", uri, "the server gives no news of new mail (IDLE)",
                        "it is looked into every collecting.every"});
    }
  } catch (const mail::Fault& fault) {
    faults.push_back({"error", uri, fault.what(), fault.hint()});
  }
}

int check(const Call& call) {
  const auto runtime = load_runtime(call.config);  // config::Fault: exit 78, each finding printed
  Faults faults;
  check_gnupg(faults);
  check_directory(runtime, faults);
  check_keys(runtime, faults);
  if (state_exists(runtime.site.state)) {
    check_store(runtime, faults);
  } else {
    faults.push_back(
        {"error", runtime.site.state.string(), "there is no store", "was it made by pouch init?"});
  }
  for (const auto& uri : runtime.site.sources) {
    if (config::is_collected(uri)) {
      check_source(runtime, uri, faults);
    }
  }
  check_outbox(runtime, faults);
  auto json = versioned();
  json["faults"] = Json::array();
  for (const auto& fault : faults) {
    if (call.json) {
      json["faults"].push_back({{"severity", fault.severity},
                                {"where", fault.where},
                                {"text", fault.what},
                                {"hint", or_null(fault.hint)}});
    } else {
      print(fault.severity + ": " + fault.where + ": " + fault.what + "\n    " + fault.hint + "\n");
    }
  }
  if (call.json) {
    print(json);
  } else if (faults.empty()) {
    print("everything that a run needs is in order\n");
  }
  return faults.empty() ? kDone : kNo;
}

}  // namespace

void add_check(CLI::App& app, Call& call) {
  auto* verb = app.add_subcommand(
      "check", "Look at everything a run needs, and say how to mend what is wrong");
  verb->add_flag("--json", call.json, "print JSON (docs/schemas/check.json)");
  verb->footer(
      "Example: pouch -c /var/lib/pouch/pouch.toml check\nExit status: 0 in order, 1 faults found, "
      "78 configuration cannot be read.");
  verb->callback([&call] { call.run = [&call] { return check(call); }; });
}

}  // namespace pouch::gateway
