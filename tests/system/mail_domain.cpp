#include "tests/system/mail_domain.hpp"

#include <catch2/catch.hpp>
#include <map>

namespace pouch::test {
namespace {

constexpr const char* kPeople[] = {"ana",    "dimitar", "nfp-ro", "nfp-bg",
                                   "nfp-rs", "pfp-ro",  "pfp-bg", "mallory"};

std::vector<std::string> addresses(const Site& site) {
  std::vector<std::string> result;
  for (const auto* id : kPeople) {
    result.push_back(site.person_at(id).address());
  }
  result.push_back(kGateway);  // as whom Pouch logs in at a submission port
  return result;
}

}  // namespace

MailDomain::MailDomain()
    : dovecot({.users = addresses(site),
               .with_lmtp = true,
               .extra = "service auth {\n unix_listener sasl {\n  mode = 0666\n }\n}\n"}),
      door_(free_port()) {
  std::string domains;
  for (const auto* id : kPeople) {
    const auto& address = site.person(id).address();
    domains += " " + address.substr(address.find('@') + 1);
  }
  settings.main = example("main.cf") + "virtual_mailbox_domains =" + domains +
                  "\nvirtual_transport = lmtp:unix:" + dovecot.lmtp().string() + "\n";
  settings.master = example("master.cf");
  write_file(postfix.folder() / "transport", example("transport"));
  site.set("delivery.max_size", "\"24 MB\"");
  site.set("sources", "[\"lmtp:" + (postfix.folder() / "pouch.sock").string() + "\"]");
  site.set("outbox", "\"smtp://127.0.0.1:" + std::to_string(door_) + "\"");
}

std::string MailDomain::example(const std::string& file) const {
  auto text = read_file(fs::path(POUCH_EXAMPLES) / "postfix" / file);
  const auto folder = postfix.folder().string();
  for (const auto& [theirs, ours] :
       std::map<std::string, std::string>{{"/etc/postfix", folder},
                                          {"/run/pouch/lmtp.sock", folder + "/pouch.sock"},
                                          {"127.0.0.1:10025", "127.0.0.1:" + std::to_string(door_)},
                                          {"/usr/bin/pouch", folder + "/build/pouch"},
                                          {"/etc/pouch", site.folder().string()},
                                          {"user=pouch", "user=nobody"}}) {
    for (std::size_t at = 0; (at = text.find(theirs, at)) != std::string::npos;) {
      text.replace(at, theirs.size(), ours);
      at += ours.size();
    }
  }
  return text;
}

void MailDomain::route(const std::string& transport) const {
  write_file(postfix.folder() / "transport", "pouch.example " + transport + "\n");
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
