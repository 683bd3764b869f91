#include "mail/structure/headers.hpp"

#include "tests/unit/mail/scanned.hpp"

namespace pouch::mail {
namespace {

constexpr std::string_view kFrom = "From: Ana <ana@police.ro.example>\n";

Headers read(const std::string& fields, bool require_from = true) {
  const std::string text = fields + "\n";
  auto result = read_headers(scanned(text), Limits{}, require_from);
  if (auto* refusal = std::get_if<HeaderRefusal>(&result)) FAIL("refused: " << refusal->rule);
  return std::get<Headers>(std::move(result));
}

std::string header_refused(const std::string& fields, bool require_from = true) {
  const std::string text = fields + "\n";
  auto result = read_headers(scanned(text), Limits{}, require_from);
  const auto* refusal = std::get_if<HeaderRefusal>(&result);
  return refusal == nullptr ? "not refused" : refusal->rule;
}

std::string automatic(const std::string& fields) {
  return read(std::string(kFrom) + fields).automatic;
}

TEST_CASE("what is answered is known without its brackets too, where there are none at all") {
  using Ids = std::vector<std::string>;
  const auto answered = [](const std::string& value) {
    return read(std::string(kFrom) + "In-Reply-To: " + value + "\n").in_reply_to;
  };
  CHECK(answered("a.b-1@pouch.example") == "<a.b-1@pouch.example>");
  CHECK(answered("  a@x.example  ") == "<a@x.example>");
  CHECK(answered("a@x.example, b@x.example") == "<a@x.example>");
  CHECK(answered("your mail a@x.example") == "<a@x.example>");
  CHECK(answered("mail of ana@x.example <0@x.example>") == "<0@x.example>");
  for (const auto* none : {"yesterday", "@x", "a@", "<a@x", "a@x>", "\"a@x.example\"", "", "<>"}) {
    INFO(none);
    CHECK(answered(none).empty());
  }
  CHECK(read(std::string(kFrom) + "References: a@x.example\n b@x.example\n").references ==
        Ids{"<a@x.example>", "<b@x.example>"});
  CHECK(read(std::string(kFrom) + "Message-ID: a@x.example\n").message_id.empty());
}

TEST_CASE("the fields of a mail become values") {
  const auto headers = read(
      "Received: a\nReceived: b\nFROM: Ana <ana@police.ro.example>\n"
      "to: requests@pouch.example, Desk <d@x.example>\ncc: c@x.example\n"
      "Subject: =?utf-8?q?Giurgiu_=E2=80=93?=\n =?utf-8?q?_Ruse?=\n"
      "Message-Id: <1@x.example>\nIn-Reply-To: message of Monday <0@x.example>\n"
      "References: <a@x.example>\n\t<b@x.example>\nDate: Mon, 23 Nov 2026 22:17:58 +0200\n");
  CHECK(headers.from.spec == "ana@police.ro.example");
  CHECK(headers.from.display == "Ana");
  REQUIRE(headers.to.size() == 2);
  CHECK(headers.to[1].spec == "d@x.example");
  REQUIRE(headers.cc.size() == 1);
  CHECK(headers.subject == "Giurgiu – Ruse");
  CHECK(headers.message_id == "<1@x.example>");
  CHECK(headers.in_reply_to == "<0@x.example>");
  CHECK(headers.references == std::vector<std::string>{"<a@x.example>", "<b@x.example>"});
  CHECK(headers.date->time_since_epoch().count() == 1795465078);
  CHECK(headers.received_count == 2);
  CHECK(headers.automatic.empty());
}

TEST_CASE("absent fields are empty") {
  const auto headers = read(std::string(kFrom));
  CHECK(headers.to.empty());
  CHECK(headers.subject.empty());
  CHECK(headers.message_id.empty());
  CHECK_FALSE(headers.date.has_value());
}

TEST_CASE("refuses a message with two From fields") {
  CHECK(header_refused("From: a@x.example\nFrom: b@x.example\n") == "two From fields");
  CHECK(header_refused("From: a@x.example\nfrom: b@x.example\n", false) == "two From fields");
}

TEST_CASE("a field that stands twice with one value is one, however it is folded") {
  const auto headers = read(
      "From: Ana <a@x.example>\nSubject: Lorry at\n Giurgiu\nTo: b@x.example\n"
      "Subject:  Lorry at Giurgiu \nTo: b@x.example\nFrom: Ana <a@x.example>\n");
  CHECK(headers.subject == "Lorry at Giurgiu");
  CHECK(headers.to.size() == 1);
  CHECK(header_refused("From: a@x.example\nSubject: a\nSubject: b\n") == "two Subject fields");
  CHECK(header_refused("From: a@x.example\nSubject: a\nSubject: a\nSubject: A\n") ==
        "two Subject fields");
}

TEST_CASE("refuses a message with two mailboxes in From") {
  CHECK(header_refused("From: a@x.example, b@x.example\n") == "two mailboxes in the From field");
}

TEST_CASE("refuses a group, an empty and an unreadable From") {
  CHECK(header_refused("From: Desk: a@x.example;\n") == "group in the From field");
  CHECK(header_refused("From: nobody:;\n") == "group in the From field");
  CHECK(header_refused("From:\n") == "empty From field");
  CHECK(header_refused("From: ,\n") == "empty From field");
  CHECK(header_refused("From: <a@evil.example> boss@corp.example\n") ==
        "From field cannot be read for sure");
}

TEST_CASE("outer headers need a From, protected ones do not") {
  CHECK(header_refused("Subject: x\n", true) == "no From field");
  CHECK(read("Subject: x\n", false).from.spec.empty());
  CHECK(header_refused("From:\nSubject: x\n", false) == "empty From field");
}

TEST_CASE("the Sender field says nothing") {
  CHECK(read("Sender: eve@evil.example\n" + std::string(kFrom)).from.spec ==
        "ana@police.ro.example");
}

TEST_CASE("refuses a second one of every field that a mail has once") {
  for (const std::string name :
       {"To", "Cc", "Subject", "Message-ID", "Date", "In-Reply-To", "References"}) {
    CHECK(header_refused(std::string(kFrom) + name + ": \n" + name + ": <a@b.example>\n") ==
          "two " + name + " fields");
    CHECK(header_refused(std::string(kFrom) + name + ": \n" + name + ":\n") == "not refused");
  }
}

TEST_CASE("refuses To and Cc that cannot be read for sure: they decide the audience") {
  CHECK(header_refused(std::string(kFrom) + "To: :\n") == "To field cannot be read for sure");
  CHECK(header_refused(std::string(kFrom) + "Cc: a@x.example b@x.example\n") ==
        "Cc field cannot be read for sure");
}

TEST_CASE("500 encoded words in a field are read, 501 refused") {
  std::string subject = "Subject:";
  for (int i = 0; i < 500; ++i) subject += " =?utf-8?q?a?=";
  CHECK(read(std::string(kFrom) + subject + "\n").subject == std::string(500, 'a'));
  CHECK(header_refused(std::string(kFrom) + subject + " =?utf-8?q?a?=\n") ==
        "Subject field with over 500 encoded words");
}

TEST_CASE("message identifiers that are none are left out") {
  CHECK(read(std::string(kFrom) + "Message-ID: none\n").message_id.empty());
  CHECK(read(std::string(kFrom) + "Message-ID: <>\n").message_id.empty());
  CHECK(read(std::string(kFrom) + "Message-ID: <a b@x>\n").message_id.empty());
  CHECK(read(std::string(kFrom) + "Message-ID: <a\xC3\xA4@x>\n").message_id.empty());
  CHECK(read(std::string(kFrom) + "Message-ID: <a@x\n").message_id.empty());
  CHECK(read(std::string(kFrom) + "References: x <a@x> <> <b c> <<d@x>> junk <e@x>\n").references ==
        std::vector<std::string>{"<a@x>", "<d@x>", "<e@x>"});
}

TEST_CASE("a subject is one line without controls, whatever was in it") {
  CHECK(read(std::string(kFrom) + "Subject: a\x1B[31mb\tc\n").subject == "a [31mb c");
  CHECK(read(std::string(kFrom) + "Subject: =?utf-8?q?x=0D=0ABcc:_e=40evil?=\n").subject ==
        "x Bcc: e@evil");
}

TEST_CASE("mail that a person wrote is not automatic") {
  CHECK(automatic("").empty());
  CHECK(automatic("Auto-Submitted: no\n").empty());
  CHECK(automatic("Auto-Submitted: (c) No (by hand)\n").empty());
  CHECK(automatic("Precedence: normal\n").empty());
  CHECK(automatic("X-Auto-Response-Suppress: None\n").empty());
  CHECK(automatic("Return-Path: <ana@police.ro.example>\n").empty());
  CHECK(automatic("Listing: x\n").empty());
  CHECK(automatic("X-Autoreplying: x\n").empty());
  CHECK(automatic("X-Delivery-Agent: dovecot\n").empty());
  // The same guard marks what its user writes himself.
  const std::string sealed = std::string(kFrom) +
                             "X-Delivery-Agent: TMDA/1.1.12\nContent-Type: multipart/encrypted; "
                             "boundary=b\n\n--b\n\na\n--b--";
  const auto result = read_headers(scanned(sealed), Limits{}, true);
  CHECK(std::get<Headers>(result).automatic.empty());
}

TEST_CASE("automatic mail is told by each of its marks") {
  CHECK(automatic("Auto-Submitted: auto-replied\n") == "Auto-Submitted");
  CHECK(automatic("auto-submitted:\n auto-generated; x=y\n") == "Auto-Submitted");
  CHECK(automatic("Auto-Submitted: no-really\n") == "Auto-Submitted");
  CHECK(automatic("List-Id: <police.ro.example>\n") == "mailing list");
  CHECK(automatic("list-unsubscribe: <mailto:x@x>\n") == "mailing list");
  CHECK(automatic("Precedence: Bulk\n") == "Precedence: bulk");
  CHECK(automatic("Precedence: list\n") == "Precedence: list");
  CHECK(automatic("Precedence: junk\n") == "Precedence: junk");
  CHECK(automatic("X-Auto-Response-Suppress: All\n") == "X-Auto-Response-Suppress");
  CHECK(automatic("X-Loop: pouch@x.example\n") == "X-Loop");
  CHECK(automatic("Return-Path: <>\n") == "null Return-Path");
  CHECK(automatic("Return-Path: < >\n") == "null Return-Path");
  CHECK(automatic("Return-Path: <MAILER-DAEMON@mail.ro.example>\n") == "null Return-Path");
  CHECK(automatic("X-Autoreply: yes\n") == "X-Autoreply");
  CHECK(automatic("X-Autorespond: x\n") == "X-Autorespond");
  CHECK(automatic("x-autoresponder: x\n") == "x-autoresponder");
  CHECK(automatic("Auto-Replied: yes\n") == "Auto-Replied");
  CHECK(automatic("X-Delivery-Agent: TMDA/1.1.12\n") == "challenge");
  CHECK(automatic("X-TMDA-Confirm: x\n") == "challenge");
  CHECK(automatic("X-BoxTrapper-Queue: x\n") == "challenge");
  CHECK(read("From: MAILER-DAEMON@x.example\n").automatic == "From a mail system");
  CHECK(read("From: postmaster@x.example\n").automatic == "From a mail system");
}

TEST_CASE("a delivery report is automatic") {
  const std::string text =
      std::string(kFrom) + "Content-Type: multipart/report; boundary=x\n\n--x\n\na\n--x--";
  const auto result = read_headers(scanned(text), Limits{}, true);
  CHECK(std::get<Headers>(result).automatic == "multipart/report");
}

}  // namespace
}  // namespace pouch::mail
