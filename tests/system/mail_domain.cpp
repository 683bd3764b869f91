#include "tests/system/mail_domain.hpp"

#include <catch2/catch.hpp>

namespace pouch::test {
namespace {

constexpr const char* kPeople[] = {"ana",    "dimitar", "nfp-ro", "nfp-bg",
                                   "nfp-rs", "pfp-ro",  "pfp-bg", "mallory"};

std::vector<std::string> addresses(const Site& site) {
  std::vector<std::string> result;
  for (const auto* id : kPeople) {
    result.push_back(site.person_at(id).address());
  }
  return result;
}

}  // namespace

MailDomain::MailDomain() : dovecot({.users = addresses(site), .with_lmtp = true}) {
  const auto socket = (postfix.folder() / "pouch.sock").string();
  std::string domains;
  for (const auto& address : addresses(site)) {
    domains += " " + address.substr(address.find('@') + 1);
  }
  settings.main =
      "recipient_delimiter = +\nrelay_domains = pouch.example\n"
      "transport_maps = inline:{ pouch.example=lmtp:unix:" +
      socket + " }\nvirtual_mailbox_domains =" + domains +
      "\nvirtual_transport = lmtp:unix:" + dovecot.lmtp().string() +
      "\nsmtpd_forbid_bare_newline = normalize\nsmtpd_forbid_bare_newline_exclusions =\n";
  site.set("sources", "[\"lmtp:" + socket + "\"]");
  site.set("outbox", "\"" + postfix.uri() + "\"");
}

void MailDomain::start(const Environment& environment) {
  postfix.start(settings);
  serve(environment);
}

void MailDomain::serve(const Environment& environment) {
  site.start(environment);
  postfix.admit(postfix.folder() / "pouch.sock");
}

void MailDomain::send(const std::string& writer, const std::string& mail, const std::string& to) {
  REQUIRE(submit(postfix.uri(), site.person(writer).address(), to, mail));
}

std::vector<std::string> MailDomain::inbox(const std::string& person) const {
  return dovecot.inbox(site.person_at(person).address());
}

bool MailDomain::has(const std::string& person, std::size_t mails) const {
  return eventually([&] { return inbox(person).size() == mails; });
}

Letter MailDomain::letter(const std::string& reader, std::size_t number) const {
  std::vector<std::string> mails;
  eventually([&] { return (mails = inbox(reader)).size() >= number; });
  INFO("letter " << number << " of " << reader << "\n" << postfix.log() << site.log());
  REQUIRE(mails.size() >= number);
  return site.unseal(reader, mails[number - 1]);
}

}  // namespace pouch::test
