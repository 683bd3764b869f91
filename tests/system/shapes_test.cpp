// Mail in shapes that no client writes, and content that says more than was signed (SECURITY
// section 2 classes 1, 3–7, 9, 16–18, 26–29; DECISIONS 2, 6, 7, 10).
#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"
#include "tests/system/outcomes.hpp"

using namespace pouch::test;

namespace {

const std::string kGateway = "requests@pouch.example";

std::string head(const std::string& from = "ana@police.ro.example") {
  static int count = 0;
  return "From: <" + from + ">\nTo: <" + kGateway + ">\nSubject: ...\nMessage-ID: <s" +
         std::to_string(++count) + from.substr(from.find('@')) + ">\nMIME-Version: 1.0\n";
}

std::string base64(const std::string& bytes) { return run({"base64"}, bytes).out; }

// RFC 3156 with the ciphertext as binary octets under base64.
std::string binary_mail(const std::string& octets) {
  return crlf(head() +
              "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; "
              "boundary=\"o\"\n\n--o\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n"
              "--o\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n" +
              base64(octets) + "\n--o--\n");
}

std::string encrypted_entity(const std::string& cipher) {
  return "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; "
         "boundary=\"e\"\n\n--e\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n"
         "--e\nContent-Type: application/octet-stream\n\n" +
         cipher + "\n--e--\n";
}

std::string mixed(const std::string& from, const std::vector<std::string>& entities) {
  std::string text = head(from) + "Content-Type: multipart/mixed; boundary=\"m\"\n\n";
  for (const auto& entity : entities) {
    text += "--m\n" + entity + "\n";
  }
  return crlf(text + "--m--\n");
}

std::string text_mail(const std::string& from, const std::string& body,
                      const std::string& type = "text/plain; charset=utf-8") {
  return crlf(head(from) + "Content-Type: " + type + "\n\n" + body);
}

std::string canary_form() {
  auto form = request_form();
  return form.replace(form.find("heroin"), 6, kCanary);
}

// A mail whose signed entity is exactly `entity`.
std::string signed_mail(const Site& site, const std::string& entity) {
  return site.outer("ana", {}, site.sign_encrypt("ana", crlf(entity)));
}

std::string protected_head(const std::string& more = {}) {
  return "From: <ana@police.ro.example>\nTo: <" + kGateway + ">\nSubject: x\n" + more +
         "Content-Type: text/plain; charset=utf-8; protected-headers=\"v1\"\n\n";
}

}  // namespace

TEST_CASE("holds ciphertexts with siblings, and two of them, in silence") {
  Site site;
  const auto one = site.sign_encrypt("ana", site.inner("ana", {.body = canary_form()}));
  const auto two = site.sign_encrypt("ana", site.inner("ana", {.body = canary_form()}));
  const std::string image = "Content-Type: text/html\n\n<img src=\"http://elsewhere.example/\n";
  const std::string close = "Content-Type: text/html\n\n\">\n";
  const std::string version = "Content-Type: application/pgp-encrypted\n\nVersion: 1\n";
  const std::string octets = "Content-Type: application/octet-stream\n\n";
  const std::string ana = "ana@police.ro.example";
  is_held(site, mixed(ana, {encrypted_entity(one), encrypted_entity(two)}), "mixed-content");
  is_held(site, mixed(ana, {image, version, octets + one, close}), "mixed-content");
  is_held(site, mixed(ana, {version, octets + one, octets + two}), "mixed-content");
  is_held(site, text_mail(ana, "Please see below.\n\n" + one), "mixed-content");
  is_held(site, text_mail(ana, one + "\nForm: request\n"), "mixed-content");
  is_held(site, text_mail(ana, one + two), "mixed-content");
  CHECK(site.all_letters() == 0);
  keeps_secret(site);
}

