// What officers, focal points and prosecutors did with the Reply key, and what must come of it
// (CORRESPONDENCE; the trials of November 2026, each as a sequence with letters of this site).
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string quoted(const std::string& text) {
  std::string out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out += "> " + line + "\n";
  return out;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string without_reasons() {
  auto form = request_form();
  const auto at = form.find("Reasons:");
  return form.erase(at, form.find('\n', at) + 1 - at);
}

// A Reply as Thunderbird writes it: what is typed, the attribution, the letter in its marks.
nlohmann::json reply(const Site& site, const std::string& who, const Letter& letter,
                     const std::string& typed, const std::string& quotation = {}) {
  return site.deliver(site.mail(who, {.subject = "Re: " + letter.subject,
                                      .body = typed + "\nOn 28/11/2026 19:37, Pouch wrote:\n" +
                                              (quotation.empty() ? quoted(letter.text) : quotation),
                                      .parent = letter.message_id}));
}

std::size_t box(const Site& site, const std::string& who) {
  return site.letters(site.person_at(who).address()).size();
}

std::size_t hits(const Site& site, const std::string& words, const std::string& who) {
  site.pouch({"run", "--until-idle"});
  const auto found = nlohmann::json::parse(
      site.pouch({"search", words, "--as", who, "--reason", "test", "--json"}).out);
  return found["total"].get<std::size_t>();
}

}  // namespace

TEST_CASE("a complaint in Reply to a refusal sends nothing, one typed line sends the request") {
  Site site;
  const auto refused = site.deliver(site.mail("ana", {.body = without_reasons()}));
  REQUIRE(refused["outcome"] == "refused");
  const auto letter = site.newest("ana");
  CHECK(contains(letter.text, "\nReasons:"));
  const auto complaint =
      reply(site, "ana", letter, "See the facts. I do not understand what you want.\n");
  INFO(complaint.dump(2));
  CHECK(complaint["outcome"] == "refused");
  CHECK(contains(complaint["problems"].dump(), "Reasons"));
  CHECK(box(site, "nfp-bg") == 0);
  const auto again = site.newest("ana");
  CHECK(contains(again.text, "\nReasons:"));
  const auto mended = reply(site, "ana", again, "Reasons: the lorry has Bulgarian plates\n");
  INFO(mended.dump(2));
  REQUIRE(mended["outcome"] == "accepted");
  const auto request = site.newest("nfp-bg");
  CHECK(contains(request.text, "the lorry has Bulgarian plates"));
  CHECK_FALSE(contains(request.text, "is missing"));
  CHECK(box(site, "nfp-rs") == 1);
}

TEST_CASE("a refusal mended in its quotation is sent with the officer's words") {
  Site site;
  REQUIRE(site.deliver(site.mail("ana", {.body = without_reasons()}))["outcome"] == "refused");
  const auto letter = site.newest("ana");
  const auto mended =
      reply(site, "ana", letter, "",
            replaced(quoted(letter.text), "> Reasons:", "> Reasons: a Bulgarian driver"));
  INFO(mended.dump(2));
  REQUIRE(mended["outcome"] == "accepted");
  CHECK(contains(site.newest("nfp-bg").text, "a Bulgarian driver"));
}

TEST_CASE("a note's text and its subject arrive, whatever they are called") {
  Site site;
  REQUIRE(site.deliver(site.mail(
              "ana", {.subject = "Note",
                      .body = "The lorry has left the border at 14:00.\nAna"}))["outcome"] ==
          "accepted");
  CHECK(contains(site.newest("nfp-ro").text, "The lorry has left the border at 14:00."));
  const auto only = site.deliver(site.mail("ana", {.subject = "Please call me at once"}));
  INFO(only.dump(2));
  REQUIRE(only["outcome"] == "accepted");
  const auto letter = site.newest("nfp-ro");
  CHECK(contains(letter.subject + letter.text, "Please call me at once"));
  CHECK(contains(site.newest("ana").subject, "KEPT WITH YOUR FOCAL POINT"));
}

TEST_CASE(
    "a form in a text attachment is read, two plates in one field are told, and a subject "
    "in the clear") {
  Site site;
  const auto attached = site.deliver(
      site.mail("ana", {.body = "see attached", .attachments = {{"request.txt", request_form()}}}));
  INFO(attached.dump(2));
  REQUIRE(attached["outcome"] == "accepted");
  CHECK(attached["form"] == "request");
  CHECK(contains(site.newest("ana").text, "request.txt"));
  const auto plates = replaced(replaced(request_form(), "CA 1234 AB", "CA 1234 AB, CB 7788 XX"),
                               "4417/2026", "4419/2026");
  auto mail = site.mail("ana", {.body = plates});
  mail = replaced(mail, "Subject: ...", "Subject: heroin CA 1234 AB");
  const auto sent = site.deliver(mail);
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  CHECK(contains(sent["warnings"].dump(), "two"));
  CHECK(contains(sent["warnings"].dump(), "subject-in-the-clear"));
  CHECK(hits(site, "plate:cb7788xx", "ana") == 1);
}

