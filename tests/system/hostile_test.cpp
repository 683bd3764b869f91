// Hostile mail through the whole program (SECURITY section 2).
#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

std::string plain(const std::string& headers, const std::string& body) {
  return "From: <ana@police.ro.example>\r\nTo: <requests@pouch.example>\r\nMessage-ID: "
         "<h@police.ro.example>\r\n" +
         headers + "\r\n" + body;
}

void is_held(const Site& site, const std::string& mail, const std::string& reason) {
  const auto json = site.deliver(mail);
  INFO(json.dump(2));
  CHECK(json["outcome"] == "held");
  if (!reason.empty()) {
    CHECK(json["reason"] == reason);
  }
}

}  // namespace

TEST_CASE("holds malformed mail of every kind and stays silent") {
  Site site;
  const auto good = site.mail("ana", {.body = request_form()});
  is_held(site, "From: <eve@elsewhere.example>\r\n" + good, "malformed");
  is_held(site, plain("From: <eve@elsewhere.example>\r\n", "x"), "malformed");
  is_held(site, plain("Content-Type: multipart/mixed\r\n", "no boundary"), "malformed");
  is_held(site, plain("Subject: a\rBcc: eve@elsewhere.example\r\n", "x"), "malformed");
  is_held(site, plain(std::string("Subject: a\0b\r\n", 14), "x"), "malformed");
  is_held(site, plain("To: :\r\n", "x"), "");
  is_held(site, std::string(), "");
  is_held(site, "\r\n", "");
  is_held(site, plain("Subject: " + std::string(20000, 'a') + "\r\n", "x"), "too-large");
  std::string nested;
  for (int i = 0; i < 60; ++i) {
    nested += "Content-Type: multipart/mixed; boundary=\"b" + std::to_string(i) + "\"\r\n\r\n--b" +
              std::to_string(i) + "\r\n";
  }
  is_held(site,
          plain(nested.substr(0, nested.find("\r\n\r\n") + 2),
                nested.substr(nested.find("\r\n\r\n") + 4)),
          "");
  CHECK(site.all_letters() == 0);
}

TEST_CASE("holds altered, truncated, doubled and symmetric ciphertexts") {
  Site site;
  const auto inner = site.inner("ana", {.body = request_form()});
  const auto cipher = site.sign_encrypt("ana", inner);
  auto cut = cipher;
  cut.erase(cut.size() / 2, 200);
  is_held(site, site.outer("ana", {}, cut), "undecryptable");
  is_held(site, site.outer("ana", {}, cipher + cipher), "");
  const auto symmetric =
      site.person("ana").gpg({"--armor", "--symmetric", "--passphrase", "x"}, inner).out;
  is_held(site, site.outer("ana", {}, symmetric), "undecryptable");
  const auto no_mdc = site.person("ana")
                          .gpg({"--armor", "--rfc2440", "--cipher-algo", "3DES", "--sign",
                                "--encrypt", "--recipient", "requests@pouch.example"},
                               inner)
                          .out;
  is_held(site, site.outer("ana", {}, no_mdc), "");
  CHECK(site.all_letters() == 0);
}

