#include "tests/system/client_site.hpp"

#include <nlohmann/json.hpp>

#include "mail/content/content.hpp"
#include "mail/structure/headers.hpp"
#include "tests/system/prepared.hpp"

namespace pouch::test {
namespace {

Ran gpg_in(const fs::path& ring, std::vector<std::string> arguments, const std::string& input) {
  arguments.insert(arguments.begin(), {"gpg", "--homedir", ring.string(), "--batch", "--quiet",
                                       "--trust-model", "always"});
  return run(arguments, input);
}

void end_agents_below(const fs::path& folder) {
  for (const auto& home : {folder / "site/gnupg", folder / "people"}) {
    end_agents(home);
  }
}

std::string directory_of(const nlohmann::json& keys) {
  std::string directory;
  for (const auto* code : {"RO", "BG", "RS", "GR"}) {
    directory += std::string("[[country]]\ncode = \"") + code + "\"\nname = \"" + code + "\"\n";
  }
  for (const auto& [id, key] : keys.items()) {
    if (key["role"] == "gateway") {
      continue;
    }
    const std::string country = key["country"], address = key["address"],
                      fingerprint = key["fingerprint"];
    if (key["role"] == "nfp") {
      directory += "[[desk]]\nid = \"" + id + "\"\nkind = \"focal-point\"\ncountry = \"" + country +
                   "\"\ncommunity = \"police\"\naddress = \"" + address + "\"\nkeys = [\"" +
                   fingerprint + "\"]\n";
    } else {
      directory += "[[member]]\nid = \"" + id + "\"\nname = \"" + id + "\"\naddresses = [\"" +
                   address + "\"]\ncountry = \"" + country +
                   "\"\nagency = \"police\"\ncommunity = \"police\"\nkey = \"" + fingerprint +
                   "\"\n";
    }
  }
  return directory;
}

// In `folder`: `site`, whose gateway key, members and desks are those of the fixtures' manifest,
// and `people`, the key ring of Bulgaria's focal point and of the officers.
void make_client_site(const fs::path& folder) {
  const auto site = folder / "site", ring = folder / "people";
  make_home(ring);
  for (const auto* id : {"nfp-bg", "officer", "officer2", "officer3"}) {
    gpg_in(ring, {"--import", (kClients / "keys" / (std::string(id) + ".sec.asc")).string()}, "");
  }
  const auto made =
      run({POUCH_PROGRAM, "init", site.string(), "--address", "requests@pouch.example", "--prefix",
           "SEL", "--import-key", (kClients / "keys/gateway.sec.asc").string()});
  if (made.status != 0) {
    throw std::runtime_error(made.err);
  }
  const auto keys = nlohmann::json::parse(read_file(kClients / "keys/manifest.json"));
  for (const auto& [id, key] : keys.items()) {
    if (key["role"] != "gateway") {
      fs::copy_file(kClients / "keys" / key["public"].get<std::string>(),
                    site / "keys" / (id + ".asc"));
    }
  }
  write_file(site / "directory.toml", directory_of(keys));
  auto config = read_file(site / "pouch.toml");
  const auto age = config.find("signature_age");
  config.replace(config.rfind('\n', age) + 1, config.find('\n', age) - config.rfind('\n', age) - 1,
                 "signature_age = \"36500d\"");
  // The same requests come by many clients.
  config.replace(config.find("cross_check = true"), 18, "cross_check = false");
  write_file(site / "pouch.toml", config);
  // Brings the keys into the site's ring.
  run({POUCH_PROGRAM, "-c", (site / "pouch.toml").string(), "run", "--until-idle"});
  end_agents(folder);
}

}  // namespace

ClientSite::ClientSite() : folder_(scratch_.path() / "site") {
  prepared("clients", scratch_.path(), make_client_site);
}

ClientSite::~ClientSite() { end_agents_below(scratch_.path()); }

Ran ClientSite::pouch(std::vector<std::string> arguments, const std::string& input) const {
  arguments.insert(arguments.begin(), {POUCH_PROGRAM, "-c", (folder_ / "pouch.toml").string()});
  return run(arguments, input);
}

std::map<std::string, std::string> ClientSite::letter_to(const std::string& id) const {
  const auto keys = nlohmann::json::parse(read_file(kClients / "keys/manifest.json"));
  const auto box = folder_ / "state/outbox" / keys[id]["address"].get<std::string>() / "new";
  std::map<std::string, std::string> parts;
  for (const auto& entry : fs::directory_iterator(box)) {
    const auto wire = read_file(entry.path());
    const auto entity = opened(wire.substr(wire.find("-----BEGIN PGP MESSAGE-----")));
    const pouch::mail::Limits limits;
    const auto scanned = pouch::mail::scan(entity, limits);
    const auto& root = std::get<pouch::mail::Entity>(scanned);
    auto content = pouch::mail::read_content(root, limits);
    if (root.values("Subject").empty()) {
      throw std::runtime_error("a letter without a subject inside");
    }
    parts[kSubject] += pouch::mail::decode_text(root.values("Subject").front(), limits) + "\n";
    parts[kText] += content.text + "\n";
    for (auto& file : content.attachments) {
      parts[file.name] = std::move(file.bytes);
    }
  }
  return parts;
}

std::string ClientSite::opened(const std::string& message) const {
  return gpg_in(scratch_.path() / "people", {"--decrypt"}, message).out;
}

}  // namespace pouch::test
