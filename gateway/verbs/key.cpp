#include <CLI/CLI.hpp>
#include <fstream>

#include "gateway/letters/local_time.hpp"
#include "gateway/process/runtime.hpp"
#include "gateway/store/durable_file.hpp"
#include "gateway/store/steps.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/openpgp/keyring.hpp"
#include "mail/openpgp/sha1_bindings.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::KeyInfo;

struct Options {
  std::filesystem::path file;
  bool export_gateway = false;
  int days = 60;
};

struct Entry {
  KeyInfo key;
  std::string holder, file;  // holder empty: named by nobody in the directory
};

std::string holder_of(const Runtime& runtime, const std::string& fingerprint) {
  if (fingerprint == runtime.gateway_key) {
    return "gateway";
  }
  const auto principal = runtime.directory.principal_ever(fingerprint);
  return principal ? principal->id() : std::string();
}

std::vector<Entry> all_keys(const Runtime& runtime) {
  std::vector<Entry> entries;
  for (const auto& file : std::filesystem::directory_iterator(runtime.site.keys)) {
    if (file.path().extension() != ".asc") {
      continue;
    }
    for (auto& key : mail::openpgp::inspect_key_file(file.path())) {
      auto holder = holder_of(runtime, key.fingerprint);
      entries.push_back({std::move(key), std::move(holder), file.path().filename().string()});
    }
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& left, const Entry& right) { return left.holder < right.holder; });
  return entries;
}

std::string state_of(const KeyInfo& key) {
  return key.revoked                ? "revoked"
         : key.expired              ? "expired"
         : key.usable_for_sealing() ? "usable"
                                    : "unusable";
}

void print_keys(const Call& call, const std::vector<Entry>& entries) {
  auto json = versioned();
  json["keys"] = Json::array();
  for (const auto& [key, holder, file] : entries) {
    if (call.json) {
      json["keys"].push_back(
          {{"fingerprint", key.fingerprint},
           {"holder", or_null(holder)},
           {"algorithm", key.algorithm},
           {"state", state_of(key)},
           {"expires", key.expires ? Json(utc_time(*key.expires)) : Json(nullptr)},
           {"user_ids", key.user_ids},
           {"file", file}});
    } else {
      print(key.fingerprint + "  " + (holder.empty() ? "(nobody in the directory)" : holder) +
            "  " + key.algorithm + "  " + state_of(key) +
            (key.expires ? "  expires " + utc_time(*key.expires).substr(0, 10) : "") + "\n");
    }
  }
  if (call.json) {
    print(json);
  }
}

int list_keys(const Call& call, const Options& options) {
  const auto runtime = load_runtime(call.config);
  if (options.export_gateway) {
    print(mail::openpgp::export_key(runtime.site.gnupg, runtime.gateway_key));
    return kDone;
  }
  print_keys(call, all_keys(runtime));
  return kDone;
}

int expiring_keys(const Call& call, const Options& options) {
  const auto runtime = load_runtime(call.config);
  const auto until = runtime.now() + std::chrono::days(options.days);
  auto entries = all_keys(runtime);
  std::erase_if(entries, [&](const Entry& entry) {
    return !entry.key.expires || *entry.key.expires > until;
  });
  print_keys(call, entries);
  return entries.empty() ? kDone : kNo;
}

// GnuPG would take a private key as well and list its public half.
bool holds_secret(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const auto first = bytes.empty() ? 0 : static_cast<unsigned char>(bytes.front());
  // RFC 4880 section 4.2: tag 5 in the old and in the new packet format.
  return bytes.find("PGP PRIVATE KEY BLOCK") != std::string::npos || (first & 0xFC) == 0x94 ||
         first == 0xC5;
}

