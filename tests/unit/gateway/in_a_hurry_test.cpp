// Mails as people of offices write them between two telephone calls, and what must come of each:
// nothing reaches anybody whom its writer did not mean (CORRESPONDENCE, the rule above all).
#include <catch2/catch.hpp>

#include "tests/unit/gateway/posted.hpp"

using namespace pouch;
using namespace pouch::gateway;
using namespace pouch::test;

namespace {

// Romania's letter to Bulgaria and Serbia, Bulgaria's answer, receipts, a note, and the case of
// another country in which both desks were asked.
class Office : public Posted {
 public:
  Office() {
    request = letter("request", 1, text_of("request"));
    answer = letter("reply", 2, text_of("reply"));
    receipt = letter("receipt", 1, text_of("receipt"));
    note = letter("note", 1, text_of("note"));
    digest = letter("digest", 0, "Your day\n\nNothing is due.\n");
    number = scene.subject.number.text();
    auto second = scene.subject;
    second.number = CaseNumber("SEL", 2026, 2);
    second.requester = second.requester_desk = "nfp-rs";
    second.requester_country = "RS";
    second.legs.resize(1);  // Bulgaria
    more.push_back(second);
    other = second.number.text();
  }

  std::string request, answer, receipt, note, digest, number, other;

 private:
  static std::string text_of(const std::string& kind) {
    for (auto& one : real_letters()) {
      if (one.kind == kind) return one.text;
    }
    throw std::logic_error(kind);
  }
};

struct Row {
  std::string from, answers, text, expected, subject{};
};

void check(const Office& office, const std::vector<Row>& rows) {
  const std::map<std::string, std::string> letters = {{"", ""},
                                                      {"request", office.request},
                                                      {"answer", office.answer},
                                                      {"receipt", office.receipt},
                                                      {"note", office.note},
                                                      {"digest", office.digest}};
  for (const auto& row : rows) {
    INFO(row.from << " answers \"" << row.answers << "\", subject \"" << row.subject
                  << "\": " << row.text);
    CHECK(office.post({.from = row.from,
                       .text = row.text,
                       .subject = row.subject,
                       .answers = letters.at(row.answers)}) == row.expected);
  }
}

const std::string kToRomania = "note to ana, nfp-ro";

}  // namespace

TEST_CASE("a letter that is forwarded to the gateway is asked about, and sent to nobody") {
  const Office office;
  const std::string title = "[" + office.number + "/1] Romania asks Bulgaria";
  check(office,
        {{"nfp-bg", "request", "Please handle this, Petar.", "asked to-whom", "Fwd: " + title},
         {"nfp-bg", "request", "За сведение", "asked to-whom", "FW: " + title},
         {"nfp-bg", "request", "No record.", "asked to-whom", "WG: " + title},
         {"nfp-bg", "request", "δες το", "asked to-whom", "Πρθ: " + title},
         {"nfp-bg", "request", "lütfen bak", "asked to-whom", "İlt: " + title},
         {"ana", "answer", "FYI, see what they say", "asked to-whom", "FW: " + title},
         {"nfp-bg", "request", "please look", "asked to-whom", "[EXT] FW: " + title},
         {"nfp-bg", "request", "To: RO\nFor you.", "note to ana, nfp-ro", "Fwd: " + title},
         {"nfp-bg", "request", "Form: reply\nAnswers: " + office.number + "\nReply kind: no trace",
          "reply to ana, nfp-ro as NO_TRACE", "Fwd: " + title},
         {"nfp-bg", "request", "", "refused empty", "Fwd: " + title},
         {"ana", "receipt", "please file", "told not-sent", "Fwd: " + title},
         // A Reply to what was forwarded before is one.
         {"nfp-bg", "request", "We look into it today.", kToRomania, "Re: Fwd: " + title}});
}

TEST_CASE("a Reply that has a line for each of several cases is asked about") {
  const Office office;
  check(
      office,
      {{"nfp-bg", "request", office.number + ": no record\n" + office.other + ": he lives in Vidin",
        "asked which-case"},
       {"nfp-bg", "request",
        "Good morning,\n\n1. [" + office.number + "] nothing.\n2. [" + office.other +
            "]: Petrov, Vidin.\n",
        "asked which-case"},
       // One of them named in passing is no answer to it.
       {"nfp-bg", "request", "As in " + office.other + " we have nothing here.", kToRomania},
       {"nfp-bg", "request", office.number + ": we look into it today", kToRomania},
       // Nor is a case in which the desk has no part.
       {"nfp-rs", "request", office.number + ": we look\n" + office.other + ": see there",
        "asked which-case"}});
}

