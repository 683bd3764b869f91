// `pouch key import`, `key list` and `key expiring` from outside.
#include <catch2/catch.hpp>
#include <chrono>

#include "tests/system/harness.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

json keys_of(const Ran& ran) {
  INFO(ran.out << ran.err);
  const auto value = json::parse(ran.out, nullptr, false);
  REQUIRE(value.is_object());
  REQUIRE(value.contains("keys"));
  return value["keys"];
}

json listed(const Site& site, const std::string& fingerprint) {
  for (const auto& key : keys_of(site.pouch({"key", "list", "--json"}))) {
    if (key["fingerprint"] == fingerprint) {
      return key;
    }
  }
  return nullptr;
}

std::string revocation(const Site& site, const std::string& id) {
  auto certificate = read_file(site.folder().parent_path() / "k" / id / "openpgp-revocs.d" /
                               (site.person_at(id).fingerprint() + ".rev"));
  return certificate.erase(certificate.find(":-----BEGIN"), 1);
}

void end_soon(const Site& site, const std::string& id, const std::string& when) {
  const auto& person = site.person_at(id);
  person.gpg({"--quick-set-expire", person.fingerprint(), when});
  site.enter_key(id);
}

// A further line in somebody's entry of the directory.
void add_line(const Site& site, const std::string& id, const std::string& line) {
  auto text = site.directory();
  const auto at = text.find('\n', text.find("id = \"" + id + "\""));
  site.write_directory(text.insert(at + 1, line + "\n"));
}

}  // namespace

TEST_CASE("an older copy of a key that is imported undoes no revocation") {
  Site site;
  const auto key = site.person("dimitar").fingerprint();
  const auto old = site.folder().parent_path() / "old.asc";
  write_file(old, site.person("dimitar").public_key());
  const auto revoked =
      keys_of(site.pouch({"key", "import", "-", "--json"}, revocation(site, "dimitar")));
  REQUIRE(revoked.size() == 1);
  CHECK(revoked[0]["fingerprint"] == key);
  CHECK(revoked[0]["state"] == "revoked");
  CHECK(revoked[0]["change"] == "changed");
  CHECK(revoked[0]["why"] == "is revoked");
  const auto again = site.pouch({"key", "import", old.string()});
  CHECK(again.status == 0);
  CHECK(again.out.find("revoked  same\n") != std::string::npos);
  CHECK(listed(site, key)["state"] == "revoked");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.deliver(site.mail("dimitar", {.body = request_form()}))["reason"] == "revoked-key");
}

TEST_CASE("import takes several files, each key of one file, and names what it does not take") {
  Site site;
  fs::remove_all(site.folder() / "keys");
  fs::create_directory(site.folder() / "keys");
  const auto folder = site.folder().parent_path();
  write_file(folder / "both.asc",
             site.person("ana").public_key() + site.person("dimitar").public_key());
  write_file(folder / "nfp-bg.asc", site.person("nfp-bg").public_key());
  write_file(folder / "none.asc", "no key\n");
  const auto& ana = site.person("ana");
  write_file(folder / "secret.asc",
             ana.gpg({"--armor", "--export-secret-keys", ana.fingerprint()}).out);
  const auto many = (fs::path(POUCH_FIXTURES) / "openpgp" / "key-with-25-user-ids.asc").string();
  const auto ran =
      site.pouch({"key", "import", (folder / "both.asc").string(), many,
                  (folder / "none.asc").string(), (folder / "secret.asc").string(),
                  (folder / "nfp-bg.asc").string(), (folder / "nowhere.asc").string()});
  INFO(ran.out << ran.err);
  CHECK(ran.status == 65);
  for (const auto* id : {"ana", "dimitar", "nfp-bg"}) {
    const auto key = site.person(id).fingerprint();
    CHECK(fs::exists(site.folder() / "keys" / (key + ".asc")));
    CHECK(listed(site, key)["holder"] == id);
  }
  CHECK(ran.err.find("has 25 user IDs, more than the 20") != std::string::npos);
  CHECK(ran.err.find("none.asc holds no OpenPGP public key") != std::string::npos);
  CHECK(ran.err.find("secret.asc holds a private key") != std::string::npos);
  CHECK(ran.err.find("nowhere.asc cannot be read") != std::string::npos);
  const fs::directory_iterator files(site.folder() / "keys");
  CHECK(std::distance(begin(files), end(files)) == 3);
}

