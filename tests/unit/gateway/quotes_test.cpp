// What clients put around what they quote, in every language of the members: none of it becomes an
// answer's words or a form's field.
#include <catch2/catch.hpp>
#include <vector>

#include "templates/reading/reader.hpp"
#include "tests/unit/gateway/shipped.hpp"

using namespace pouch;
using pouch::test::shipped;
using templates::without_quotes;

namespace {

struct Block {
  std::string language, text;
};

// Outlook, Thunderbird, Gmail and Apple Mail as they come localised.
const std::vector<Block>& header_blocks() {
  static const std::vector<Block> blocks{
      {"English",
       "From: Pouch <requests@pouch.example>\nSent: Tuesday, 24 November 2026 10:00\n"
       "To: Ana Ionescu <ana@police.ro.example>\nSubject: [SEL-2026-000001-17]\n"},
      {"German",
       "Von: Pouch <requests@pouch.example>\nGesendet: Dienstag, 24. November 2026 10:00\n"
       "An: Ana Ionescu\nBetreff: [SEL-2026-000001-17]\n"},
      {"Albanian",
       "Nga: Pouch <requests@pouch.example>\nDërguar: e martë, 24 nëntor 2026 10:00\n"
       "Për: Ana Ionescu\nSubjekti: [SEL-2026-000001-17]\n"},
      {"Bosnian, Croatian, Montenegrin",
       "Od: Pouch <requests@pouch.example>\nPoslano: utorak, 24. studenoga 2026. 10:00\n"
       "Za: Ana Ionescu\nPredmet: [SEL-2026-000001-17]\n"},
      {"Croatian Thunderbird",
       "-------- Proslijeđena poruka --------\nNaslov: \t[SEL]\n"
       "Datum: \tTue, 24 Nov 2026 10:00:00 +0100\nŠalje: \tPouch\n"
       "Prima: \tAna Ionescu\n"},
      {"Serbian, Latin",
       "Od: Pouch <requests@pouch.example>\nPoslato: utorak, 24. novembar 2026.\n"
       "Za: Ana Ionescu\nTema: [SEL-2026-000001-17]\n"},
      {"Serbian, Cyrillic",
       "Од: Pouch <requests@pouch.example>\nПослато: уторак, 24. новембар 2026.\n"
       "За: Ana Ionescu\nТема: [SEL-2026-000001-17]\n"},
      {"Bulgarian",
       "От: Pouch <requests@pouch.example>\nИзпратено: вторник, 24 ноември 2026 г.\n"
       "До: Ana Ionescu\nОтносно: [SEL-2026-000001-17]\n"},
      {"Greek",
       "Από: Pouch <requests@pouch.example>\nΣτάλθηκε: Τρίτη, 24 Νοεμβρίου 2026 10:00\n"
       "Προς: Ana Ionescu\nΘέμα: [SEL-2026-000001-17]\n"},
      {"Hungarian",
       "Feladó: Pouch <requests@pouch.example>\nElküldve: 2026. november 24., kedd\n"
       "Címzett: Ana Ionescu\nTárgy: [SEL-2026-000001-17]\n"},
      {"Macedonian",
       "Од: Pouch <requests@pouch.example>\nИспратено: вторник, 24 ноември 2026\n"
       "До: Ana Ionescu\nПредмет: [SEL-2026-000001-17]\n"},
      {"Romanian",
       "De la: Pouch <requests@pouch.example>\nTrimis: marți, 24 noiembrie 2026 10:00\n"
       "Către: Ana Ionescu\nSubiect: [SEL-2026-000001-17]\n"},
      {"Turkish",
       "Kimden: Pouch <requests@pouch.example>\nGönderildi: 24 Kasım 2026 Salı 10:00\n"
       "Kime: Ana Ionescu\nKonu: [SEL-2026-000001-17]\n"},
  };
  return blocks;
}

const char* kOldForm =
    "Form: request\nTo: RS\nHandling: H3\nOur reference: OLD-1\nPurpose: prevent\n"
    "Crime area: DRUG\nInformation wanted:\n1. Old question?\nFacts: Old facts.\n"
    "Reasons: Old reasons.\n";

templates::Form read(const std::string& text, const templates::ReadOptions& options = {}) {
  return templates::read_form(text, *shipped().find("request"), shipped(), options);
}

}  // namespace