TEST_CASE("what is typed in a hurry below somebody's letter goes where that letter came from") {
  const Office office;
  check(office, {{"nfp-bg", "request", "Please ignore my last mail.", kToRomania},
                 {"nfp-bg", "request", "Sorry, I meant Serbia.", kToRomania},
                 {"nfp-bg", "request", "Correction: the plate is CA 1234 AC", kToRomania},
                 {"nfp-bg", "request", "Yes, we do it tomorrow.", kToRomania},
                 {"nfp-bg", "request", "Cc: RS\nPlease wait.", kToRomania},
                 {"nfp-bg", "request", "Copy to: Serbia\nPlease wait.", kToRomania},
                 {"nfp-bg", "request", "To all colleagues, please wait.", kToRomania},
                 {"nfp-bg", "request", "\xF0\x9F\x91\x8D", kToRomania},
                 {"nfp-bg", "request", "Petar Petrov reacted to your message:\nok?", kToRomania},
                 {"nfp-bg", "request", "On holiday until 12 December, my colleague Petar answers.",
                  kToRomania},
                 {"nfp-bg", "request", "Help!", "told help"},
                 {"nfp-bg", "request", "Open.", kToRomania},
                 {"nfp-bg", "request", "Search the flat, please.", kToRomania},
                 {"nfp-bg", "request", "recall", "refused form-problems"},
                 {"nfp-bg", "request", "To: RS\nCan you help us here?", "note to nfp-rs"},
                 {"nfp-bg", "request", "To: France\nx", "asked to-whom"},
                 {"nfp-bg", "request", "To: me\nx", "asked to-whom"},
                 {"nfp-bg", "request", "Recipients: RS\nFor you.", "note to nfp-rs"},
                 {"nfp-bg", "request", "Прима: RS\nЗа вас.", "note to nfp-rs"},
                 {"nfp-bg", "request", "Destinatar: Serbia\nPentru voi.", "note to nfp-rs"},
                 {"ana", "answer", "thanks", "note to nfp-bg"},
                 {"ana", "answer", "Done, thank you!", "control to nfp-bg"},
                 {"ana", "answer", "Not done yet.", "note to nfp-bg"},
                 {"ana", "answer", "To: all\nThank you both.", "note to nfp-bg, nfp-rs"},
                 {"ana", "receipt", "correction: the plate is CA 1234 AC", "told not-sent"},
                 {"ana", "receipt", "Please ignore this.", "told not-sent"},
                 {"nfp-bg", "digest", office.number + ": no record", "told not-sent"},
                 {"nfp-bg", "digest", "unsubscribe", "told not-sent"},
                 {"ana", "", "any news?", "asked to-whom", "[" + office.number + "]"},
                 {"ana", "", "Anything new about the lorry?", "note to nfp-ro", "lorry"}});
}

TEST_CASE("yes, done and nothing close a request only below the request itself") {
  const Office office;
  check(office, {{"nfp-bg", "request", "done", "reply to ana, nfp-ro as FULL"},
                 {"nfp-bg", "request", "nothing", "reply to ana, nfp-ro as NO_TRACE"},
                 {"nfp-bg", "note", "Yes.", kToRomania},
                 {"nfp-bg", "note", "Done!", kToRomania},
                 {"nfp-bg", "note", "nothing", kToRomania},
                 {"nfp-bg", "note", "няма", kToRomania},
                 {"nfp-bg", "note", "No record.", "reply to ana, nfp-ro as NO_TRACE"},
                 {"nfp-bg", "note", "until 12 December", "reply to ana, nfp-ro as DELAY"},
                 {"nfp-bg", "note", "ok", "reply to ana, nfp-ro as ACK"}});
}

TEST_CASE("a formal heading is no receiver, and what might be one is asked") {
  const Office office;
  for (const auto* heading :
       {"До: Директора на дирекция Национална полиция", "До: Началника на отдел Криминален",
        "Către: Biroul de Cooperare Internațională", "Za: Načelnika odjela kriminaliteta",
        "Προς: τον Διευθυντή της Υπηρεσίας", "To: The Head of the National Bureau",
        "To: Director General Popescu, Head of the National Bureau",
        "За: Начелника одељења полиције", "Címzett: Igazgató Úr részére",
        "Kime: Daire Başkanı makamına"}) {
    INFO(heading);
    const auto text = std::string(heading) + "\nThe lorry is in Sofia.";
    check(office, {{"nfp-bg", "request", text, kToRomania},
                   {"ana", "", text, "note to nfp-ro", "lorry"},
                   // Who asked several is asked which of them.
                   {"ana", "answer", text, "asked to-whom"},
                   {"nfp-bg", "", text, "asked to-whom", "[" + office.number + "]"}});
    const PostedMail mail{.from = "nfp-bg", .text = text, .answers = office.request};
    const auto decision = office.decide(mail, office.read(mail));
    REQUIRE(decision.left_out.size() == 1);  // nothing that was written is lost in silence
  }
  for (const auto* line :
       {"To: Radu Marinn", "To: Head", "To: only the Head of the National Bureau",
        "To: nobody but the Director", "To: the Head of the Bureau of Serbia",
        "Za: Načelnika uprave Republike Srbije", "Za: Načelnika srpske policije",
        "До: Директора на сръбската полиция", "Προς: τον Διευθυντή της σερβικής Αστυνομίας",
        "Către: Biroul Național sârb", "До: Директора на НКЦ RS", "To: all Heads of Bureau",
        "To: the Directors, RS", "To: the asking officer alone", "To: Director 4417 of the Bureau",
        "To: x@y.example"}) {
    INFO(line);
    const auto done = office.post({.from = "nfp-bg",
                                   .text = std::string(line) + "\nThe lorry is in Sofia.",
                                   .answers = office.request});
    CHECK((done == "asked to-whom" || done == "note to nfp-rs"));
  }
}

