// Mail that is collected: from a real Dovecot over IMAP and from a Maildir (SPEC section 2 step 1).
#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <string>

#include "tests/system/collected.hpp"
#include "tests/system/dovecot.hpp"
#include "tests/system/harness.hpp"
#include "tests/system/talk.hpp"
#include "tests/system/workers.hpp"

using namespace pouch::test;

namespace {

constexpr const char* kUser = kCollectedUser;

std::string with_reference(const std::string& reference) {
  auto form = request_form();
  form.replace(form.find("4417/2026"), 9, reference);
  return form;
}

}  // namespace

TEST_CASE("collects from an IMAP mailbox and files each mail by what became of it") {
  Dovecot dovecot({.users = {kUser}, .as_example = true});
  Site site;
  collect_from(site, dovecot);
  site.set("sources", "[\"imaps://requests@pouch.example@127.0.0.1:" +
                          std::to_string(dovecot.imaps_port()) + "/INBOX\"]");  // as it says there
  dovecot.save(site.mail("ana", {.body = request_form()}));
  site.start();
  REQUIRE(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 1; }));
  REQUIRE(eventually([&] { return dovecot.mails("Pouch/Done").size() == 1; }));
  // While the server idles: news within a moment, without polling.
  dovecot.save(site.mail("ana", {.body = "Form: request\nTo: BG\n"}));
  dovecot.save(site.mail("mallory", {.body = request_form()}));
  CHECK(eventually([&] { return dovecot.mails("Pouch/Refused").size() == 1; }));
  CHECK(eventually([&] { return dovecot.mails("Pouch/Held").size() == 1; }));
  CHECK(eventually([&] { return dovecot.mails("INBOX").empty(); }));
  CHECK(eventually([&] { return site.letters("ana@police.ro.example").size() == 2; }));
}

TEST_CASE("takes no mail that only looks like an answer of the server, and none in half") {
  Dovecot dovecot({.users = {kUser}});
  Site site;
  collect_from(site, dovecot);
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
  collect_from(site, dovecot);
  site.set("limits.attempts", "10");  // on a slow machine one mail meets every kill
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
  CHECK(eventually([&] { return dovecot.mails("INBOX").empty(); }));
  CHECK(dovecot.mails("Pouch/Done").size() == 12);
}

TEST_CASE("collects by looking where the server gives no news") {
  Dovecot dovecot({.users = {kUser}, .with_idle = false});
  Site site;
  collect_from(site, dovecot);
  site.set("collecting.every", "\"1s\"");
  site.start();
  dovecot.save(site.mail("ana", {.body = request_form()}));
  CHECK(eventually([&] { return dovecot.mails("Pouch/Done").size() == 1; }));
  CHECK(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 1; }));
}