TEST_CASE("opens the one encrypted entity that a server wrapped, and ignores the server's words") {
  Site site;
  const auto cipher = site.sign_encrypt("ana", site.inner("ana", {.body = request_form()}));
  const auto json = is_accepted(
      site, mixed("ana@police.ro.example",
                  {encrypted_entity(cipher), "Content-Type: text/plain\n\nHandling: H3\n" +
                                                 kCanary + " footer of a mailing list\n"}));
  CHECK(json["form"] == "request");
  const auto letter = site.newest("nfp-bg");
  CHECK(letter.entity.find(kCanary) == std::string::npos);
  CHECK(letter.text.find("H3") == std::string::npos);
}

TEST_CASE("holds OpenPGP messages with more than one layer or packet of content") {
  Site site;
  const auto& ana = site.person("ana");
  const auto inner = site.inner("ana", {.body = canary_form()});
  const auto sealed = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"--encrypt", "--recipient", kGateway, "--output", "-"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return ana.gpg(arguments, inner).out;
  };
  const auto se = sealed({"--sign"}), other = sealed({"--sign"}), unsigned_one = sealed({});
  const auto literal = ana.gpg({"--store", "--output", "-"}, inner).out;
  const auto signed_only = ana.gpg({"--sign", "--output", "-"}, inner).out;
  REQUIRE_FALSE(literal.empty());
  // What is held below is not held for its base64.
  is_accepted(site,
              binary_mail(ana.gpg({"--sign", "--encrypt", "--recipient", kGateway, "--output", "-"},
                                  site.inner("ana", {.body = request_form()}))
                              .out));
  const auto letters = site.all_letters();
  for (const auto& octets :
       {se + literal, literal + se, se + other, unsigned_one + signed_only, literal + literal}) {
    const auto json = site.deliver(binary_mail(octets));
    INFO(json.dump(2));
    CHECK(json["outcome"] == "held");
    CHECK((json["reason"] == "undecryptable" || json["reason"] == "mixed-content"));
  }
  is_held(site, binary_mail(unsigned_one), "not-signed");
  CHECK(site.all_letters() == letters);
  // A signed message in front of a ciphertext is a signed message: it travelled in the clear, and
  // the one who signed it is told so. What follows it is not opened.
  is_refused(site, "ana", binary_mail(signed_only + sealed({})), "not-encrypted", "in the clear");
  keeps_secret(site);
}

TEST_CASE("holds ciphertext around a signed message: one layer counts") {
  Site site;
  const auto& ana = site.person("ana");
  const auto opaque =
      ana.gpg({"--sign", "--output", "-"}, site.inner("ana", {.body = canary_form()})).out;
  const auto wrapped =
      ana.gpg({"--armor", "--encrypt", "--recipient", kGateway, "--output", "-"}, opaque).out;
  const auto json = site.deliver(site.outer("ana", {}, wrapped));
  INFO(json.dump(2));
  CHECK(json["outcome"] == "held");
  CHECK(site.all_letters() == 0);
}

