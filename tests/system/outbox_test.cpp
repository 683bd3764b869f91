// Letters on their way: a mail server that is down, says later, says no; the operator's queue
// (SPEC section 2 step 8, section 3); and strangers at the listener who smuggle (SECURITY class
// 24).
#include <signal.h>

#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"
#include "tests/system/outcomes.hpp"
#include "tests/system/talk.hpp"

using namespace pouch::test;

namespace {

nlohmann::json queue(const Site& site, bool all = false) {
  std::vector<std::string> arguments{"queue", "list", "--json"};
  if (all) {
    arguments.push_back("--all");
  }
  return nlohmann::json::parse(site.pouch(arguments).out)["letters"];
}

void retry_all(const Site& site) {
  for (const auto& letter : queue(site)) {
    REQUIRE(site.pouch({"queue", "retry", letter["id"]}).status == 0);
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
}

std::string canary_form() {
  auto form = request_form();
  return form.replace(form.find("heroin"), 6, kCanary);
}

}  // namespace

TEST_CASE("keeps letters while the mail server is down or says later, then sends each once") {
  Site site;
  site.set("outbox", "\"smtp://127.0.0.1:" + std::to_string(closed_port()) + "\"");
  is_accepted(site, site.mail("ana", {.body = canary_form()}));  // accepted all the same
  auto letters = queue(site);
  REQUIRE(letters.size() == 3);
  for (const auto& letter : letters) {
    CHECK(letter["state"] == "queued");
    CHECK(letter["attempts"] == 0);  // the server is to blame, no letter
    CHECK(letter["next"] > letter["created"]);
    CHECK(letter["answer"].get<std::string>().find("connect") != std::string::npos);
  }
  MailServer server;
  site.set("outbox", "\"" + server.uri() + "\"");
  server.answer("451 4.3.0 come back later");
  retry_all(site);
  letters = queue(site);
  REQUIRE(letters.size() == 3);
  for (const auto& letter : letters) {
    CHECK(letter["state"] == "queued");
    CHECK(letter["attempts"] == 1);
  }
  CHECK(server.mails().empty());
  // Not due yet: `run` leaves them alone.
  server.answer("250 ok");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(server.mails().empty());
  retry_all(site);
  CHECK(server.mails().size() == 3);
  CHECK(queue(site).empty());
  CHECK(queue(site, true).size() == 3);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(server.mails().size() == 3);
  for (const auto& sender : server.senders()) {
    CHECK(sender.find("MAIL FROM:<requests+d") == 0);  // reports on the letter come to it
  }
  for (const auto& mail : server.mails()) {
    CHECK(mail.find("-----BEGIN PGP MESSAGE-----") != std::string::npos);
    CHECK(mail.find(kCanary) == std::string::npos);
    CHECK(mail.find("Request for assistance") == std::string::npos);
  }
  keeps_secret(site);
}

TEST_CASE("gives a letter up when the server says no, until the operator retries or drops it") {
  Site site;
  MailServer server;
  site.set("outbox", "\"" + server.uri() + "\"");
  server.answer("550 5.1.1 no such user");
  is_accepted(site, site.mail("ana", {.body = canary_form()}));
  auto letters = queue(site);
  REQUIRE(letters.size() == 5);  // with the receipts that say so of the two requests
  for (const auto& letter : letters) {
    CHECK(letter["state"] == "failed");
    CHECK(letter["next"].is_null());
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(queue(site)[0]["attempts"] == 1);  // not tried again by itself
  server.answer("250 ok");
  REQUIRE(site.pouch({"queue", "retry", letters[0]["id"]}).status == 0);
  REQUIRE(site.pouch({"queue", "drop", letters[1]["id"]}).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(server.mails().size() == 2);  // what was tried again, and what tells of the dropped one
  CHECK(queue(site).size() == 3);
  CHECK(site.pouch({"queue", "drop", letters[1]["id"]}).status == 1);
  CHECK(site.pouch({"queue", "retry", letters[0]["id"]}).status == 1);
  const auto audit = site.pouch({"audit", "export"}).out;
  CHECK(audit.find("dropped") != std::string::npos);
  CHECK(audit.find(kCanary) == std::string::npos);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("tries the next outbox when the first one cannot take a letter") {
  Site site;
  site.set("outbox", "[\"smtp://127.0.0.1:" + std::to_string(closed_port()) +
                         "\", \"maildir:state/outbox\"]");
  is_accepted(site, site.mail("ana", {.body = request_form()}));
  CHECK(site.letters("nfp@mvr.bg.example").size() == 1);
  CHECK(queue(site).empty());
}

TEST_CASE("hands letters over from the daemon by SMTP") {
  Site site;
  MailServer server;
  site.set("outbox", "\"" + server.uri() + "\"");
  site.start();
  REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                    site.mail("ana", {.body = request_form()})));
  CHECK(eventually([&] { return server.mails().size() == 3; }));
  CHECK(eventually([&] { return queue(site).empty(); }));
}

TEST_CASE("deliver ends at once while a mail server hangs, and the letters wait unharmed") {
  Site site;
  const SilentServer server;
  site.set("outbox", "\"" + server.uri() + "\"");
  site.start();
  REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                    site.mail("ana", {.body = request_form()})));
  REQUIRE(server.has_caller());
  const auto deliver = site.processes("deliver");
  REQUIRE(deliver.size() == 1);
  kill(deliver.front(), SIGTERM);  // else it would wait a minute
  CHECK(eventually([&] { return site.processes("deliver") != deliver; }));
  CHECK(site.stop() == 0);
  CHECK(site.log().find("server-trouble") == std::string::npos);
  const auto letters = queue(site);
  REQUIRE(letters.size() == 3);
  for (const auto& letter : letters) {
    CHECK(letter["state"] == "queued");
    CHECK(letter["attempts"] == 0);
  }
}

TEST_CASE("takes no second mail that was smuggled into the first") {
  Site site;
  site.start();
  const std::string envelope =
      "MAIL FROM:<ana@police.ro.example>\r\nRCPT TO:<requests@pouch.example>\r\nDATA\r\n";
  for (const std::string end : {"\n.\r\n", "\r\n.\n", "\n.\n", "\r.\r", "\r.\r\n"}) {
    const auto heard =
        say(site.uri(), "EHLO x.example\r\n" + envelope + "Subject: one\r\n\r\nfirst" + end +
                            envelope + "Subject: two\r\n\r\nsecond\r\n.\r\nQUIT\r\n");
    INFO(heard);
    CHECK(heard.find("354") != std::string::npos);
    CHECK(heard.find("\r\n5") != std::string::npos);
  }
  CHECK(site.held().empty());
  const auto good = say(
      site.uri(), "EHLO x.example\r\n" + envelope + "Subject: one\r\n\r\n..dots\r\n.\r\nQUIT\r\n");
  INFO(good);
  CHECK(eventually([&] { return site.held().size() == 1; }));
  const auto id = std::to_string(site.held()[0]["id"].get<long>());
  const auto raw = site.pouch({"held", "show", id, "--raw"}).out;
  CHECK(raw.find("\r\n.dots\r\n") != std::string::npos);
}
