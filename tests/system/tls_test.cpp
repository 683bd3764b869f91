// TLS with real servers and a test authority: who is not proved gets neither letters nor a
// password, whatever he says in the clear; and who is, gets both.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "tests/system/mail_domain.hpp"
#include "tests/system/meddler.hpp"

using namespace pouch::test;

namespace {

constexpr const char* kUser = "requests%40pouch.example@";

void give_password(const Site& site, const std::string& host) {
  fs::create_directories(site.folder() / "credentials");
  const auto secret = site.folder() / "credentials" / (kGateway + "@" + host);
  write_file(secret, "secret\n");
  fs::permissions(secret, fs::perms::owner_read | fs::perms::owner_write);
}

// Nothing that a client says after it believes to be safe.
void stays_silent(const Meddler& meddler) {
  const auto heard = meddler.heard();
  INFO(heard);
  CHECK_FALSE(heard.empty());
  for (const auto* word : {"AUTH", "LOGIN", "MAIL", "SELECT", "secret", "c2VjcmV0"}) {
    CHECK(heard.find(word) == std::string::npos);
  }
}

std::string door(int port, const Certificate& certificate, const std::string& more = {}) {
  return "127.0.0.1:" + std::to_string(port) +
         " inet n - n - - smtpd -o smtpd_tls_security_level=may -o smtpd_tls_cert_file=" +
         certificate.file.string() + " -o smtpd_tls_key_file=" + certificate.key.string() + more +
         "\n";
}

std::string at(const std::string& host, int port, const std::string& scheme = "smtp") {
  return scheme + "://" + kUser + host + ":" + std::to_string(port);
}

std::size_t queued(const Site& site) {
  return nlohmann::json::parse(site.pouch({"queue", "list", "--json"}).out)["letters"].size();
}

void try_now(const Site& site, std::size_t letters) {
  const auto list = nlohmann::json::parse(site.pouch({"queue", "list", "--json"}).out)["letters"];
  REQUIRE(list.size() >= letters);
  for (std::size_t i = 0; i < letters; ++i) {
    REQUIRE(site.pouch({"queue", "retry", list[i]["id"]}).status == 0);
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
}

}  // namespace

TEST_CASE("gives its letters and its password to a proved mail server only") {
  MailDomain domain;
  auto& site = domain.site;
  const auto& authority = domain.dovecot.authority();
  const int proved = free_port(), wrapped = free_port(), expired = free_port(),
            self_signed = free_port(), plain = free_port();
  const std::string names = "IP:127.0.0.1, DNS:mail.localhost";
  domain.settings.main +=
      "smtpd_sasl_type = dovecot\nsmtpd_sasl_path = " + (domain.dovecot.base() / "sasl").string() +
      "\n";
  const std::string login =
      " -o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject";
  domain.settings.master +=
      door(proved, authority.server, login + " -o smtpd_tls_auth_only=yes") +
      door(wrapped, authority.server, login + " -o smtpd_tls_wrappermode=yes") +
      door(expired, authority.issue("expired", names, -1), login) +
      door(self_signed, authority.self_signed("alone", names), login) +
      "127.0.0.1:" + std::to_string(plain) + " inet n - n - - smtpd" + login + "\n";
  domain.postfix.start(domain.settings);
  for (const auto* host : {"mail.localhost", "other.localhost"}) {
    give_password(site, host);
  }
  site.set("servers.ca_file", "\"" + authority.ca.string() + "\"");
  Meddler strip(proved, Meddler::Trick::kStrip), lie(proved, Meddler::Trick::kLie),
      inject(proved, Meddler::Trick::kInject);
  site.set("outbox", "\"" + at("mail.localhost", plain) + "\"");
  REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");

  const std::map<std::string, std::string> wrong{
      {"another host's certificate", at("other.localhost", proved)},
      {"another host's certificate, TLS from the start", at("other.localhost", wrapped, "smtps")},
      {"expired", at("mail.localhost", expired)},
      {"self-signed", at("mail.localhost", self_signed)},
      {"no STARTTLS", at("mail.localhost", plain)},
      {"STARTTLS stripped", at("mail.localhost", strip.port())},
      {"STARTTLS answered by another", at("mail.localhost", lie.port())},
      {"answers put in before TLS", at("mail.localhost", inject.port())}};
  for (const auto& [why, uri] : wrong) {
    site.set("outbox", "\"" + uri + "\"");
    const auto checked = site.pouch({"check"});
    INFO(why << "\n" << checked.out << checked.err);
    CHECK(checked.status == 1);
    CHECK((checked.out + checked.err).find("smtp") != std::string::npos);
    try_now(site, 1);
    CHECK(queued(site) == 3);
  }
  for (const auto* meddler : {&strip, &lie, &inject}) {
    stays_silent(*meddler);
  }
  CHECK(domain.postfix.log().find("from=<") == std::string::npos);
  CHECK(domain.postfix.log().find("sasl_username") == std::string::npos);

  site.set("outbox", "\"" + at("mail.localhost", proved) + "\"");
  const auto sound = site.pouch({"check"});
  INFO(sound.out << sound.err);
  CHECK((sound.out + sound.err).find("smtp") == std::string::npos);
  try_now(site, 3);
  CHECK(queued(site) == 0);
  const auto log = domain.postfix.log();
  INFO(log.substr(log.size() - std::min<std::size_t>(log.size(), 3000)));
  CHECK(domain.letter("ana", 1).signer == site.gateway_fingerprint());
  site.set("outbox", "\"" + at("mail.localhost", wrapped, "smtps") + "\"");
  REQUIRE(site.deliver(site.mail("ana", {.body = "Hello.\n"}))["outcome"] == "accepted");
  CHECK(queued(site) == 0);
  CHECK(domain.letter("ana", 2).signer == site.gateway_fingerprint());
}

TEST_CASE("collects from a proved mailbox server only, and shows no other its password") {
  Dovecot dovecot({.users = {kGateway}});
  dovecot.stop();
  const auto& authority = dovecot.authority();
  std::string extra = "listen = 127.0.0.1, 127.0.0.2, 127.0.0.3\n";
  const auto local = [&](const std::string& address, const Certificate& certificate) {
    extra += "local " + address + " {\n ssl_cert = <" + certificate.file.string() +
             "\n ssl_key = <" + certificate.key.string() + "\n}\n";
  };
  local("127.0.0.2", authority.issue("expired", "IP:127.0.0.2", -1));
  local("127.0.0.3", authority.self_signed("alone", "IP:127.0.0.3"));
  dovecot.add(extra);
  dovecot.start();
  Site site;
  for (const auto* host :
       {"mail.localhost", "other.localhost", "127.0.0.1", "127.0.0.2", "127.0.0.3"}) {
    give_password(site, host);
  }
  dovecot.save(site.mail("ana", {.body = request_form()}));
  using Trick = Meddler::Trick;
  Meddler strip(dovecot.imap_port(), Trick::kStrip), lie(dovecot.imap_port(), Trick::kLie),
      inject(dovecot.imap_port(), Trick::kInject);
  const auto box = [](const std::string& host, int port, const std::string& scheme) {
    return at(host, port, scheme) + "/INBOX";
  };
  const auto ca = "\"" + authority.ca.string() + "\"";
  site.set("servers.ca_file", ca);
  const std::map<std::string, std::string> wrong{
      {"unknown authority", box("127.0.0.1", dovecot.imaps_port(), "imaps")},
      {"another host's certificate", box("other.localhost", dovecot.imaps_port(), "imaps")},
      {"another host's certificate by STARTTLS",
       box("other.localhost", dovecot.imap_port(), "imap")},
      {"expired", box("127.0.0.2", dovecot.imaps_port(), "imaps")},
      {"self-signed", box("127.0.0.3", dovecot.imaps_port(), "imaps")},
      {"STARTTLS stripped", box("mail.localhost", strip.port(), "imap")},
      {"STARTTLS answered by another", box("mail.localhost", lie.port(), "imap")},
      {"answers put in before TLS", box("mail.localhost", inject.port(), "imap")}};
  for (const auto& [why, uri] : wrong) {
    site.set("sources", "[\"" + uri + "\"]");
    site.set("servers.ca_file", why == "unknown authority" ? "\"\"" : ca);
    const auto checked = site.pouch({"check"});
    INFO(why << "\n" << checked.out << checked.err);
    CHECK(checked.status == 1);
    CHECK((checked.out + checked.err).find("imap") != std::string::npos);
    CHECK(site.pouch({"run", "--until-idle"}).status == 0);
    CHECK(dovecot.mails("INBOX").size() == 1);
  }
  for (const auto* meddler : {&strip, &lie, &inject}) {
    stays_silent(*meddler);
  }
  CHECK(site.all_letters() == 0);
  site.set("sources", "[\"" + box("mail.localhost", dovecot.imap_port(), "imap") + "\"]");
  site.set("servers.ca_file", ca);
  const auto ran = site.pouch({"run", "--until-idle"});
  INFO(ran.err << dovecot.log());
  CHECK(site.letters("nfp@mvr.bg.example").size() == 1);
  CHECK(dovecot.mails("INBOX").empty());
}
