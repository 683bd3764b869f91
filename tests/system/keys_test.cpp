// Keys that end, are withdrawn or come back (SECURITY section 2 classes 14, 15; DECISIONS 1, 8, 9,
// 12; SPEC section 6: a leg whose desk has no usable key waits).
#include <signal.h>
#include <algorithm>

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

#include "tests/system/harness.hpp"
#include "tests/system/outcomes.hpp"

using namespace pouch::test;

namespace {

void expire(const Site& site, const std::string& id) {
  const auto& person = site.person_at(id);
  person.gpg({"--quick-set-expire", person.fingerprint(), "seconds=1"});
  site.enter_key(id);
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));
}

void revoke(const Site& site, const std::string& id) {
  const auto& person = site.person_at(id);
  auto certificate = read_file(site.folder().parent_path() / "k" / id / "openpgp-revocs.d" /
                               (person.fingerprint() + ".rev"));
  certificate.erase(certificate.find(":-----BEGIN"), 1);  // so it is not used by accident
  person.gpg({"--import"}, certificate);
  site.enter_key(id);
}

std::string entry(const Site& site, const std::string& id) {
  const auto text = site.directory();
  const auto at = text.find("id = \"" + id + "\"");
  return text.substr(at, text.find("\n\n", at) - at);
}

void change(const Site& site, const std::string& id, const std::string& from,
            const std::string& to) {
  auto text = site.directory();
  const auto at = text.find(from, text.find("id = \"" + id + "\""));
  text.replace(at, from.size(), to);
  site.write_directory(text);
}

nlohmann::json legs(const Site& site, const std::string& number) {
  const auto ran = site.pouch({"show", number, "--as", "ana", "--reason", "test", "--json"});
  return nlohmann::json::parse(ran.out)["legs"];
}

std::string group_entry(const std::string& id) {
  return "\n[[group]]\nid = \"" + id + "\"\naddress = \"" + id +
         "@pouch.example\"\ncommunity = \"prosecution\"\ndesks = [\"pfp-ro\", \"pfp-bg\"]\n"
         "members = []\n";
}

// As a mail program does it: the key is looked for by the address in To, in a ring that holds what
// the gateway gives out and the writer's own key, nothing else.
std::string mail_to(const Site& site, const std::string& writer, const std::string& address,
                    const std::string& text) {
  const Person fresh(site.folder().parent_path() / ("f-" + address), writer, "x", "x@x.example");
  fresh.import(site.pouch({"key", "list", "--export"}).out);
  fresh.gpg({"--import"},
            site.person_at(writer)
                .gpg({"--armor", "--export-secret-keys", site.person_at(writer).fingerprint()})
                .out);
  const MailParts parts{.body = text, .to = address};
  const auto sealed = fresh.gpg({"--armor", "--local-user", site.person_at(writer).fingerprint(),
                                 "--sign", "--encrypt", "--recipient", address},
                                site.inner(writer, parts));
  INFO(sealed.err);
  REQUIRE(sealed.status == 0);
  return site.outer(writer, parts, sealed.out);
}

}  // namespace

TEST_CASE("a group's address finds the gateway's key in a ring that has only what was exported") {
  Site site;
  const std::string group = "seepag@pouch.example";
  const auto sent =
      site.deliver(mail_to(site, "pfp-ro", group, "Who leads a case on it?\n"), group);
  INFO(sent.dump());
  REQUIRE(sent["outcome"] == "accepted");
  CHECK(site.newest("pfp-bg").text.find("Who leads a case on it?") != std::string::npos);
}

