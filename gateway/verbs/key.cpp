// pouch key: its verbs, each in a source of its own (verb.hpp).
#include "gateway/verbs/key_entries.hpp"
#include "gateway/verbs/key_words.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/openpgp/key_pool.hpp"
#include "mail/openpgp/keyring.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::KeyInfo;

struct KeyOptions {
  bool export_gateway = false;
  int days = 60;
};

// The gateway's own first, then by holder.
std::vector<KeyEntry> all_keys(const Runtime& runtime) {
  std::vector<KeyEntry> entries;
  mail::openpgp::Engine engine(runtime.site.gnupg, runtime.limits);
  std::vector<std::string> own{runtime.gateway_key};
  own.insert(own.end(), runtime.further_keys.begin(), runtime.further_keys.end());
  for (const auto& fingerprint : own) {
    if (auto key = engine.key(fingerprint)) {
      entries.push_back({std::move(*key), "gateway", ""});
    }
  }
  mail::openpgp::KeyPool pool;
  for (auto& [fingerprint, filed] : mail::openpgp::read_key_folder(runtime.site.keys, pool)) {
    entries.push_back(
        {std::move(filed.info), holder_of(runtime, fingerprint), filed.files.front()});
  }
  std::stable_sort(entries.begin(), entries.end(), [](const KeyEntry& left, const KeyEntry& right) {
    return (left.holder == "gateway") != (right.holder == "gateway") ? left.holder == "gateway"
                                                                     : left.holder < right.holder;
  });
  return entries;
}

int list_keys(const Call& call, const KeyOptions& options) {
  const auto runtime = load_runtime_without_forms(call.config);
  if (options.export_gateway) {
    print(mail::openpgp::export_key(runtime.site.gnupg, runtime.gateway_key));
    return kDone;
  }
  print_keys(call, runtime, all_keys(runtime));
  return kDone;
}

// Keys that somebody needs: whose holder is registered, today or later; not those of the gateway
// that have a successor.
int expiring_keys(const Call& call, const KeyOptions& options) {
  const auto runtime = load_runtime_without_forms(call.config);
  const auto until = runtime.now() + std::chrono::days(options.days);
  const auto today = std::chrono::floor<std::chrono::days>(runtime.now());
  auto entries = all_keys(runtime);
  std::erase_if(entries, [&](const KeyEntry& entry) {
    const auto last = runtime.directory.last_day(entry.key.fingerprint);
    const bool replaced = entry.holder == "gateway" && entry.key.fingerprint != runtime.gateway_key;
    return replaced || entry.holder.empty() || (last && *last < today) || !entry.key.expires ||
           *entry.key.expires > until;
  });
  print_keys(call, runtime, entries);
  return entries.empty() ? kDone : kNo;
}

}  // namespace

void add_key(Verb& pouch) {
  auto& verb = pouch.add(
      "key",
      "OpenPGP keys of the directory and the gateway: import, list, expiring, updates, confirm, "
      "refuse, addresses, renew, replace, publish");
  verb.footer(
      "Example: pouch key import nfp-bg.asc\n         pouch key list --export > gateway.asc");
  auto& options = verb.keep<KeyOptions>();
  add_key_import(verb);
  auto& list = verb.add(
      "list", "The gateway's key and those in keys/: whose they are, whether they can be used");
  list.flag("--export", options.export_gateway,
            "print the gateway's own public key instead, armoured, with all its addresses");
  list.json("key-list.json");
  list.footer("Example: pouch key list");
  list.action([&options](const Call& call) { return list_keys(call, options); });
  auto& expiring = verb.add(
      "expiring",
      "Keys that expire soon or have expired, the gateway's too; exit 1 when there are any");
  expiring.option("--days", options.days, "how soon").between(0, 3650);
  expiring.json("key-list.json");
  expiring.footer("Example: pouch key expiring --days 60");
  expiring.action([&options](const Call& call) { return expiring_keys(call, options); });
  add_key_confirm(verb);
  add_key_addresses(verb);
  add_key_renewal(verb);
  add_key_publish(verb);
}

}  // namespace pouch::gateway