TEST_CASE("Outlook's header block, in every language, ends what the author says") {
  for (const auto& block : header_blocks()) {
    INFO(block.language);
    const auto mail = "The owner is Petar.\n\n________________________________\n" + block.text +
                      "\nWhat our letter said.\n";
    CHECK(without_quotes(mail) == "The owner is Petar.");
    CHECK(without_quotes("The owner is Petar.\n\n" + block.text + "\nWhat our letter said.\n") ==
          "The owner is Petar.");
  }
}

TEST_CASE("a form below Outlook's header block is a quoted one") {
  for (const auto& block : header_blocks()) {
    INFO(block.language);
    templates::ReadOptions reply;
    reply.is_reply = true;
    CHECK(read("See below.\n\n" + block.text + "\n" + kOldForm, reply).list("to_states").empty());
    // Forwarded it counts, and the header block is no part of it.
    const auto form = read(block.text + "\n" + kOldForm);
    CHECK(form.list("to_states") == std::vector<std::string>{"RS"});
    CHECK(form.unknown.empty());
    // Below a form of the author's own it never does.
    const auto own = read("Form: request\nTo: BG\nHandling: H1\nOur reference: NEW-1\n\n" +
                          block.text + "\n" + kOldForm);
    CHECK(own.list("to_states") == std::vector<std::string>{"BG"});
    CHECK(own.text("own_ref") == "NEW-1");
    CHECK(own.text("facts").empty());
  }
}

TEST_CASE("marks of an original message are no words of the author") {
  for (const std::string mark :
       {"-----Original Message-----", "-------- Forwarded Message --------",
        "---------- Forwarded message ---------", "-----Ursprüngliche Nachricht-----",
        "-----Mesazhi origjinal-----", "-----Izvorna poruka-----", "-----Изворна порука-----",
        "-----Оригинално съобщение-----", "-----Αρχικό μήνυμα-----", "-----Eredeti üzenet-----",
        "-----Оригинална порака-----", "-----Mesaj original-----", "-----Özgün İleti-----",
        "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐", "Begin forwarded message:"}) {
    INFO(mark);
    CHECK(without_quotes("Answer.\n\n" + mark + "\n" + header_blocks()[0].text + "\nOurs.\n") ==
          "Answer.");
    CHECK(without_quotes("Answer.\n\n" + mark + "\n\nOurs.\n") == "Answer.");
  }
  CHECK(without_quotes("This is about the original message\nof last week.") ==
        "This is about the original message\nof last week.");
}

TEST_CASE("the line above a quotation that says who wrote is cut, in every language") {
  for (const std::string line :
       {"On Tue, Nov 24, 2026 at 10:00 AM Pouch <requests@pouch.example> wrote:",
        "On 24.11.26 10:00, Pouch wrote:", "Pouch <requests@pouch.example> writes:",
        "Am 24.11.26 um 10:00 schrieb Pouch:", "Më mar, 24 nën 2026 në 10:00, Pouch shkroi:",
        "Dana 24. 11. 2026. u 10:00, Pouch je napisao/la:",
        "уто, 24. нов 2026. у 10:00 Pouch <requests@pouch.example> је написао/ла:",
        "На вт, 24.11.2026 г. в 10:00 Pouch <requests@pouch.example> написа:",
        "Στις Τρί 24 Νοε 2026 στις 10:00 π.μ., ο χρήστης Pouch έγραψε:",
        "Pouch <requests@pouch.example> ezt írta (időpont: 2026. nov. 24., K, 10:00):",
        "На 24.11.26 10:00, Pouch напиша:", "În mar., 24 nov. 2026 la 10:00, Pouch a scris:",
        "Pouch <requests@pouch.example>, 24 Kas 2026 Sal, 10:00 tarihinde şunu yazdı:",
        "On Tue, 24 Nov 2026 10:00:00 +0100, Pouch Gateway of the Centre\n"
        "<requests@pouch.example> wrote:",
        "On Tue, 24 Nov 2026 at 10:00:00 +0100\nPouch\nwrote:"}) {
    INFO(line);
    CHECK(without_quotes("Answer.\n\n" + line + "\n\n> Ours.\n") == "Answer.");
    CHECK(without_quotes(line + "\n> Ours.\n\nAnswer.\n") == "Answer.");
  }
}