TEST_CASE("believes no signature over a part") {
  Site site;
  const auto& ana = site.person("ana");
  const std::string part =
      crlf("Content-Type: text/plain; charset=utf-8\n\n" + canary_form() + "\n");
  const auto signature = ana.gpg({"--armor", "--detach-sign", "--digest-algo", "SHA256"}, part).out;
  const auto signed_part =
      "Content-Type: multipart/signed; micalg=pgp-sha256; "
      "protocol=\"application/pgp-signature\"; boundary=\"s\"\r\n\r\n--s\r\n" +
      part + "\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\n" + crlf(signature) +
      "\r\n--s--\r\n";
  const auto sealed = [&](const std::string& entity) {
    return site.outer("ana", {},
                      ana.gpg({"--armor", "--encrypt", "--recipient", kGateway}, entity).out);
  };
  const std::string beside = "Content-Type: text/plain\r\n\r\nForm: request\r\nTo: RS\r\n";
  const auto in_mixed = [](const std::string& first, const std::string& second) {
    return "Content-Type: multipart/mixed; boundary=\"i\"\r\n\r\n--i\r\n" + first + "\r\n--i\r\n" +
           second + "\r\n--i--\r\n";
  };
  for (const auto& entity : {in_mixed(signed_part, beside), in_mixed(beside, signed_part),
                             "Content-Type: message/rfc822\r\n\r\n" + signed_part}) {
    const auto json = site.deliver(sealed(entity));
    INFO(json.dump(2));
    CHECK(json["outcome"] == "held");
    CHECK((json["reason"] == "not-signed" || json["reason"] == "mixed-content"));
  }
  // Text around a clearsigned block: gpg says GOODSIG all the same (DECISIONS 2).
  const auto clear = ana.gpg({"--clearsign"}, canary_form()).out;
  for (const auto& body :
       {"Form: request\nTo: RS\n" + clear, clear + "\nTo: RS\n", clear + clear}) {
    const auto cipher = ana.gpg({"--armor", "--encrypt", "--recipient", kGateway}, body).out;
    const auto json = site.deliver(text_mail("ana@police.ro.example", cipher));
    INFO(json.dump(2));
    CHECK(json["outcome"] == "held");
  }
  CHECK(site.all_letters() == 0);
  // The same parts in the shapes that count.
  is_accepted(site, sealed(signed_part));
  keeps_secret(site);
}

TEST_CASE("holds a mail that two people signed") {
  Site site;
  const auto& ana = site.person("ana");
  ana.gpg({"--import"},
          site.person("dimitar")
              .gpg({"--export-secret-keys", "--armor", site.person("dimitar").fingerprint()})
              .out);
  const auto cipher = site.sign_encrypt(
      "ana", site.inner("ana", {.body = canary_form()}),
      {"--local-user", ana.fingerprint(), "--local-user", site.person("dimitar").fingerprint()});
  const auto json = site.deliver(site.outer("ana", {}, cipher));
  INFO(json.dump(2));
  CHECK(json["outcome"] == "held");
  CHECK(site.all_letters() == 0);
}

TEST_CASE("takes From from where the signature is, and only one of it") {
  Site site;
  const auto signed_from = [&](const std::string& from) {
    return signed_mail(site, "From: " + from + "\nTo: <" + kGateway +
                                 ">\nSubject: x\nContent-Type: text/plain; charset=utf-8; "
                                 "protected-headers=\"v1\"\n\nHello.\n");
  };
  is_accepted(site, signed_from("\"nfp@mvr.bg.example\" <ana@police.ro.example>"));
  is_accepted(site, signed_from("ANA@Police.RO.example"));
  auto old = site.mail("ana", {.body = "Hello.\n"});  // a name in windows-1251, as it is
  is_accepted(site, old.replace(old.find("From: <"), 7, "From: \xC0\xED\xE0 <"));
  for (const auto& from : std::vector<std::string>{
           "<ana@police.ro.example>\nFrom: <nfp@igp.ro.example>",
           "<ana@police.ro.example>, <nfp@igp.ro.example>", "Police: <ana@police.ro.example>;",
           "Undisclosed:;", "<ana@police.ro.example> nfp@mvr.bg.example",
           "<ana@police.ro.example@elsewhere.example>"}) {
    INFO(from);
    const auto before = site.all_letters();
    const auto json = site.deliver(signed_from(from));
    INFO(json.dump(2));
    // Who signed all of it is told why; of what proves nobody nobody hears.
    const bool told = json["outcome"] == "refused";
    CHECK((told ? json["reason"] == "unreadable" : json["outcome"] == "held"));
    CHECK(site.all_letters() == before + (told ? 1 : 0));
  }
  // A look-alike is another address, whatever it looks like (class 27).
  for (const auto* from : {"<ana@xn--police-8ve.ro.example>", "<\xD0\xB0na@police.ro.example>"}) {
    INFO(from);
    const auto json = site.deliver(signed_from(from));
    INFO(json.dump(2));
    CHECK(json["outcome"] != "accepted");
    CHECK(site.letters("ana@xn--police-8ve.ro.example").empty());
  }
}