// A key that GnuPG rejects for its SHA-1 looks like none, or like one to which nothing can be
// sealed: the operator is told what it is, and its owner's way out.
void tell_of_sha1(const std::filesystem::path& file, const std::vector<KeyInfo>& keys) {
  const bool sound = !keys.empty() && std::all_of(keys.begin(), keys.end(), [](const KeyInfo& key) {
    return key.can_encrypt;
  });
  const auto bound =
      sound ? std::vector<mail::openpgp::Sha1Bound>() : mail::openpgp::find_sha1_bound(file);
  for (const auto& key : bound) {
    const auto said =
        file.string() + ": key " + key.fingerprint + ": " + key.what + "; " + key.remedy;
    if (keys.empty()) {
      throw Refusal(kBadData, said);
    }
    std::fprintf(stderr, "pouch: %s\n", said.c_str());
  }
}

// Each key into keys/FINGERPRINT.asc, whole; the directory says who may use it.
int import_keys(const Call& call, const Options& options) {
  const auto runtime = load_runtime(call.config);
  if (holds_secret(options.file)) {
    throw Refusal(kBadData, options.file.string() +
                                " holds a private key: it belongs to its owner alone; ask for "
                                "the public one");
  }
  const auto keys = mail::openpgp::inspect_key_file(options.file);
  tell_of_sha1(options.file, keys);
  if (keys.empty()) {
    throw Refusal(kBadData, options.file.string() + " holds no OpenPGP public key");
  }
  const auto name = keys.front().fingerprint + ".asc";
  const auto target = runtime.site.keys / name;
  const auto temporary = runtime.site.keys / ("." + name + ".new");
  std::filesystem::copy_file(options.file, temporary,
                             std::filesystem::copy_options::overwrite_existing);
  sync_file(temporary);
  reached("key-file.before");
  std::filesystem::rename(temporary, target);
  sync_folder(runtime.site.keys);
  reached("key-file.after");
  std::vector<Entry> entries;
  for (const auto& key : keys) {
    entries.push_back({key, holder_of(runtime, key.fingerprint), name});
    if (entries.back().holder.empty()) {
      std::fprintf(stderr,
                   "pouch: %s is named by nobody in %s: it counts once a desk or member names it\n",
                   key.fingerprint.c_str(), runtime.site.directory.c_str());
    }
  }
  print_keys(call, entries);
  std::fprintf(stderr, "pouch: a running daemon takes it on SIGHUP, foreground verbs at once\n");
  return kDone;
}

}  // namespace

void add_key(CLI::App& app, Call& call) {
  auto* verb = app.add_subcommand(
      "key", "OpenPGP keys of the directory and the gateway: import, list, expiring, addresses");
  verb->require_subcommand(1);
  verb->footer(
      "Example: pouch key import nfp-bg.asc\n         pouch key list --export > gateway.asc");
  auto options = std::make_shared<Options>();
  auto* importer = verb->add_subcommand("import", "Put a public key file beside the directory");
  importer->add_option("file", options->file, "armoured or binary public key")
      ->required()
      ->check(CLI::ExistingFile);
  importer->add_flag("--json", call.json, "print JSON (docs/schemas/key-list.json)");
  importer->footer("Example: pouch key import nfp-bg.asc");
  importer->callback(
      [&call, options] { call.run = [&call, options] { return import_keys(call, *options); }; });
  auto* list =
      verb->add_subcommand("list", "Keys in keys/, whose they are, whether they can be used");
  list->add_flag("--export", options->export_gateway,
                 "print the gateway's own public key instead, armoured, with all its addresses");
  list->add_flag("--json", call.json, "print JSON (docs/schemas/key-list.json)");
  list->footer("Example: pouch key list");
  list->callback(
      [&call, options] { call.run = [&call, options] { return list_keys(call, *options); }; });
  auto* expiring = verb->add_subcommand(
      "expiring", "Keys that expire soon or have expired; exit 1 when there are any");
  expiring->add_option("--days", options->days, "how soon")->check(CLI::Range(0, 3650));
  expiring->add_flag("--json", call.json, "print JSON (docs/schemas/key-list.json)");
  expiring->footer("Example: pouch key expiring --days 60");
  expiring->callback(
      [&call, options] { call.run = [&call, options] { return expiring_keys(call, *options); }; });
  add_key_addresses(*verb, call);
}

}  // namespace pouch::gateway