TEST_CASE("a user ID that is not UTF-8 spoils no list") {
  const Site site;
  const auto& person = site.person_at("dimitar");
  person.gpg({"--charset", "utf-8", "--quick-add-uid", person.fingerprint(),
              "J\xF6rg <joerg@police.bg.example>"});
  const auto imported = site.pouch({"key", "import", "-", "--json"}, person.public_key());
  INFO(imported.err);
  CHECK(imported.status == 0);
  const auto ids = listed(site, person.fingerprint())["user_ids"];
  CHECK(ids.size() == 2);
  CHECK(ids.dump().find("J\uFFFDrg <joerg@police.bg.example>") != std::string::npos);
  CHECK(json::accept(site.pouch({"check", "--offline", "--json"}).out));
}

TEST_CASE("a revocation certificate among the key files counts, whatever its file is called") {
  const Site site;
  for (const auto* name : {"0-revoked.asc", "zz-revoked.asc"}) {
    write_file(site.folder() / "keys" / name, revocation(site, "dimitar"));
    CHECK(listed(site, site.person_at("dimitar").fingerprint())["state"] == "revoked");
    const auto checked = site.pouch({"check", "--offline"});
    CHECK(checked.out.find(name) == std::string::npos);
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    CHECK(site.deliver(site.mail("dimitar", {.body = "word\n"}))["reason"] == "revoked-key");
    fs::remove(site.folder() / "keys" / name);
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  }
}

TEST_CASE("key list says why a key cannot be used, and what to do") {
  Site site;
  const auto& person = site.person("nfp-rs");
  const auto text = person.gpg({"--with-colons", "--list-keys", person.fingerprint()}).out;
  const auto at = text.find("\nfpr:", text.find("\nsub:"));
  REQUIRE(at != std::string::npos);
  const auto subkey = text.substr(text.find_first_not_of(':', at + 4), 40);
  person.gpg({"--quick-set-expire", person.fingerprint(), "seconds=1", subkey});
  site.enter_key("nfp-rs");
  REQUIRE(eventually([&] { return listed(site, person.fingerprint())["state"] == "unusable"; }));
  const auto key = listed(site, person.fingerprint());
  CHECK(key["why"].get<std::string>().find("its encryption subkey has expired on 2") == 0);
  CHECK(key["hint"].get<std::string>().find("pouch key import FILE") != std::string::npos);
  CHECK(listed(site, site.gateway_fingerprint())["holder"] == "gateway");
  CHECK(listed(site, site.gateway_fingerprint())["file"].is_null());
}

TEST_CASE("key list and check say of a weak key that its holder needs a new one") {
  Site site;
  const auto& person = site.person("nfp-rs");
  person.gpg({"--quick-add-key", person.fingerprint(), "rsa1024", "encr"});  // gpg seals to it now
  site.enter_key("nfp-rs");
  const auto key = listed(site, person.fingerprint());
  CHECK(key["state"] == "unusable");
  CHECK(key["why"].get<std::string>().find("its algorithm is too weak") == 0);
  CHECK(key["hint"].get<std::string>().find("ask its holder for a new key") == 0);
  const auto checked = site.pouch({"check", "--offline"});
  CHECK(checked.status != 0);
  CHECK(checked.out.find("its algorithm is too weak") != std::string::npos);
}

TEST_CASE("the old key of a member who has left raises no alarm") {
  Site site;
  end_soon(site, "dimitar", "seconds=1");
  end_soon(site, "ana", "30d");
  const auto dimitar = site.person("dimitar").fingerprint();
  REQUIRE(eventually([&] { return listed(site, dimitar)["state"] == "expired"; }));
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto alarms = [&](const std::vector<std::string>& verb) {
    return site.pouch(verb).out.find(dimitar) != std::string::npos;
  };
  const std::vector<std::vector<std::string>> verbs{
      {"key", "expiring"}, {"check", "--offline"}, {"status"}};
  for (const auto& verb : verbs) {
    INFO(verb.front());
    CHECK(alarms(verb));
  }
  add_line(site, "dimitar", "until = 2026-01-31");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  for (const auto& verb : verbs) {
    INFO(verb.front());
    CHECK_FALSE(alarms(verb));
  }
  CHECK(site.pouch({"key", "expiring"}).out.find(site.person("ana").fingerprint()) == 0);
}