TEST_CASE("a new group's address comes into the key at a reload, the fingerprint stays") {
  Site site;
  site.start();
  const auto before = site.gateway_fingerprint();
  site.write_directory(site.directory() + group_entry("jit"));
  const auto early = site.pouch({"key", "addresses"});
  CHECK(early.status == 1);
  CHECK(early.out.find("jit@pouch.example  MISSING") != std::string::npos);
  CHECK(early.err.find("systemctl reload pouch") != std::string::npos);
  kill(site.server(), SIGHUP);
  REQUIRE(eventually([&] { return site.pouch({"key", "addresses"}).status == 0; }));
  const auto listed = nlohmann::json::parse(site.pouch({"key", "addresses", "--json"}).out);
  CHECK(listed["key"] == before);
  CHECK(listed["addresses"][0]["address"] == "requests@pouch.example");
  CHECK(listed["addresses"][1]["since"].is_null());
  CHECK(listed["addresses"][2]["must_get"] == nlohmann::json({"pfp-ro", "pfp-bg"}));
  const std::string group = "jit@pouch.example";
  REQUIRE(site.send("pfp@mpublic.ro.example", group,
                    mail_to(site, "pfp-ro", group, "The first word to all.\n")));
  // Who is in it is greeted, too.
  CHECK(eventually([&] {
    const auto letters = site.letters("pfp@prb.bg.example");
    return std::any_of(letters.begin(), letters.end(), [&](const fs::path& letter) {
      return site.open("pfp-bg", letter).text.find("The first word to all.") != std::string::npos;
    });
  }));
  // Who has the key from before writes to the gateway as ever.
  REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                    site.mail("ana", {.body = request_form()})));
  REQUIRE(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 1; }));
}

TEST_CASE("the daemon serves with 25 groups in the key, and after its gnupg folder was restored") {
  Site site;
  const auto copy = site.folder().parent_path() / "gnupg.night";
  fs::copy(site.folder() / "gnupg/pubring.kbx", copy);
  auto text = site.directory();
  for (int i = 0; i < 24; ++i) {
    text += group_entry("g" + std::to_string(i));
  }
  site.write_directory(text);
  const auto whole = [&] {
    const auto listed = site.pouch({"key", "addresses"});
    return listed.status == 0 &&
           listed.out.find("g23@pouch.example  in the key") != std::string::npos;
  };
  site.start();
  CHECK(whole());
  CHECK(site.stop() == 0);
  fs::copy_file(copy, site.folder() / "gnupg/pubring.kbx", fs::copy_options::overwrite_existing);
  site.start();
  CHECK(whole());
  const std::string group = "g23@pouch.example";
  REQUIRE(site.send("pfp@mpublic.ro.example", group, mail_to(site, "pfp-ro", group, "To all.\n")));
  CHECK(eventually([&] { return !site.letters("pfp@prb.bg.example").empty(); }));
}

TEST_CASE("init names the key after the site, and gives a key that was brought along its address") {
  const Scratch scratch;
  const Person someone(scratch.path() / "k", "someone", "Someone", "someone@elsewhere.example");
  const auto file = scratch.path() / "secret.asc";
  write_file(file, someone.gpg({"--armor", "--export-secret-keys", someone.fingerprint()}).out);
  const auto ids = [&](const std::string& name, const std::vector<std::string>& further) {
    const auto site = (scratch.path() / name).string();
    std::vector<std::string> command{POUCH_PROGRAM, "init", site, "--address", "gw@pouch.example"};
    command.insert(command.end(), further.begin(), further.end());
    const auto made = run(command);
    INFO(made.err);
    REQUIRE(made.status == 0);
    const auto key =
        run({POUCH_PROGRAM, "-c", site + "/pouch.toml", "key", "list", "--export"}).out;
    end_agents(site + "/gnupg");
    return someone.gpg({"--show-keys"}, key).out;
  };
  CHECK(ids("fresh", {}).find("Pouch <gw@pouch.example>") != std::string::npos);
  const auto brought = ids("brought", {"--import-key", file.string()});
  CHECK(brought.find("<gw@pouch.example>") != std::string::npos);
  CHECK(brought.find(someone.fingerprint()) != std::string::npos);
}

