// Refusals that teach, and the silence towards everybody else (SPEC sections 5 and 9, DECISIONS 11,
// 12).
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

std::string without_line(std::string form, const std::string& label) {
  const auto at = form.find("\n" + label) + 1;
  return form.erase(at, form.find('\n', at) + 1 - at);
}

}  // namespace

TEST_CASE("gives the officer's own form back under what is missing or wrong") {
  Site site;
  auto form = without_line(request_form(), "Reasons:");
  form.replace(form.find("Handling: H1"), 12, "Handlng: H2");
  form.replace(form.find("12.04.1980"), 10, "32.04.1980");
  const auto sent =
      site.deliver(site.mail("ana", {.body = form, .message_id = "<bad@police.ro.example>"}));
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "refused");
  CHECK(sent["exit"] == 1);
  CHECK(sent["reason"] == "form-problems");
  CHECK(sent["case"].is_null());
  REQUIRE(sent["problems"].size() >= 3);
  REQUIRE(site.all_letters() == 1);
  const auto letter = site.newest("ana");
  CHECK_FALSE(letter.signer.empty());
  CHECK(letter.outer_subject == "[Pouch]");
  CHECK(letter.references.find("<bad@police.ro.example>") != std::string::npos);
  const auto below = letter.text.find("YOUR FORM");
  REQUIRE(below != std::string::npos);
  const auto head = letter.text.substr(0, below);
  CHECK(std::count(head.begin(), head.end(), '\n') < 20);
  CHECK(head.find("\nReasons: \n") != std::string::npos);
  CHECK(head.find("Handlng") != std::string::npos);
  const auto form_shown = letter.text.substr(below);
  REQUIRE(form_shown.find("Handlng: H2") != std::string::npos);
  CHECK(letter.text.find("!!") == std::string::npos);
  // Corrected in place and sent back, it passes.
  auto again = form_shown.substr(form_shown.find("Form: request"));
  again.replace(again.find("Handlng: H2"), 11, "Handling: H2");
  again.replace(again.find("32.04.1980"), 10, "12.04.1980");
  again.insert(again.find("Information wanted:"), "Reasons: the lorry has Bulgarian plates\n");
  const auto mended = site.deliver(
      site.mail("ana", {.subject = "Re: ...", .body = again, .parent = letter.message_id}));
  INFO(mended.dump(2));
  CHECK(mended["outcome"] == "accepted");
}

TEST_CASE("refuses what DECISIONS 11 calls problems") {
  Site site;
  const auto outcome = [&](const std::string& body) {
    auto json = site.deliver(site.mail("ana", {.body = body}));
    INFO(json.dump(2));
    CHECK(json["outcome"] == "refused");
    return json["problems"][0]["code"].get<std::string>();
  };
  CHECK(outcome("Form: requst\nTo: BG\n") == "unknown-form");
  CHECK(outcome(request_form().substr(request_form().find("To:"))) == "form-not-named");
  auto doubled = request_form();
  doubled.insert(doubled.find("Purpose:"), "Crime area: FCC\n");
  CHECK(outcome(doubled) == "two-values");
  auto foreign = request_form();
  foreign.replace(foreign.find("To: BG, RS"), 10, "To: BG, FR");
  CHECK(outcome(foreign) == "not-a-member");
  CHECK(site.letters("nfp@mvr.bg.example").empty());
}

TEST_CASE("says nothing to a stranger, whatever shape he sends") {
  Site site;
  const auto ana = site.sign_encrypt("ana", site.inner("ana", {.body = request_form()}));
  MailParts as_mallory;
  as_mallory.from = "mallory@elsewhere.example";
  // A member's ciphertext under a stranger's From: the signed From inside is hers, so it is her
  // mail. Without protected headers it proves nothing about the sender.
  const auto bare =
      site.sign_encrypt("ana", "Content-Type: text/plain; charset=utf-8\r\n\r\n" + request_form());
  const auto mixed =
      "From: <mallory@elsewhere.example>\r\nTo: <requests@pouch.example>\r\nSubject: x\r\n"
      "Message-ID: <m1@elsewhere.example>\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
      "<img src=\"http://elsewhere.example/\r\n--b\r\nContent-Type: "
      "application/pgp-encrypted\r\n\r\n"
      "Version: 1\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n" +
      bare + "\r\n--b\r\nContent-Type: text/html\r\n\r\n\">\r\n--b--\r\n";
  const std::vector<std::pair<std::string, std::string>> mails{
      {"unknown-signer", site.mail("mallory", {.body = request_form()})},
      {"sender-mismatch", site.outer("mallory", as_mallory, bare)},
      {"mixed-content", mixed},
      {"not-encrypted",
       "From: <ana@police.ro.example>\r\nTo: <requests@pouch.example>\r\nSubject: hi\r\n"
       "Message-ID: <p@x>\r\n\r\nForm: request\r\n"},
      {"not-signed",
       site.outer("ana", {},
                  site.person("ana")
                      .gpg({"--armor", "--encrypt", "--recipient", "requests@pouch.example"},
                           site.inner("ana", {.body = request_form()}))
                      .out)},
  };
  for (const auto& [reason, mail] : mails) {
    const auto json = site.deliver(mail);
    INFO(reason << " " << json.dump(2));
    CHECK(json["outcome"] == "held");
    CHECK(json["reason"] == reason);
    CHECK(json["exit"] == 1);
  }
  CHECK(site.all_letters() == 0);
  const auto held = nlohmann::json::parse(site.pouch({"held", "list", "--json"}).out);
  CHECK(held["held"].size() == mails.size());  // every one of them is kept
}

