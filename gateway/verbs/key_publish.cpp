// The gateway's key as a Web Key Directory (draft-koch-openpgp-webkey-service): files for a web
// server, from which mail programs take the key of each of its addresses by themselves.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "gateway/site/key_addresses.hpp"
#include "gateway/store/durable_file.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/openpgp/keyring.hpp"
#include "mail/openpgp/web_directory.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;
using mail::openpgp::WebName;

constexpr auto kReadable =
    fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::others_read;
constexpr auto kOpen = fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                       fs::perms::others_read | fs::perms::others_exec;

// A web server is another user. Whole or not at all: it serves what lies there meanwhile.
void write_for_all(const fs::path& file, const std::string& bytes) {
  const fs::path fresh = file.string() + ".new";
  std::ofstream out(fresh, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) {
    throw Refusal(kUnavailable,
                  "cannot write " + fresh.string() + ": is there space, and a right?");
  }
  fs::permissions(fresh, kReadable);
  sync_file(fresh);
  fs::rename(fresh, file);
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::create_directories(folder, error); error) {
    throw Refusal(kUnavailable, "cannot make " + folder.string() + ": " + error.message());
  }
}

// `base`: what is served as /.well-known/openpgpkey, or a domain's folder below it.
std::string put_key(const fs::path& base, const WebName& name, const std::string& key) {
  make_folder(base / "hu");
  fs::permissions(base, kOpen);
  fs::permissions(base / "hu", kOpen);
  write_for_all(base / "policy", "");  // the draft's section 4.5: there, and empty
  const auto file = base / "hu" / name.hash;
  write_for_all(file, key);
  return file.string();
}

int publish(const Call& call, const std::string& folder) {
  const auto runtime = load_runtime_without_forms(call.config);
  const auto key = mail::openpgp::without_armour(
      mail::openpgp::export_key(runtime.site.gnupg, runtime.gateway_key));
  const auto missing = missing_addresses(runtime);
  auto json = versioned();
  json["key"] = runtime.gateway_key;
  json["addresses"] = Json::array();
  for (const auto& id : wanted_user_ids(runtime)) {
    const bool there = std::find(missing.begin(), missing.end(), id.address) == missing.end();
    if (!there) {
      tell("pouch: the key has no user ID for " + id.address +
           " yet, so mail programs would not take it: pouch key addresses\n");
      continue;
    }
    const auto name = mail::openpgp::web_name(id.address);
    const auto direct = put_key(folder, name, key);
    const auto advanced = put_key(fs::path(folder) / name.domain, name, key);
    json["addresses"].push_back({{"address", id.address},
                                 {"domain", name.domain},
                                 {"hash", name.hash},
                                 {"advanced", advanced},
                                 {"direct", direct}});
    if (!call.json) {
      print(id.address + "  " + advanced + "\n");
    }
  }
  if (call.json) {
    print(json);
  } else {
    tell("pouch: serve " + folder +
         " as https://openpgpkey.DOMAIN/.well-known/openpgpkey or, where there is no such host, "
         "https://DOMAIN/.well-known/openpgpkey; check it: gpg --locate-external-keys ADDRESS\n");
  }
  return missing.empty() ? kDone : kNo;
}

}  // namespace

void add_key_publish(Verb& key) {
  auto& verb =
      key.add("publish", "Write the gateway's key as a Web Key Directory, for a web server");
  auto& folder = verb.keep<std::string>();
  verb.option("folder", folder, "what is served as /.well-known/openpgpkey; made if need be")
      .required();
  verb.json("key-publish.json");
  verb.footer(
      "For the gateway's own address, those that it is also addressed as, and the groups'.\n"
      "Give it again after key renew, key replace and key addresses.\n"
      "Example: pouch key publish /var/www/pouch/openpgpkey\n"
      "Exit status: 0 all are written, 1 the key lacks a user ID for one.");
  verb.action([&folder](const Call& call) { return publish(call, folder); });
}

}  // namespace pouch::gateway
