// Pouch in the place that it is made for: between Postfix and the mailboxes of a Dovecot, all real.
#include <catch2/catch.hpp>

#include "tests/system/durable_steps.hpp"
#include "tests/system/mail_domain.hpp"

using namespace pouch::test;

namespace {

std::string number_of(const Letter& letter) {
  const auto begin = letter.outer_subject.find("SEL-");
  return begin == std::string::npos ? std::string() : letter.outer_subject.substr(begin, 18);
}

}  // namespace

TEST_CASE("carries a request, its letters and the answer through Postfix into mailboxes") {
  MailDomain domain;
  domain.start();
  auto& site = domain.site;
  domain.send("ana", site.mail("ana", {.body = request_form()}));
  const auto receipt = domain.letter("ana", 1);
  CHECK(receipt.signer == site.gateway_fingerprint());
  CHECK(receipt.subject.find("] SENT TO Bulgaria, Serbia") != std::string::npos);
  const auto number = number_of(receipt);
  for (const auto* desk : {"nfp-bg", "nfp-rs"}) {
    const auto request = domain.letter(desk, 1);
    INFO(desk);
    CHECK(request.signer == site.gateway_fingerprint());
    CHECK(request.outer_subject == "[" + number + "]");
    CHECK(request.text.find("Who is the registered owner of the vehicle?") != std::string::npos);
    CHECK(request.parts.count("request.json") == 1);
    CHECK(request.parts.count("original.pgp") == 1);
  }
  const auto asked = domain.letter("nfp-bg", 1);
  domain.send("nfp-bg", site.mail("nfp-bg", {.subject = "Re: " + asked.outer_subject,
                                             .body = "Form: reply\nAnswers: " + number +
                                                     "\nReply kind: no trace\n"
                                                     "Source evaluation: A\n"
                                                     "Information evaluation: 1\n"
                                                     "As of: 2026-11-24\n",
                                             .parent = asked.message_id}));
  for (const auto* reader : {"ana", "nfp-ro"}) {
    const auto answer = domain.letter(reader, std::string(reader) == "ana" ? 2 : 1);
    INFO(reader << "\n" << answer.text);
    CHECK(answer.signer == site.gateway_fingerprint());
    CHECK(answer.outer_subject == "[" + number + "]");
    CHECK(answer.text.find("no trace") != std::string::npos);
  }
  CHECK(eventually([&] { return domain.postfix.idle(); }));
  CHECK(domain.has("ana", 2));
  CHECK(domain.has("nfp-rs", 1));  // learns nothing of the other's answer
  CHECK(domain.has("mallory", 0));
}

TEST_CASE("carries a large file through Postfix octet for octet, in letters that are files") {
  MailDomain domain;
  domain.start();
  auto& site = domain.site;
  const auto file = large_file();
  domain.send("ana", site.mail("ana", {.body = request_form(), .attachments = {{"a.txt", file}}}));
  for (const auto* desk : {"nfp-bg", "nfp-rs"}) {
    const auto request = domain.letter(desk, 1);
    CHECK(request.signer == site.gateway_fingerprint());
    CHECK(request.parts.at("a.txt") == file);
  }
  // A server may say for days that they did not arrive.
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(site.state() / "letters")) {
    files += entry.path().filename() == ".lock" ? 0 : 1;
  }
  CHECK(files == 2);
}

TEST_CASE("hears from Postfix what became of its letters, and tells the officer") {
  MailDomain domain;
  auto& site = domain.site;
  domain.dovecot.remove(site.person("nfp-rs").address());
  domain.start();
  domain.send("ana", site.mail("ana", {.body = request_form()}));
  const auto number = number_of(domain.letter("ana", 1));
  CHECK(domain.letter("nfp-bg", 1).outer_subject == "[" + number + "]");

  // The mailbox does not exist: Postfix has taken the letter, and sends it back later.
  const auto told = domain.letter("ana", 2);
  CHECK(told.signer == site.gateway_fingerprint());
  CHECK(told.subject == "[" + number + "/1] NOT DELIVERED to Focal point of Serbia");
  CHECK(told.text.find("5.1.1") != std::string::npos);

  // Success is reported as well, and both kinds of report are read, none is answered.
  CHECK(eventually([&] { return domain.postfix.idle(); }));
  const auto letters =
      nlohmann::json::parse(site.pouch({"queue", "list", "--all", "--json"}).out)["letters"];
  INFO(letters.dump(1) << domain.postfix.log() << site.log());
  for (const auto& letter : letters) {
    CHECK(letter["state"] ==
          (letter["to"] == site.person("nfp-rs").address() ? "failed" : "delivered"));
  }
  std::size_t reports = 0;
  const auto log = domain.postfix.log();
  for (auto at = log.find("to=<requests+"); at != std::string::npos;
       at = log.find("to=<requests+", at + 1)) {
    ++reports;
  }
  CHECK(reports >= 3);  // of the request to each desk, of the receipt
  CHECK(domain.has("ana", 2));
  CHECK(site.held().empty());
}