TEST_CASE("the author's own line above a quotation stays") {
  CHECK(without_quotes("To your questions:\n> 1. Who?\n") == "To your questions:");
  CHECK(without_quotes("Answer.\nOn 24.11.26 10:00, Pouch wrote:\n> Ours.\n") == "Answer.");
  CHECK(without_quotes("The plate is CA 1234\nPouch wrote:\n> Ours.\n") == "The plate is CA 1234");
}

TEST_CASE("an answer under a quoted question has the question's number") {
  CHECK(
      without_quotes("On 24.11.26 10:00, Pouch wrote:\n> WHAT IS ASKED\n> 1. Who is the owner of\n"
                     "> the lorry?\nPetar Petrov, Sofia.\n> 2. Border crossings?\n\nNone known.\n"
                     "Asked twice.\n> \n> FACTS\n> heroin\n") ==
      "1. Petar Petrov, Sofia.\n\n2. None known.\nAsked twice.");
  CHECK(without_quotes("> 1. Who?\n1. Petar.\n") == "1. Petar.");
  CHECK(without_quotes("> 1. Who?\n>\n> FACTS\nPetar.\n") == "Petar.");
}

TEST_CASE("below Outlook's header block answers right under our questions are kept") {
  const std::string ours = "## 1. Who is the owner?\n1.\n## 2. Border crossings?\n2.\n";
  const auto mail =
      "See my answers below.\n\n" + header_blocks()[0].text +
      "\nWHAT IS ASKED\n  1. Who is the owner?\nPetar Petrov.\n  2. Border crossings?\n"
      "None known.\n\nFACTS\n  On 3 November heroin\n";
  CHECK(without_quotes(mail, ours) ==
        "See my answers below.\n\n1. Petar Petrov.\n\n2. None known.");
  CHECK(without_quotes(mail) == "See my answers below.");
}

TEST_CASE("quotations of any depth, mixed marks and signatures are cut") {
  CHECK(without_quotes("A.\n> b\n>> c\n> > > d\n>e\nF.\n-- \nAna\n> g\nAna's phone\n") ==
        "A.\n\nF.");
  CHECK(without_quotes("> From: x@y.example\n> Date: 24.11.2026\n> Subject: s\n>\n> Form: request\n"
                       "Mine.\n") == "Mine.");
}

TEST_CASE("a form's name in a cell of its own must be a form's") {
  const auto name = [](const std::string& text) {
    return templates::recognise(text, shipped(), {}).name;
  };
  CHECK(name("Form\trequest\nTo\tBG\n") == "request");
  CHECK(name("Form:\n\nrequest\nTo:\nBG\n") == "request");
  CHECK(name("Form:\nsoon\n").empty());
  CHECK(name("Form\tof the lorry\n").empty());
  CHECK(name("Form:\n\n\nrequest\n").empty());
  CHECK(name("> Form:\nrequest\n").empty());
  CHECK(templates::recognise("Form: requset\n", shipped(), {}).unknown_name == "requset");
}

