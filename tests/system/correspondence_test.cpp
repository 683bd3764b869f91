// What officers, focal points and prosecutors did with the Reply key, and what must come of it
// (CORRESPONDENCE; the trials of November 2026, each as a sequence with letters of this site).
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/system/harness.hpp"
#include "tests/system/plain_words.hpp"

using namespace pouch::test;

namespace {

std::string quoted(const std::string& text) {
  std::string out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out += "> " + line + "\n";
  return out;
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

TEST_CASE("officer-01: a complaint in Reply to a refusal sends nothing, one typed line sends all") {
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

TEST_CASE("officer-02: a refusal mended in its quotation is sent with the officer's words") {
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

TEST_CASE("officer-03: a note's text and its subject arrive, whatever they are called") {
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

TEST_CASE("officer-05: a blank form of an earlier version, filled where it says Needed, is sent") {
  Site site;
  const auto form = read_file(fs::path(POUCH_FIXTURES) / "blanks/request-0.1.0.txt");
  const auto sent = site.deliver(site.mail("ana", {.subject = "Request", .body = form}));
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  CHECK(contains(sent["warnings"].dump(), "Crime area"));
  CHECK(contains(site.newest("ana").text, "Crime area"));
  CHECK(contains(site.newest("nfp-bg").text, "Who owns the lorry?"));
  CHECK(box(site, "nfp-rs") == 1);
}

TEST_CASE("officer-06: two plates in one field are told, and both are found") {
  Site site;
  const auto sent = site.deliver(
      site.mail("ana", {.body = replaced(request_form(), "CA 1234 AB", "CA 1234 AB, CB 7788 XX")}));
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  CHECK(contains(sent["warnings"].dump(), "two"));
  CHECK(hits(site, "plate:ca1234ab", "ana") == 1);
  CHECK(hits(site, "plate:cb7788xx", "ana") == 1);
}

TEST_CASE("officer-07: a form in a text attachment is read, and the receipt says so") {
  Site site;
  const auto sent =
      site.deliver(site.mail("ana", {.subject = "Request 5001/2026 attached",
                                     .body = "Please see the attached request.\nAna",
                                     .attachments = {{"request.txt", request_form()}}}));
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  CHECK(sent["form"] == "request");
  CHECK(contains(site.newest("ana").text, "request.txt"));
  const auto letter = site.newest("nfp-bg");
  CHECK(contains(letter.subject, "Request 5001/2026 attached"));
  CHECK(contains(letter.text, "Please see the attached request."));
}

TEST_CASE("officer-08: a name and a plate in the outer subject warn their writer") {
  Site site;
  const auto mail = replaced(site.mail("ana", {.body = request_form()}), "Subject: ...",
                             "Subject: URGENT heroin Milan CA1234AB");
  const auto sent = site.deliver(mail);
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  CHECK(contains(sent["warnings"].dump(), "subject-in-the-clear"));
  CHECK(contains(site.newest("ana").text, "gave away: Plate"));
}

TEST_CASE(
    "officer-10a, 10b, 10c, 10e: an answer is never sent back for form's sake, and a Reply to it "
    "goes to its country") {
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
}

TEST_CASE("officer-10d: a status in the subject is answered, and sent to nobody abroad") {
  Site site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(sent["outcome"] == "accepted");
  const std::string number = sent["case"];
  const auto status = site.deliver(site.mail("ana", {.subject = "status " + number}));
  INFO(status.dump(2));
  CHECK(status["outcome"] == "accepted");
  CHECK(status["case"].is_null());
  CHECK(contains(site.newest("ana").text, "STATE OF EACH COUNTRY"));
  // Her own request came to her by no letter, so none of it can be sent again.
  CHECK_FALSE(contains(site.newest("ana").text, "resend"));
  // A Reply to the state letter is for the gateway.
  CHECK(reply(site, "ana", site.newest("ana"), "Thank you.\n")["reason"] == "not-sent");
  CHECK(box(site, "nfp-bg") == 1);
  CHECK(box(site, "nfp-rs") == 1);
}

TEST_CASE(
    "officer-11a, 11b, 11c: a side remark is the two's alone, in both directions, and the group's "
    "search finds none") {
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

TEST_CASE("a Reply to a letter of no case is told how to write in one, and no line that fails") {
  Site site;
  const auto number = std::string(site.deliver(site.mail("ana", {.body = request_form()}))["case"]);
  REQUIRE(site.deliver(site.mail("nfp-bg", {.subject = "help", .body = "\n"}))["outcome"] ==
          "accepted");
  const auto sent = reply(site, "nfp-bg", site.newest("nfp-bg"), "Our court is closed.\n");
  INFO(sent.dump(2));
  CHECK(sent["reason"] == "not-sent");
  const auto told = site.newest("nfp-bg").text;
  INFO(told);
  CHECK(contains(unfolded(told), "send this in a new mail with the case's number in its subject."));
  CHECK_FALSE(contains(told, "To: BG"));
  const auto boxes = box(site, "ana");
  const auto obeyed = site.deliver(
      site.mail("nfp-bg", {.subject = "In " + number, .body = "Our court is closed.\n"}));
  CHECK(obeyed["case"] == number);
  CHECK(box(site, "ana") == boxes + 1);
  CHECK(contains(site.newest("ana").text, "Our court is closed."));
}

TEST_CASE("lines of the reply form above a quotation are an answer, whatever they leave out") {
  Site site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  const std::string number = sent["case"];
  const auto state = [&](const std::string& country) {
    const auto shown = nlohmann::json::parse(
        site.pouch({"show", number, "--as", "ana", "--reason", "test", "--json"}).out);
    for (const auto& leg : shown["legs"]) {
      if (leg["country"] == country) return leg["state"].get<std::string>();
    }
    return std::string();
  };
  const auto refused = reply(site, "nfp-bg", site.newest("nfp-bg"),
                             "Dear colleagues,\n\nReply kind: refusal\nRefusal ground: R-A\n");
  INFO(refused.dump(1));
  REQUIRE(refused["outcome"] == "accepted");
  CHECK(state("BG") == "refused");
  CHECK(contains(site.newest("ana").text, "Dear colleagues,"));
  CHECK(contains(site.newest("nfp-bg").text, "We read your answer as: refusal."));
  const auto asked = reply(site, "nfp-rs", site.newest("nfp-rs"),
                           "Reply kind: clarify\nQuestions: Which year was it built?\n");
  INFO(asked.dump(1));
  REQUIRE(asked["outcome"] == "accepted");
  CHECK(state("RS") == "clarification asked");
  // With three labels and more it was sent back, to say of which form they are.
  const auto full = site.deliver(site.mail(
      "nfp-rs",
      {.subject = number, .body = "Answer: He lives in Vidin.\nAs of: today\nReport back: no\n"}));
  INFO(full.dump(1));
  REQUIRE(full["outcome"] == "accepted");
  CHECK(contains(site.newest("ana").text, "He lives in Vidin."));
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
  CHECK(contains(site.newest("nfp-bg").subject, "NOT SENT YET"));
  CHECK(contains(site.newest("nfp-bg").text, "waits"));
  CHECK(box(site, "nfp-bg") == 1);
  CHECK(box(site, "nfp-ro") == 0);
}

TEST_CASE(
    "officer-12: a case note shared with all parties reaches their police, as its receipt says") {
  Site site;
  const auto form =
      "Form: case-note\nOur reference: P-89/2026\nCase title: Giurgiu heroin\n"
      "National case no: 1123/P/2026\nStage: investigation\nNote kind: coordination\n"
      "Participants: RO, Radu, lead\nPrivileged: no\nShare with police: all parties\n"
      "Suspects in custody: no\nSummary: Xenokratis lead in Sofia.\n";
  const auto sent = site.deliver(
      site.mail("pfp-ro", {.subject = "Coordination", .body = form, .to = "seepag@pouch.example"}),
      "seepag@pouch.example");
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  for (const auto* desk : {"pfp-bg", "nfp-bg", "nfp-ro"}) {
    REQUIRE(box(site, desk) == 1);
    CHECK(contains(site.newest(desk).text, "Xenokratis lead in Sofia."));
  }
  CHECK(box(site, "nfp-rs") == 0);
  const auto receipt = site.newest("pfp-ro").text;
  CHECK(contains(receipt, "Focal point of Bulgaria"));
  CHECK(contains(receipt, "Focal point of Romania"));
  CHECK(hits(site, "xenokratis", "nfp-bg") == 1);
  CHECK(hits(site, "xenokratis", "nfp-rs") == 0);
}

// --- what the trials' pictures show
// ----------------------------------------------------------------

TEST_CASE(
    "pictures 02 and 06: a refusal's first screen has what is missing, as a line to fill in") {
  Site site;
  auto form = without_reasons();
  for (int i = 0; i < 60; ++i) {
    form = replaced(
        form, "Facts: ",
        "Facts: He was seen at the crossing on day " + std::to_string(i) + " with the lorry.\n  ");
  }
  REQUIRE(site.deliver(site.mail("ana", {.body = form}))["outcome"] == "refused");
  std::istringstream lines(site.newest("ana").text);
  std::string line, screen;
  for (int i = 0; i < 20 && std::getline(lines, line); ++i) {
    screen += line + "\n";
  }
  CHECK(contains(screen, "\nReasons:"));
  CHECK(contains(screen, "for example"));
}

TEST_CASE("picture 05: an inbox tells by its titles who writes, to whom and about what") {
  Site site;
  const auto note = site.deliver(site.mail("pfp-ro", {.subject = "Meeting on the Giurgiu case",
                                                      .body = "I propose a meeting in Sofia.",
                                                      .to = "seepag@pouch.example"}),
                                 "seepag@pouch.example");
  REQUIRE(note["outcome"] == "accepted");
  const std::string number = note["message"];
  const auto letter = site.newest("pfp-bg");
  CHECK(letter.subject ==
        "[" + number +
            "] Prosecutorial focal point of Romania writes to the group seepag: Meeting on the "
            "Giurgiu case");
  CHECK(contains(letter.wire, "Pouch, group note"));
  CHECK(contains(site.newest("pfp-ro").wire, "Pouch, receipt"));
  const auto aside = reply(site, "pfp-bg", letter, "Between us: not in Sofia.\n");
  REQUIRE(aside["outcome"] == "accepted");
  const auto remark = site.newest("pfp-ro");
  CHECK(contains(remark.subject, "Prosecutorial focal point of Bulgaria writes: "));
  CHECK(contains(remark.wire, "Pouch, note"));
}

TEST_CASE("picture 07: refusals never nest, and none is called \"...\"") {
  Site site;
  REQUIRE(site.deliver(site.mail("ana", {.body = without_reasons()}))["outcome"] == "refused");
  for (int i = 0; i < 3; ++i) {
    const auto letter = site.newest("ana");
    CHECK(letter.outer_subject == "[Pouch]");
    CHECK(letter.text.find("YOUR FORM AS IT STANDS") ==
          letter.text.rfind("YOUR FORM AS IT STANDS"));
    CHECK(letter.text.find("41 kg of heroin") == letter.text.rfind("41 kg of heroin"));
    CHECK(letter.text.find("NOT ACCEPTED") == letter.text.rfind("NOT ACCEPTED"));
    REQUIRE(reply(site, "ana", letter, "I do not understand.\n")["outcome"] == "refused");
  }
}

// --- bad input
// ------------------------------------------------------------------------------------

TEST_CASE(
    "a line on top that names nobody, somebody without a right or a country outside the case is "
    "asked back, and nothing is sent meanwhile") {
  Site site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(sent["outcome"] == "accepted");
  const auto request = site.newest("nfp-bg");
  REQUIRE(reply(site, "nfp-bg", request, "Petar Petrov.\n")["outcome"] == "accepted");
  const auto answer = site.newest("ana");
  const auto bulgaria = box(site, "nfp-bg"), serbia = box(site, "nfp-rs");
  for (const std::string name : {"the man in Sofia", "pfp-bg", "GR", "BG, GR"}) {
    const auto asked = reply(site, "ana", answer, "To: " + name + "\n\nPlease hurry, Quetzal.\n");
    INFO(name << asked.dump(2));
    CHECK(asked["outcome"] == "refused");
    CHECK(asked["reason"] == "to-whom");
    CHECK(contains(site.newest("ana").subject, "NOT SENT YET"));
  }
  CHECK(box(site, "nfp-bg") == bulgaria);
  CHECK(box(site, "nfp-rs") == serbia);
  CHECK(box(site, "pfp-bg") == 0);
  const auto chosen = reply(site, "ana", site.newest("ana"), "RS\n");
  INFO(chosen.dump(2));
  REQUIRE(chosen["outcome"] == "accepted");
  CHECK(box(site, "nfp-bg") == bulgaria);
  CHECK(contains(site.newest("nfp-rs").text, "Please hurry, Quetzal."));
}

TEST_CASE("a Reply to a colleague's letter is answered by the rights of who writes it") {
  Site site;
  REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
  REQUIRE(reply(site, "nfp-bg", site.newest("nfp-bg"), "Petar Petrov.\n")["outcome"] == "accepted");
  const auto answer = site.newest("ana");
  const auto bulgaria = box(site, "nfp-bg"), romania = box(site, "nfp-ro");
  // An officer of Bulgaria, and a prosecutor, to whom it was passed on by hand.
  for (const auto* who : {"dimitar", "pfp-bg"}) {
    const auto refused = reply(site, who, answer, "I know more about this Quetzal.\n");
    INFO(refused.dump(2));
    CHECK(refused["outcome"] == "refused");
    CHECK(refused["reason"] == "no-right");
  }
  CHECK(box(site, "nfp-bg") == bulgaria);
  CHECK(box(site, "nfp-ro") == romania);
  // The desk of Serbia was asked itself, and its screen says that Bulgaria wrote.
  const auto own = reply(site, "nfp-rs", answer, "Serbia knows nothing of it.\n");
  INFO(own.dump(2));
  REQUIRE(own["outcome"] == "accepted");
  CHECK(box(site, "nfp-bg") == bulgaria + 1);
  CHECK(box(site, "nfp-ro") == romania);
}

TEST_CASE("two different new values for one field come back as one problem that shows both") {
  Site site;
  REQUIRE(site.deliver(site.mail("ana", {.body = without_reasons()}))["outcome"] == "refused");
  const auto letter = site.newest("ana");
  const auto two =
      reply(site, "ana", letter, "Reasons: a Bulgarian driver\n",
            replaced(quoted(letter.text), "> Reasons:", "> Reasons: Bulgarian plates"));
  INFO(two.dump(2));
  CHECK(two["outcome"] == "refused");
  CHECK(contains(two["problems"].dump(), "a Bulgarian driver"));
  CHECK(contains(two["problems"].dump(), "Bulgarian plates"));
  const auto text = site.newest("ana").text;
  CHECK(contains(text, "a Bulgarian driver"));
  CHECK(contains(text, "Bulgarian plates"));
  CHECK(box(site, "nfp-bg") == 0);
}

TEST_CASE("outside a whole fence all is its writer's text: altered, cut in half, doubled") {
  Site site;
  REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
  const auto request = site.newest("nfp-bg");
  const auto begin = request.text.find("(form "), middle = request.text.find("Reply kind:");
  REQUIRE(begin != std::string::npos);
  REQUIRE(middle > begin);
  const auto line = request.text.substr(begin, request.text.find('\n', begin) - begin);
  const auto typed = std::string("\n> Petar Petrov, Sofia.\n> Reply kind");
  const auto filled = replaced(quoted(request.text), "\n> \n> Reply kind", typed);
  // Altered by hand, and cut in half.
  for (const auto& quotation :
       {replaced(filled, line, "(form of my own)"),
        replaced(quoted(request.text.substr(0, middle)), "\n> \n", "\n> Petar Petrov, Sofia.\n")}) {
    const auto answered = reply(site, "nfp-bg", request, "", quotation);
    INFO(answered.dump(2));
    REQUIRE(answered["outcome"] == "accepted");
    CHECK(contains(site.newest("ana").text, "Petar Petrov, Sofia."));
  }
  // Doubled: the one that was filled in counts, once.
  const auto doubled = reply(site, "nfp-bg", request, "", filled + quoted(request.text));
  INFO(doubled.dump(2));
  REQUIRE(doubled["outcome"] == "accepted");
  const auto text = site.newest("ana").text;
  CHECK(contains(text, "Petar Petrov, Sofia."));
  CHECK(text.find("Petar Petrov, Sofia.") == text.rfind("Petar Petrov, Sofia."));
}

TEST_CASE("the mark of a refusal that is somebody else's is as one that nobody knows") {
  Site site;
  REQUIRE(site.deliver(site.mail("ana", {.body = without_reasons()}))["outcome"] == "refused");
  const auto letter = site.newest("ana");
  const auto strange = reply(site, "dimitar", letter, "Reasons: I would like to see it\n");
  INFO(strange.dump(2));
  CHECK(box(site, "nfp-rs") == 0);
  CHECK(box(site, "nfp-ro") == 0);
  const auto told = site.newest("dimitar").text;
  CHECK_FALSE(contains(told, "YOUR FORM AS IT STANDS"));
  // It waits for its own officer.
  CHECK(reply(site, "ana", letter, "Reasons: Bulgarian plates\n")["outcome"] == "accepted");
  CHECK(box(site, "nfp-rs") == 1);
}

TEST_CASE(
    "an order with text beside it is obeyed, and its answer says that the text went nowhere") {
  Site site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(sent["outcome"] == "accepted");
  const std::string number = sent["case"];
  const auto order = site.deliver(site.mail(
      "ana", {.subject = "status " + number, .body = "Tell Sofia that we need it, Quetzal."}));
  INFO(order.dump(2));
  CHECK(order["outcome"] == "accepted");
  const auto told = site.newest("ana").text;
  CHECK(contains(told, "STATE OF EACH COUNTRY"));
  CHECK(contains(told, "Tell Sofia that we need it, Quetzal."));
  CHECK(box(site, "nfp-bg") == 1);
}