TEST_CASE("collects from several places at once, and knows a mail by more than its number") {
  const std::string second = "second@pouch.example";
  Dovecot dovecot({.users = {kUser, second}});
  Site site;
  collect_from(site, dovecot);
  const auto port = std::to_string(dovecot.imaps_port());
  site.set("sources", "[\"imaps://requests%40pouch.example@127.0.0.1:" + port +
                          "/INBOX\", \"imaps://second%40pouch.example@127.0.0.1:" + port +
                          "/INBOX\", \"maildir:in\", \"smtp://127.0.0.1:0\"]");
  fs::copy_file(site.folder() / "credentials" / (std::string(kUser) + "@127.0.0.1"),
                site.folder() / "credentials" / (second + "@127.0.0.1"));
  for (const auto* part : {"tmp", "new", "cur"}) {
    fs::create_directories(site.folder() / "in" / part);
  }
  const auto mail = [&](int i) {
    return site.mail("ana", {.body = with_reference(std::to_string(i) + "/2026")});
  };
  const auto receipts = [&] { return site.letters("ana@police.ro.example").size(); };
  const auto first = mail(1);
  dovecot.save(first);
  dovecot.save(mail(2), second);
  write_file(site.folder() / "in/new/3.three", mail(3));
  site.start();
  CHECK(eventually([&] { return receipts() == 3; }));
  CHECK(eventually([&] { return dovecot.mails("Pouch/Done").size() == 1; }));

  // What is taken but not settled stays where it is.
  stop_workers(site);
  dovecot.save(mail(4));
  CHECK(
      eventually([&] { return site.log().find("event=taken spool=\"4\"") != std::string::npos; }));
  CHECK(dovecot.mails("INBOX").size() == 1);
  CHECK(dovecot.mails("Pouch/Done").size() == 1);
  signal_workers(site, SIGCONT);
  CHECK(eventually([&] { return dovecot.mails("Pouch/Done").size() == 2; }));
  CHECK(eventually([&] { return receipts() == 4; }));

  // The server goes away: it is tried again, at growing intervals. It comes back with the numbers
  // of old mails for new ones, and with an old mail (RFC 3501 section 2.3.1.1).
  dovecot.stop();
  const auto tries = [&] {
    std::size_t count = 0;
    const auto log = site.log();
    for (auto at = log.find("event=not-collected"); at != std::string::npos;
         at = log.find("event=not-collected", at + 1)) {
      ++count;
    }
    return count;
  };
  CHECK(eventually([&] { return tries() >= 4; }));  // two mailboxes
  dovecot.renumber();
  dovecot.start();
  CHECK(tries() < 40);
  dovecot.save(mail(5));
  dovecot.save(first);
  CHECK(eventually([&] { return receipts() == 5; }, 60000));
  CHECK(eventually([&] { return dovecot.mails("INBOX").empty(); }));
  CHECK(dovecot.mails("Pouch/Done").size() == 4);
  site.stop();
  CHECK(receipts() == 5);
  CHECK(site.held().empty());
}

TEST_CASE("logs in with a bearer token where there is one, and says when it is refused") {
  const auto secret =
      run({"base64", "-w0"}, "user=" + std::string(kUser) + "\1auth=Bearer the-token\1\1").out;
  const auto answer = [&](const std::string& line) -> std::string {
    const auto tag = line.substr(0, line.find(' '));
    const auto says = [&](const char* word) { return line.find(word) != std::string::npos; };
    if (says("CAPABILITY")) {
      return "* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2 IDLE MOVE\r\n" + tag +
             " OK\r\n";
    }
    if (says("AUTHENTICATE")) {
      return tag + (says(secret.c_str()) ? " OK\r\n" : " NO [AUTHENTICATIONFAILED] no\r\n");
    }
    if (says("SELECT") || says("EXAMINE")) {
      return "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 1] x\r\n" + tag +
             " OK [READ-WRITE]\r\n";
    }
    return tag + " OK\r\n";
  };
  LineServer server("* OK ready\r\n", answer);
  Site site;
  site.set("sources", "[\"imap://requests%40pouch.example@127.0.0.1:" +
                          std::to_string(server.port()) + "/INBOX\"]");
  fs::create_directories(site.folder() / "credentials");
  const auto file = site.folder() / "credentials" / (std::string(kUser) + "@127.0.0.1");
  const auto put = [&](const std::string& end, const std::string& words) {
    write_file(file.string() + end, words + "\n");
    fs::permissions(file.string() + end, fs::perms::owner_read | fs::perms::owner_write);
  };
  put("", "never this");
  put(".token", "the-token");
  const auto sound = site.pouch({"check"});
  INFO(sound.out << sound.err);
  CHECK((sound.out + sound.err).find("imap") == std::string::npos);
  const auto lines = server.lines();
  CHECK(std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
          return line.find("AUTHENTICATE XOAUTH2 " + secret) != std::string::npos;
        }) > 0);
  put(".token", "a stale one");
  const auto refused = site.pouch({"check"});
  INFO(refused.out << refused.err);
  CHECK(refused.status == 1);
  CHECK((refused.out + refused.err).find("imap") != std::string::npos);
  CHECK((refused.out + refused.err).find("stale") == std::string::npos);
  for (const auto& line : server.lines()) {
    CHECK(line.find("PLAIN") == std::string::npos);
    CHECK(line.find("LOGIN") == std::string::npos);
  }
}

TEST_CASE("says where a password is missing or can be read by others") {
  Dovecot dovecot({.users = {kUser}});
  Site site;
  collect_from(site, dovecot);
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