TEST_CASE("a Reply below a signature's line alone says where to write") {
  const Office office;
  const auto reading = office.read(
      {.from = "nfp-bg", .text = "-- \nThe owner is Petar Petrov.\n", .answers = office.request});
  CHECK(reading.empty);
  CHECK(reading.below_signature);
  const auto decision = office.decide({.from = "nfp-bg", .text = ""}, reading);
  CHECK(decision.reason == "empty");
  CHECK(decision.problems.front().text.find("below a line \"-- \"") != std::string::npos);
  CHECK(decision.problems.front().hint == "write above that line, and send it again");
  CHECK_FALSE(
      office.read({.from = "nfp-bg", .text = "", .answers = office.request}).below_signature);
}

TEST_CASE("a form for who asked that is sent to a group's address says how it gets there") {
  const Office office;
  const PostedMail mail{.from = "nfp-bg",
                        .text = "Form: reply\nAnswers: " + office.number + "\nReply kind: no trace",
                        .subject = "x",
                        .groups = {"seepag"}};
  const auto decision = office.decide(mail, office.read(mail));
  REQUIRE(decision.problems.size() == 1);
  CHECK(decision.problems.front().code == "wrong-address");
  CHECK(decision.problems.front().hint ==
        "press Reply on the request letter, or send it to requests@pouch.example: it goes to who "
        "asked");
}

TEST_CASE("a permission that is asked by letter is given, refused or asked about by a Reply") {
  Office office;
  PastMessage ask{.message = 3, .form = "control", .sender = "ana", .desk = ""};
  ask.asks_for = 2;
  ask.asked_use = "Radu Marin, for 12/P/2026";
  ask.audience.to = {office.scene.receiver("nfp-bg", Role::kParty)};
  office.past.push_back(ask);
  office.scene.subject.messages = 3;
  const auto id = office.letter("control", 3, "[" + office.number + "/3] Permission asked\n\nx\n");
  office.letters[id].asks = PermissionAsked{{office.scene.subject.number, 2}, ask.asked_use};
  const std::map<std::string, std::string> typed = {
      {"permit", "control to ana, nfp-ro"},
      {"Yes.", "control to ana, nfp-ro"},
      {"Да", "control to ana, nfp-ro"},
      {"permit Radu Marin, for 7/P", "control to ana, nfp-ro"},
      {"no", "control to ana"},
      {"No, it runs.\nAsk again in spring.", "control to ana"},
      {"yes, allowed for BG, for the prosecutor", "refused form-problems"},
      {"yes, but later", "refused form-problems"},
      {"no objection", "refused form-problems"},
      {"Who is that?", "note to ana"},
      {"ok", "note to ana"},
      {"done", "note to ana"},
      {"To: all\nWhat do you think?", "note to ana, nfp-ro, nfp-rs"},
      {"", "refused empty"}};
  for (const auto& one : typed) {
    INFO(one.first);
    CHECK(office.post({.from = "nfp-bg", .text = one.first, .answers = id}) == one.second);
  }
  // A file goes with the word.
  CHECK(office.post({.from = "nfp-bg",
                     .text = "Content-Type: multipart/mixed; boundary=\"m\"\n\n--m\nContent-Type: "
                             "text/plain\n\npermit\n--m\nContent-Type: application/pdf; "
                             "name=\"order.pdf\"\nContent-Disposition: attachment; "
                             "filename=\"order.pdf\"\n\n%PDF\n--m--\n",
                     .answers = id}) == "control to ana, nfp-ro");
  // Who is not its provider permits nothing.
  for (const auto* who : {"nfp-rs", "nfp-ro", "ana"}) {
    INFO(who);
    CHECK(office.post({.from = who, .text = "permit", .answers = id}).starts_with("refused"));
  }
}