TEST_CASE("what only looks like a header block is the author's own") {
  for (const std::string text :
       {"From: the office in Sofia\nTo: the lorry's owner", "Date: 24 November 2026\nSubject: x",
        "From: x\n\nDate: 2026-11-24\n\nSubject: y", "From: x\nDate: soon\nSubject: y"}) {
    INFO(text);
    CHECK(without_quotes(text) == text);
  }
}

TEST_CASE("the line above a quotation is no part of the form's last value") {
  const auto form = read(std::string(kOldForm) +
                         "\nOn 24.11.26 10:00, Pouch wrote:\n\n> Form: request\n> To: BG\n");
  CHECK(form.text("reasons_available") == "Old reasons.");
  const auto free_text =
      read(std::string(kOldForm) + "\nFree text:\nMine.\n\nX <x@y.example> wrote:\n> old\n");
  CHECK(free_text.free_text == "Mine.");
}

TEST_CASE("a mail's header pasted into a value is text of the case") {
  const std::string pasted = "From: x@y.example\nDate: 3 November 2026\nSubject: the load\n";
  const auto form = read("Form: request\nTo: BG\nFacts: he wrote this:\n" + pasted +
                         "\nAll is ready.\nReasons: he lives in Sofia\n");
  CHECK(form.text("reasons_available") == "he lives in Sofia");
  CHECK(form.text("facts") ==
        "he wrote this: From: x@y.example Date: 3 November 2026 Subject: the load All is ready.");
  // With a form below it, or nothing of the form, it is a quotation.
  CHECK(read("Form: request\nTo: BG\nFacts: mine\n\n" + pasted + "\n" + kOldForm).text("facts") ==
        "mine");
  CHECK(read("Form: request\nTo: BG\nFacts: mine\n\n" + pasted + "\nOld: words\n").text("facts") ==
        "mine");
}

TEST_CASE("lone lines of a header above a form are no part of it, in any language") {
  for (const std::string line : {"To: x@y.example", "До: x@y.example", "Za: Ana", "Către: Ana",
                                 "Kime: Ana", "Címzett: Ana", "Προς: Ana", "Drejtuar: Ana"}) {
    INFO(line);
    const auto form = read(line + "\n\n" + kOldForm);
    CHECK(form.list("to_states") == std::vector<std::string>{"RS"});
  }
}

TEST_CASE("a request's own To is not taken for a client's header") {
  const auto form = read(kOldForm);
  CHECK(form.list("to_states") == std::vector<std::string>{"RS"});
}

TEST_CASE("a header block may have so many lines of addressees, and no more") {
  const auto block = [](int addressees) {
    std::string text = "Mine.\n\nFrom: X\nSent: 2026\nTo: Y <y@x.example>;\n";
    for (int i = 1; i < addressees; ++i) text += "Z <z" + std::to_string(i) + "@x.example>;\n";
    return text + "Subject: s\n\nOld.\n";
  };
  CHECK(without_quotes(block(13)) == "Mine.");
  CHECK(without_quotes(block(14)) != "Mine.");
}

TEST_CASE("an attribution may be broken over three lines, not four") {
  CHECK(without_quotes("On 24 November 2026 at 10:00,\nX\nwrote:\n> q\n").empty());
  CHECK(without_quotes("On 24 November 2026 at 10:00,\nX\nof Y\nwrote:\n> q\n") ==
        "On 24 November 2026 at 10:00,\nX\nof Y");
}

TEST_CASE("of a text with too many lines nothing is cut") {
  std::string text = "Mine.\n> cut\n";
  for (int i = 2; i < 100000; ++i) text += "> x\n";
  CHECK(without_quotes(text) == "Mine.");
  CHECK(without_quotes(text + "> y\n").size() > text.size());
}

TEST_CASE("header blocks without end cost no more than their length") {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "From: a@b\nPriority: x\nCc: c@d\nd@e;\n";
  CHECK(without_quotes(text).size() > 0);
}