TEST_CASE("an answer is never sent back for form's sake, and a Reply to it goes to its country") {
  Site site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(sent["outcome"] == "accepted");
  const std::string number = sent["case"];
  const auto request = site.newest("nfp-bg");
  const auto answered =
      reply(site, "nfp-bg", request, "",
            replaced(replaced(quoted(request.text), "> As of: today", "> As of:"),
                     "\n> \n> Reply kind", "\n> Petar Petrov, Sofia.\n> Reply kind"));
  INFO(answered.dump(2));
  REQUIRE(answered["outcome"] == "accepted");
  const auto answer = site.newest("ana");
  CHECK(contains(answer.text, "Petar Petrov, Sofia."));
  CHECK_FALSE(contains(answer.text, "X4"));
  // Without its number line, the subject alone names the case.
  const auto serbia = site.deliver(
      site.mail("nfp-rs", {.subject = "Re: [" + number + "] Request for assistance, RO to RS",
                           .body = "Form: reply\nReply kind: no hit\nAs of: 28.11.2026\n"}));
  INFO(serbia.dump(2));
  CHECK(serbia["outcome"] == "accepted");
  const auto before = box(site, "nfp-rs");
  const auto aside = reply(site, "ana", answer, "Please keep this from Belgrade.\n");
  INFO(aside.dump(2));
  REQUIRE(aside["outcome"] == "accepted");
  CHECK(contains(site.newest("nfp-bg").text, "Please keep this from Belgrade."));
  CHECK(box(site, "nfp-rs") == before);
  CHECK(hits(site, "belgrade", "nfp-rs") == 0);
  const auto status = site.deliver(site.mail("ana", {.subject = "status " + number}));
  CHECK(status["outcome"] == "accepted");
  CHECK(status["case"].is_null());
  CHECK(box(site, "nfp-rs") == before);
  // A Reply to the state letter is for the gateway.
  CHECK(reply(site, "ana", site.newest("ana"), "Thank you.\n")["reason"] == "not-sent");
  CHECK(box(site, "nfp-rs") == before);
}

TEST_CASE(
    "a side remark is the two's alone, in both directions, and the group's search finds none") {
  Site site;
  REQUIRE(site.deliver(site.mail("pfp-ro", {.subject = "Meeting on the Giurgiu case",
                                            .body = "I propose a meeting in Sofia.\nRadu",
                                            .to = "seepag@pouch.example"}),
                       "seepag@pouch.example")["outcome"] == "accepted");
  const auto note = site.newest("pfp-bg");
  CHECK(contains(note.subject, "Meeting on the Giurgiu case"));
  const auto remark =
      reply(site, "pfp-bg", note, "Between us: the Xenokratis draft is weak. Do not pass on.\n");
  INFO(remark.dump(2));
  REQUIRE(remark["outcome"] == "accepted");
  const auto aside = site.newest("pfp-ro");
  CHECK(contains(aside.text, "the Xenokratis draft is weak"));
  CHECK_FALSE(contains(aside.text, "To: the whole group"));
  const auto back = reply(site, "pfp-ro", aside, "I agree about Xenokratis. Keep it between us.\n");
  INFO(back.dump(2));
  REQUIRE(back["outcome"] == "accepted");
  CHECK(contains(site.newest("pfp-bg").text, "Keep it between us."));
  CHECK(hits(site, "xenokratis", "pfp-ro") == 2);
  CHECK(hits(site, "xenokratis", "ana") == 0);
  // Somebody who joins today finds neither the note nor the remarks.
  site.write_directory(replaced(site.directory(), "[[group]]", R"([[member]]
id = "newcomer"
name = "New Comer"
addresses = ["new@pg.ro.example"]
country = "RO"
agency = "prosecution"
community = "prosecution"
key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

[[group]])"));
  site.write_directory(replaced(site.directory(), "members = []", "members = [\"newcomer\"]"));
  CHECK(hits(site, "xenokratis", "newcomer") == 0);
  CHECK(hits(site, "sofia", "newcomer") == 0);
}

TEST_CASE("what is for several is asked back, kept with its attachments, and sent by one word") {
  Site site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(sent["outcome"] == "accepted");
  const std::string number = sent["case"];
  const auto asked =
      site.deliver(site.mail("ana", {.subject = "New facts in " + number,
                                     .body = "The driver talks. See the Quetzal list.",
                                     .attachments = {{"list.csv", "a;b\n"}}}));
  INFO(asked.dump(2));
  CHECK(asked["outcome"] == "refused");
  CHECK(asked["reason"] == "to-whom");
  CHECK(box(site, "nfp-bg") == 1);
  const auto chosen = reply(site, "ana", site.newest("ana"), "BG\n");
  INFO(chosen.dump(2));
  REQUIRE(chosen["outcome"] == "accepted");
  const auto letter = site.newest("nfp-bg");
  CHECK(contains(letter.text, "See the Quetzal list."));
  CHECK(letter.parts.count("list.csv") == 1);
  CHECK(box(site, "nfp-rs") == 1);
}

TEST_CASE("an answer to a letter that the store does not know is held, and its writer told so") {
  Site site;
  const auto held = site.deliver(
      site.mail("nfp-bg", {.subject = "Re: Request",
                           .body = "Petar Petrov.",
                           .parent = "<pouch.1132a7e1a5d2f975d6843664d8bd9987-1@pouch.example>"}));
  INFO(held.dump(2));
  CHECK(held["outcome"] == "held");
  CHECK(held["reason"] == "unknown-letter");
  CHECK(box(site, "nfp-bg") == 1);
  CHECK(box(site, "nfp-ro") == 0);
}