TEST_CASE("answers only the registered address, whatever the mail asks for") {
  Site site;
  const auto mail =
      "Reply-To: <mallory@elsewhere.example>\r\nSender: <mallory@elsewhere.example>"
      "\r\nReturn-Path: <mallory@elsewhere.example>\r\n"
      "Disposition-Notification-To: <mallory@elsewhere.example>\r\n" +
      site.mail("ana", {.body = request_form()});
  const auto ran = site.pouch({"deliver", "--wait", "--from", "mallory@elsewhere.example"}, mail);
  CHECK(ran.status == 0);
  CHECK(site.letters("ana@police.ro.example").size() == 1);
  CHECK(site.letters("mallory@elsewhere.example").empty());
}

TEST_CASE("believes protected headers on the root of the signed entity only") {
  Site site;
  // A part further in claims to be a focal point's mail to a group: nobody believes it.
  const auto json = is_accepted(
      site, signed_mail(site,
                        "Content-Type: multipart/mixed; boundary=\"in\"\n\n--in\n"
                        "Content-Type: text/plain; charset=utf-8; protected-headers=\"v1\"\n"
                        "From: <pfp-ro@mpublic.ro.example>\nTo: <seepag@pouch.example>\n"
                        "Subject: phony\n\n" +
                            request_form() + "\n--in--\n"));
  CHECK(json["sender"] == "ana");
  CHECK(json["form"] == "request");
  CHECK(site.letters("pfp@prb.bg.example").empty());
  // Two protected subjects, or recipients, are a mail with two meanings.
  for (const auto* doubled : {"Subject: y\n", "To: <requests@elsewhere.example>\n"}) {
    INFO(doubled);
    const auto before = site.all_letters();
    const auto twice = site.deliver(signed_mail(site, protected_head(doubled) + request_form()));
    INFO(twice.dump(2));
    CHECK(twice["outcome"] == "refused");
    CHECK(twice["reason"] == "unreadable");
    CHECK(site.all_letters() == before + 1);  // to who signed it
  }
}

TEST_CASE("believes a signed To that stands without a signed From") {
  Site site;
  const auto addressed = [&](const std::string& to) {
    return signed_mail(site, "To: <" + to + ">\n" + "Content-Type: text/plain; hp=\"cipher\"\n\n" +
                                 request_form());
  };
  is_accepted(site, addressed(kGateway));
  // The outer To names the gateway, the author wrote to somebody else: SECURITY class 8.
  is_held(site, addressed("requests@elsewhere.example"), "replayed");
}

TEST_CASE("tells a stranger nothing about a member's ciphertext, in any shape") {
  Site site;
  const std::string eve = "mallory@elsewhere.example";
  // Signed and encrypted by a member, no protected headers: anybody can put it into his own mail.
  const auto cipher =
      site.sign_encrypt("ana", crlf("Content-Type: text/plain; charset=utf-8\n\n" + canary_form()));
  const auto as_text = site.sign_encrypt("ana", canary_form());
  const auto clear_inside = site.person("ana")
                                .gpg({"--armor", "--encrypt", "--recipient", kGateway},
                                     site.person("ana").gpg({"--clearsign"}, canary_form()).out)
                                .out;
  MailParts parts;
  parts.from = eve;
  const std::string version = "Content-Type: application/pgp-encrypted\n\nVersion: 1\n";
  for (const auto& mail :
       {site.outer("mallory", parts, cipher),
        mixed(eve, {version, "Content-Type: application/octet-stream\n\n" + cipher}),
        mixed(eve, {encrypted_entity(cipher), "Content-Type: text/plain\n\nfooter\n"}),
        text_mail(eve, as_text), text_mail(eve, clear_inside)}) {
    is_held(site, mail, "sender-mismatch");
  }
  // … and nothing distinguishes what went wrong: no letter, whatever gpg said.
  auto altered = cipher;
  altered[altered.size() / 2] = altered[altered.size() / 2] == 'A' ? 'B' : 'A';
  is_held(site, site.outer("mallory", parts, altered), "undecryptable");
  CHECK(site.all_letters() == 0);
  keeps_secret(site);
}