TEST_CASE("refuses mail under an expired or revoked key, and tells the operator only") {
  Site site;
  const auto of_ana = site.mail("ana", {.body = request_form()});
  const auto of_dimitar = site.mail("dimitar", {.body = request_form()});
  expire(site, "ana");
  revoke(site, "dimitar");
  is_refused_in_silence(site, of_ana, "expired-key");
  is_refused_in_silence(site, of_dimitar, "revoked-key");
  const auto listed = site.pouch({"held", "list", "--refused"});
  CHECK(listed.out.find("refused, expired-key") != std::string::npos);
  CHECK(listed.out.find("refused, revoked-key") != std::string::npos);
  CHECK(site.all_letters() == 0);
  // Renewed by its owner and released by the operator, the mail goes its way.
  site.person("ana").gpg({"--quick-set-expire", site.person("ana").fingerprint(), "never"});
  site.enter_key("ana");
  const auto id = std::to_string(site.held()[0]["id"].get<long>());
  REQUIRE(site.pouch({"held", "release", id}).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.letters("nfp@mvr.bg.example").size() == 1);
}

TEST_CASE("refuses weak digests in silence") {
  Site site;
  for (const auto* digest : {"SHA1", "RIPEMD160", "SHA224"}) {
    INFO(digest);
    is_refused_in_silence(
        site,
        site.mail("ana", {.body = request_form(),
                          .gpg_options = {"--digest-algo", digest, "--allow-weak-digest-algos"}}),
        "weak-algorithm");
  }
}

TEST_CASE("refuses signatures from the future with a letter that speaks of the clock") {
  Site site;
  const auto at = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() +
                                                       std::chrono::minutes(40));
  is_refused(site, "ana",
             site.mail("ana", {.body = request_form(),
                               .gpg_options = {"--faked-system-time", std::to_string(at)}}),
             "stale", "clock");
}

TEST_CASE("takes a signature by a signing subkey for its owner's") {
  Site site;
  auto& ana = site.person("ana");
  ana.gpg({"--quick-add-key", ana.fingerprint(), "ed25519", "sign", "never"});
  site.enter_key("ana");
  const auto json = is_accepted(site, site.mail("ana", {.body = request_form()}));
  CHECK(json["sender"] == "ana");
  const auto letter = site.newest("nfp-bg");
  CHECK(letter.text.find(ana.fingerprint()) != std::string::npos);
  CHECK(letter.text.find("by its subkey") != std::string::npos);
}

TEST_CASE("knows nobody whose registration has not begun or has ended") {
  Site site;
  const auto mail = [&] { return site.mail("ana", {.body = request_form()}); };
  const auto key = "key = \"" + site.person("ana").fingerprint() + "\"";
  change(site, "ana", key, key + "\nuntil = 2026-01-31");
  is_held(site, mail(), "unknown-signer");
  change(site, "ana", "until = 2026-01-31", "from = 2099-01-01");
  is_held(site, mail(), "unknown-signer");
  change(site, "ana", "from = 2099-01-01", "from = 2026-01-01\nuntil = 2099-12-31");
  is_accepted(site, mail());
  REQUIRE_FALSE(entry(site, "ana").empty());
}

TEST_CASE("lets a member write as a desk that he acts for, and as no other") {
  Site site;
  const auto key = "key = \"" + site.person("dimitar").fingerprint() + "\"";
  change(site, "dimitar", key, key + "\ndesks = [\"nfp-bg\"]");
  const auto sent = is_accepted(site, site.mail("ana", {.body = request_form()}));
  const auto as = [&](const std::string& from) {
    return site.mail("dimitar", {.subject = sent["case"], .body = "Seen.\n", .from = from});
  };
  const auto json = is_accepted(site, as("nfp@mvr.bg.example"));
  CHECK(json["sender"] == "dimitar");
  CHECK(legs(site, sent["case"])[0]["state"] == "acknowledged");
  is_refused(site, "dimitar", as("nfp@mup.rs.example"), "sender-mismatch", "registered address");
}