TEST_CASE("explains to a member that his mail was signed but not encrypted") {
  Site site;
  const auto signed_only = site.person("ana").gpg({"--clearsign"}, request_form()).out;
  const auto json = site.deliver(
      "From: <ana@police.ro.example>\r\nTo: <requests@pouch.example>\r\n"
      "Subject: x\r\nMessage-ID: <c@police.ro.example>\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n\r\n" +
      signed_only);
  INFO(json.dump(2));
  CHECK(json["outcome"] == "refused");
  CHECK(json["reason"] == "not-encrypted");
  CHECK(site.newest("ana").text.find("in the clear") != std::string::npos);
  CHECK(site.letters("nfp@mvr.bg.example").empty());
}

TEST_CASE("counts the same mail once and holds a replay") {
  Site site;
  const auto cipher = site.sign_encrypt("ana", site.inner("ana", {.body = request_form()}));
  MailParts first{.message_id = "<first@police.ro.example>"};
  REQUIRE(site.deliver(site.outer("ana", first, cipher))["outcome"] == "accepted");
  const auto letters = site.all_letters();
  const auto twice = site.deliver(site.outer("ana", first, cipher));
  CHECK(twice["reason"] == "duplicate");
  MailParts other{.message_id = "<other@police.ro.example>"};
  const auto replay = site.deliver(site.outer("ana", other, cipher));
  CHECK(replay["outcome"] == "held");
  CHECK(replay["reason"] == "replayed");
  // The same signed words in a fresh encryption are still the same signature.
  const auto unwrapped = site.newest("nfp-bg").parts.at("original.pgp");
  const auto file = site.folder() / "signed.pgp";
  write_file(file, unwrapped);
  const auto rewrapped =
      site.person("mallory").gpg({"--armor", "--no-literal", "--encrypt", "--recipient",
                                  "requests@pouch.example", "--output", "-", file.string()});
  INFO(rewrapped.err);
  const auto again = site.deliver(site.outer(
      "mallory", {.message_id = "<x@elsewhere.example>", .from = "ana@police.ro.example"},
      rewrapped.out));
  INFO(again.dump(2));
  CHECK(again["outcome"] == "held");
  CHECK(site.all_letters() == letters);
}

TEST_CASE("refuses old signatures, expired keys and weak digests") {
  Site site;
  const auto written = site.mail("ana", {.body = request_form()});
  site.set("limits.signature_age", "\"1s\"");
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));
  const auto old = site.deliver(written);
  INFO(old.dump(2));
  CHECK(old["outcome"] == "refused");
  CHECK(old["reason"] == "stale");
  site.set("limits.signature_age", "\"14d\"");
  const auto weak = site.deliver(
      site.mail("ana", {.body = request_form(),
                        .gpg_options = {"--digest-algo", "SHA1", "--allow-weak-digest-algos"}}));
  INFO(weak.dump(2));
  CHECK(weak["outcome"] == "refused");
  CHECK(weak["reason"] == "weak-algorithm");
  CHECK(site.letters("nfp@mvr.bg.example").empty());
}

TEST_CASE("never answers machines") {
  Site site;
  const auto& ana = site.person_at("ana");
  for (const auto* mark : {"Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\n",
                           "List-Id: <l.example>\r\n", "X-Auto-Response-Suppress: All\r\n"}) {
    // Nobody is proved; what is under a member's signature counts for a member.
    const auto inner = site.inner("ana", {.body = "Form: requst\n"});
    const auto encrypted =
        ana.gpg({"--armor", "--encrypt", "--recipient", "requests@pouch.example"}, inner).out;
    const auto unsigned_one = site.deliver(mark + site.outer("ana", {}, encrypted));
    CHECK(unsigned_one["reason"] == "automatic");
    const auto json = site.deliver(site.outer("ana", {}, site.sign_encrypt("ana", mark + inner)));
    INFO(json.dump(2));
    CHECK(json["outcome"] == "held");
    CHECK(json["reason"] == "automatic");
  }
  CHECK(site.all_letters() == 0);
}

TEST_CASE("answers strangers with one fixed text only where the operator switched it on") {
  Site site;
  site.set("strangers.answer", "true");
  const auto mail = site.mail("mallory", {.body = request_form()});
  CHECK(site.pouch({"deliver", "--wait", "--from", "mallory@elsewhere.example"}, mail).status == 1);
  CHECK(site.pouch({"deliver", "--wait", "--from", "mallory@elsewhere.example"},
                   site.mail("mallory", {.body = "again"}))
            .status == 1);
  site.pouch({"run", "--until-idle"});
  const auto letters = site.letters("mallory@elsewhere.example");
  REQUIRE(letters.size() == 1);  // rate-limited
  const auto wire = read_file(letters.front());
  CHECK(wire.find("it was not signed by a registered key") != std::string::npos);
  CHECK(wire.find("Form:") == std::string::npos);
}