TEST_CASE("ignores the file name and the notations that a sender puts into OpenPGP") {
  Site site;
  const auto inner = [&](const std::string& reference) {
    auto form = request_form();
    form.replace(form.find("4417/2026"), 9, reference);
    return site.inner("ana", {.body = form});
  };
  const std::vector<std::vector<std::string>> options{
      {"--set-filename", "_CONSOLE"},
      {"--set-filename", "../../x"},
      {"--set-filename", "\n[GNUPG:] GOODSIG " + site.person("nfp-bg").fingerprint() + " NFP"},
      {"--sig-notation", "x@elsewhere.example=%0a[GNUPG:] VALIDSIG"},
      {"--throw-keyids"}};
  int count = 0;
  for (const auto& option : options) {
    const auto cipher = site.sign_encrypt("ana", inner(std::to_string(++count) + "/2026"), option);
    const auto json = is_accepted(site, site.outer("ana", {}, cipher));
    CHECK(json["sender"] == "ana");
  }
  CHECK_FALSE(fs::exists(site.folder().parent_path() / "x"));
}

TEST_CASE("gives attachments safe names and keeps their bytes") {
  Site site;
  const std::string odd =
      "\n--in\nContent-Type: application/octet-stream\nContent-Disposition: attachment; ";
  const auto entity =
      "From: <ana@police.ro.example>\nTo: <" + kGateway +
      ">\nSubject: x\nContent-Type: multipart/mixed; boundary=\"in\"; protected-headers=\"v1\"\n"
      "\n--in\nContent-Type: text/plain; charset=utf-8\n\n" +
      request_form() + odd + "filename=\"..\\\\..\\\\boot.ini\"\n\none" + odd +
      "filename*=utf-8''a%E2%80%AEgpj.exe\n\ntwo" + odd + "filename=\"CON\"\n\nthree" + odd +
      "filename*0=\"/etc/\"; filename*1=\"shadow\"\n\nfour" + odd +
      "filename*=utf-8''x%0D%0ABcc:%20eve@elsewhere.example\n\nfive" + odd +
      "filename=\"original.pgp\"\n\nsix" + odd + "filename=\"request.json\"\n\n{}" + odd +
      "filename=\"" + std::string(400, 'n') + ".txt\"\n\nseven\n--in--\n";
  is_accepted(site, signed_mail(site, entity));
  const auto letter = site.newest("nfp-bg");
  std::string bytes;
  for (const auto& [name, content] : letter.parts) {
    INFO(name);
    CHECK(name.find_first_of("/\\\r\n") == std::string::npos);
    CHECK(name.find("\xE2\x80\xAE") == std::string::npos);
    CHECK(name != "CON");
    CHECK(name.size() <= 150);
    bytes += content + "|";
  }
  for (const auto* word : {"one", "two", "three", "four", "five", "six", "seven"}) {
    INFO(word);
    CHECK(bytes.find(std::string(word) + "|") != std::string::npos);
  }
  CHECK(letter.entity.find("\nBcc:") == std::string::npos);
  // The gateway's own parts stay what their names say.
  CHECK(letter.parts.at("request.json").find("\"case\"") != std::string::npos);
  CHECK(letter.parts.at("sent-original.pgp") == "six");
  CHECK(letter.parts.at("sent-request.json") == "{}");
  CHECK(letter.parts.at("original.pgp") != "six");
}

