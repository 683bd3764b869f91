// Mail that is collected: from a real Dovecot over IMAP and from a Maildir (SPEC section 2 step 1).
#include <catch2/catch.hpp>
#include <csignal>
#include <string>

#include "tests/system/dovecot.hpp"
#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

constexpr const char* kUser = "requests@pouch.example";

void use(Site& site, const Dovecot& dovecot, const std::string& host = "127.0.0.1") {
  site.set("sources", "[\"imaps://requests%40pouch.example@" + host + ":" +
                          std::to_string(dovecot.imaps_port()) + "/INBOX\"]");
  site.set("servers.ca_file", "\"" + dovecot.authority().ca.string() + "\"");
  fs::create_directories(site.folder() / "credentials");
  const auto secret = site.folder() / "credentials" / (std::string(kUser) + "@" + host);
  write_file(secret, "secret\n");
  fs::permissions(secret, fs::perms::owner_read | fs::perms::owner_write);
}

std::string with_reference(const std::string& reference) {
  auto form = request_form();
  form.replace(form.find("4417/2026"), 9, reference);
  return form;
}

}  // namespace

TEST_CASE("collects from an IMAP mailbox and files each mail by what became of it") {
  Dovecot dovecot({.users = {kUser}});
  Site site;
  use(site, dovecot);
  dovecot.save(site.mail("ana", {.body = request_form()}));
  site.start();
  REQUIRE(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 1; }));
  REQUIRE(eventually([&] { return dovecot.mails("Pouch/Done").size() == 1; }));
  // While the server idles: news within a moment, without polling.
  dovecot.save(site.mail("ana", {.body = "Form: request\nTo: BG\n"}));
  dovecot.save(site.mail("mallory", {.body = request_form()}));
  CHECK(eventually([&] { return dovecot.mails("Pouch/Refused").size() == 1; }));
  CHECK(eventually([&] { return dovecot.mails("Pouch/Held").size() == 1; }));
  CHECK(dovecot.mails("INBOX").empty());
  CHECK(eventually([&] { return site.letters("ana@police.ro.example").size() == 2; }));
}

TEST_CASE("takes no mail that only looks like an answer of the server, and none in half") {
  Dovecot dovecot({.users = {kUser}});
  Site site;
  use(site, dovecot);
  auto form = request_form();
  form += "\n* 77 FETCH (UID 4242 FLAGS (\\Deleted))\nA004 OK done\n* BYE\n)\n";
  const auto mail = site.mail("ana", {.body = form});
  dovecot.save("X-Trap: {12}\r\n" + mail);
  site.start();
  REQUIRE(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 1; }));
  CHECK(eventually([&] { return dovecot.mails("Pouch/Done").size() == 1; }));
  CHECK(dovecot.mails("Pouch/Done").front().find("A004 OK") == std::string::npos);  // it is sealed
}

TEST_CASE("answers each collected mail once, whoever is killed meanwhile") {
  Dovecot dovecot({.users = {kUser}});
  Site site;
  use(site, dovecot);
  site.start();
  for (int i = 0; i < 12; ++i) {
    dovecot.save(site.mail("ana", {.body = with_reference(std::to_string(i) + "/2026")}));
    for (const auto pid : site.processes(i % 3 == 2 ? "worker" : "collect")) {
      kill(pid, SIGKILL);
    }
    if (i == 5) {
      dovecot.stop();  // and the server comes back with the same mailbox
      dovecot.start();
    }
  }
  CHECK(eventually([&] { return dovecot.mails("Pouch/Done").size() == 12; }, 60000));
  CHECK(eventually([&] { return site.letters("ana@police.ro.example").size() == 12; }));
  CHECK(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 12; }));
  CHECK(dovecot.mails("INBOX").empty());
}

TEST_CASE("collects by looking where the server gives no news") {
  Dovecot dovecot({.users = {kUser}, .with_idle = false});
  Site site;
  use(site, dovecot);
  site.set("collecting.every", "\"1s\"");
  site.start();
  dovecot.save(site.mail("ana", {.body = request_form()}));
  CHECK(eventually([&] { return dovecot.mails("Pouch/Done").size() == 1; }));
  CHECK(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 1; }));
}

TEST_CASE("says where a password is missing or can be read by others") {
  Dovecot dovecot({.users = {kUser}});
  Site site;
  use(site, dovecot);
  const auto sound = site.pouch({"check"});
  CHECK((sound.out + sound.err).find("imap") == std::string::npos);
  const auto secret = site.folder() / "credentials" / (std::string(kUser) + "@127.0.0.1");
  fs::permissions(secret, fs::perms::group_read, fs::perm_options::add);
  CHECK(site.pouch({"check"}).out.find("chmod 600") != std::string::npos);
  fs::remove(secret);
  CHECK(site.pouch({"check"}).out.find("there is no password") != std::string::npos);
}

TEST_CASE("empties a Maildir, and no mail of it is lost or taken twice") {
  Site site;
  const auto box = site.folder() / "in";
  for (const auto* part : {"tmp", "new", "cur"}) {
    fs::create_directories(box / part);
  }
  site.set("sources", "[\"maildir:in\"]");
  write_file(box / "new" / "1.one", site.mail("ana", {.body = with_reference("1/2026")}));
  write_file(box / "cur" / "2.two:2,S", site.mail("ana", {.body = with_reference("2/2026")}));
  site.start();
  CHECK(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 2; }));
  CHECK(eventually([&] { return fs::is_empty(box / "new") && fs::is_empty(box / "cur"); }));
  write_file(box / "tmp" / "3.three", site.mail("ana", {.body = with_reference("3/2026")}));
  fs::rename(box / "tmp" / "3.three", box / "new" / "3.three");
  CHECK(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 3; }));
  site.stop();
  write_file(box / "new" / "4.four", site.mail("ana", {.body = with_reference("4/2026")}));
  CHECK(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.letters("nfp@mvr.bg.example").size() == 4);
  CHECK(fs::is_empty(box / "new"));
}