TEST_CASE("stops a compression bomb without holding up the others") {
  Site site;
  const std::string zeros(200u << 20, '0');
  const auto bomb = site.person("ana")
                        .gpg({"--armor", "--compress-algo", "bzip2", "--sign", "--encrypt",
                              "--recipient", "requests@pouch.example"},
                             zeros)
                        .out;
  REQUIRE(bomb.size() < 100000);
  is_held(site, site.outer("ana", {}, bomb), "too-large");
  CHECK(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
}

TEST_CASE("writes no header that a form asks for") {
  Site site;
  auto form = request_form();
  form.replace(form.find("4417/2026"), 9, "4417\r\nBcc: eve@elsewhere.example");
  const auto sent =
      site.deliver(site.mail("ana", {.subject = "x =?utf-8?q?=0D=0ABcc:_eve@elsewhere.example?=",
                                     .body = form,
                                     .attachments = {{"../../etc/passwd", "x"}}}));
  INFO(sent.dump(2));
  for (const auto* reader : {"ana", "nfp-bg"}) {
    for (const auto& file : site.letters(site.person(reader).address())) {
      const auto wire = read_file(file);
      CHECK(wire.find("\nBcc:") == std::string::npos);
      const auto letter = site.open(reader, file);
      CHECK(letter.entity.find("\nBcc:") == std::string::npos);
      CHECK(letter.parts.count("../../etc/passwd") == 0);
    }
  }
}

TEST_CASE("imports no key from a mail and follows no hint in it") {
  Site site;
  const auto ring = [&] {
    return run({"sha256sum", (site.folder() / "gnupg/pubring.kbx").string()}).out;
  };
  site.deliver(site.mail("ana", {.body = "first\n"}));
  const auto before = ring();
  const auto json = site.deliver(
      "Autocrypt: addr=mallory@elsewhere.example; keydata=AAAA\r\n" +
      site.mail("ana", {.body = request_form(),
                        .attachments = {{"key.asc", site.person("mallory").public_key()}}}));
  CHECK(json["outcome"] == "accepted");
  CHECK(ring() == before);
}

TEST_CASE("binds signer and From") {
  Site site;
  const auto json =
      site.deliver(site.mail("dimitar", {.body = request_form(), .from = "ana@police.ro.example"}));
  INFO(json.dump(2));
  CHECK(json["outcome"] == "refused");
  CHECK(json["reason"] == "sender-mismatch");
  // The one who signed is told, at his own address; the one whose name was borrowed hears nothing.
  CHECK(site.letters("dimitar@police.bg.example").size() == 1);
  CHECK(site.letters("ana@police.ro.example").empty());
}

TEST_CASE("holds a mail signed for another gateway") {
  Site site;
  is_held(
      site,
      site.outer("ana", {},
                 site.sign_encrypt("ana", site.inner("ana", {.body = request_form(),
                                                             .to = "requests@elsewhere.example"}))),
      "replayed");
}

TEST_CASE("writes no word of a refused, held or hostile mail into the log") {
  Site site;
  const std::string canary = "Xqzcanary";
  const auto cipher = site.sign_encrypt("ana", site.inner("ana", {.body = request_form()}));
  auto cut = cipher;
  cut.erase(cut.size() / 2, 200);
  auto commented = cut;
  commented.insert(commented.find('\n') + 1, "Comment: " + canary + "\n");
  const std::vector<std::string> mails{
      plain("Subject: " + canary + "\r\n", canary),
      plain("From: " + canary + " <" + canary + "@elsewhere.example>\r\n", canary),
      plain(canary + "\r\n", canary),
      plain(canary + ": x\r\nContent-Type: multipart/mixed; boundary=" + canary + "\r\n", canary),
      plain("Content-Type: multipart/mixed; " + canary + "\r\n", canary),
      plain("Content-Type: text/" + canary + "; charset=" + canary + "\r\n", canary),
      plain("Content-Transfer-Encoding: " + canary + "\r\n", canary),
      site.outer("ana", {.message_id = "<" + canary + "@x.example>"}, commented),
      site.mail("mallory", {.subject = canary, .body = canary + "\n"}),
      site.mail("ana", {.subject = canary, .body = "Form: request\nFacts: " + canary + "\n"}),
      site.mail("ana", {.subject = canary, .body = "Form: " + canary + "\n" + canary + ": x\n"}),
  };
  std::size_t lines = 0;
  for (const auto& mail : mails) {
    const auto ran =
        site.pouch({"deliver", "--wait", "--from", canary + "@elsewhere.example"}, mail);
    INFO(ran.out << ran.err);
    CHECK(ran.status == 1);
    CHECK(ran.err.find(canary) == std::string::npos);
    CHECK(ran.err.find("xqzcanary") == std::string::npos);
    lines += ran.err.find(" event=") != std::string::npos ? 1 : 0;
  }
  CHECK(lines == mails.size());
}