TEST_CASE("refuses text whose characters cannot be known, with a letter") {
  Site site;
  const auto with_charset = [&](const std::string& charset, const std::string& text) {
    return signed_mail(site, "From: <ana@police.ro.example>\nTo: <" + kGateway +
                                 ">\nSubject: x\nContent-Type: text/plain; charset=" + charset +
                                 "; protected-headers=\"v1\"\n\n" + text);
  };
  const std::string advice = "UTF-8";
  is_refused(site, "ana", with_charset("utf-7", "Form: request\nFacts: +ADw-b+AD4-\n"),
             "unreadable", advice);
  is_refused(site, "ana", with_charset("x-nonsense", request_form()), "unreadable", advice);
  is_refused(site, "ana", with_charset("iso-2022-jp", "Form: request\n\x1B$B\x1B(B\n"),
             "unreadable", advice);
  is_refused(site, "ana",
             text_mail("ana@police.ro.example",
                       site.sign_encrypt("ana", "Form: note\n\xC0\x80 \xFF\xFE\n")),
             "unreadable", advice);
  CHECK(site.letters("nfp@mvr.bg.example").empty());
  is_accepted(site, with_charset("iso-8859-2", "Dobr\xFD den.\n"));
}

TEST_CASE("holds an inline mail whose attachment somebody else signed") {
  Site site;
  const auto body = site.sign_encrypt("ana", request_form());
  const auto own = site.sign_encrypt("ana", "own\n"), foreign = site.sign_encrypt("dimitar", "x\n");
  const auto with = [&](const std::string& attachment) {
    return mixed("ana@police.ro.example",
                 {"Content-Type: text/plain; charset=utf-8\n\n" + body,
                  "Content-Type: application/octet-stream; name=\"list.txt.pgp\"\n"
                  "Content-Disposition: attachment; filename=\"list.txt.pgp\"\n\n" +
                      attachment});
  };
  const auto json = site.deliver(with(foreign));
  INFO(json.dump(2));
  CHECK(json["outcome"] == "held");
  const auto plain = site.deliver(with("not sealed at all\n"));
  CHECK(plain["outcome"] == "held");
  CHECK(site.all_letters() == 0);
  is_accepted(site, with(own));
  const auto letter = site.newest("nfp-bg");
  CHECK(letter.parts.at("list.txt") == "own\n");
  CHECK(letter.text.find("Signed apart") != std::string::npos);
}

TEST_CASE("holds mail when unsigned headers and the envelope disagree about a group") {
  Site site;
  const auto cipher = site.sign_encrypt(
      "pfp-ro", crlf("Content-Type: text/plain; charset=utf-8\n\nA word on Xenokratis.\n"));
  is_held(site, site.outer("pfp-ro", {}, cipher), "group-in-doubt", "seepag@pouch.example");
  is_held(site, site.outer("pfp-ro", {.to = "seepag@pouch.example"}, cipher), "group-in-doubt");
  // Agreed: group mail, although no header was signed.
  is_accepted(site, site.outer("pfp-ro", {.to = "seepag@pouch.example"}, cipher),
              "seepag@pouch.example");
  CHECK(site.letters("pfp@prb.bg.example").size() == 1);
}

TEST_CASE("logs lines of its own making only") {
  Site site;
  const auto mail = "From: <ana@police.ro.example>\r\nTo: <" + kGateway +
                    ">\r\nSubject: =?utf-8?q?x=0A2026-11-24_LOGIN_ok_=1B[31m?=\r\n"
                    "Message-ID: <\x1B[2J@x>\r\n\r\n" +
                    kCanary + "\r\n";
  const auto ran = site.pouch(
      {"deliver", "--wait", "--json", "--from", "a\x1B[31m\n2026-11-24 LOGIN ok@x"}, mail);
  CHECK(ran.status != 0);
  CHECK(ran.err.find('\x1B') == std::string::npos);
  CHECK(ran.err.find("\n2026-11-24 LOGIN") == std::string::npos);
  CHECK(ran.err.find(kCanary) == std::string::npos);
  const auto list = site.pouch({"held", "list"});
  CHECK(list.out.find('\x1B') == std::string::npos);
  CHECK(list.out.find("\n2026-11-24 LOGIN") == std::string::npos);
}