TEST_CASE("refuses what a principal has no right to send") {
  Site site;
  change(site, "ana", "rights = [\"send\", \"search\"]", "rights = [\"search\"]");
  is_refused(site, "ana", site.mail("ana", {.body = request_form()}), "no-right",
             "ask your focal point");
  change(site, "ana", "rights = [\"search\"]", "rights = [\"send\"]");
  auto all = request_form();
  all.replace(all.find("To: BG, RS"), 10, "To: ALL");
  is_refused(site, "ana", site.mail("ana", {.body = all}), "no-right", "broadcast");
  auto secret = request_form();
  secret.insert(secret.find("Handling:"), "Classification: SECRET\n");
  is_refused(site, "ana", site.mail("ana", {.body = secret}), "classification", "cleared");
}

TEST_CASE("lets a leg wait while the desk's key cannot be used, and sends it when renewed") {
  Site site;
  expire(site, "nfp-bg");
  const auto sent = is_accepted(site, site.mail("ana", {.body = request_form()}));
  CHECK(sent["warnings"][0]["code"] == "leg-waits");
  CHECK(site.letters("nfp@mvr.bg.example").empty());
  CHECK(site.letters("nfp@mup.rs.example").size() == 1);
  const auto receipt = site.newest("ana");
  CHECK(receipt.text.find("\nNOT YET: Bulgaria waits") != std::string::npos);
  CHECK(receipt.text.find("key") != std::string::npos);
  CHECK(legs(site, sent["case"])[0]["state"] == "waiting");
  // The operator: by `check`, and in the log of what happened.
  const auto check = site.pouch({"check"});
  CHECK(check.status == 1);
  CHECK((check.out + check.err).find("nfp-bg") != std::string::npos);
  const auto audit = site.pouch({"audit", "export"}).out;
  CHECK(audit.find("waits") != std::string::npos);
  // Nothing changes while nothing is mended.
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.letters("nfp@mvr.bg.example").empty());
  site.person("nfp-bg").gpg({"--quick-set-expire", site.person("nfp-bg").fingerprint(), "never"});
  site.enter_key("nfp-bg");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  REQUIRE(site.letters("nfp@mvr.bg.example").size() == 1);
  CHECK(site.newest("nfp-bg").text.find("Reply kind") != std::string::npos);
  CHECK(legs(site, sent["case"])[0]["state"] == "sent");
}

TEST_CASE("sends a waiting leg from the daemon when a reload brings the renewed key") {
  Site site;
  revoke(site, "nfp-rs");
  site.start();
  REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                    site.mail("ana", {.body = request_form()})));
  REQUIRE(eventually([&] { return site.letters("ana@police.ro.example").size() == 1; }));
  CHECK(site.letters("nfp@mup.rs.example").empty());
  // The desk has a new key: the operator enters it and reloads.
  change(site, "nfp-rs", site.person("nfp-rs").fingerprint(), site.person("mallory").fingerprint());
  write_file(site.folder() / "keys/nfp-rs.asc", site.person("mallory").public_key());
  kill(site.server(), SIGHUP);
  REQUIRE(eventually([&] { return site.letters("nfp@mup.rs.example").size() == 1; }));
  const auto letter = site.open("mallory", site.letters("nfp@mup.rs.example").front());
  CHECK(letter.text.find("Јовановић") != std::string::npos);
}

TEST_CASE("seals nothing to a sender without a usable key, and says nothing in the clear") {
  Site site;
  auto& ana = site.person("ana");
  const auto listed = ana.gpg({"--with-colons", "--list-keys"}).out;
  const auto sub = listed.find("\nfpr:", listed.find("\nsub:"));
  const auto subkey = listed.substr(listed.find_first_not_of(':', sub + 4), 40);
  ana.gpg({"--quick-set-expire", ana.fingerprint(), "seconds=1", subkey});
  site.enter_key("ana");
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));
  is_held(site, site.mail("ana", {.body = request_form()}), "no-usable-key");
}
