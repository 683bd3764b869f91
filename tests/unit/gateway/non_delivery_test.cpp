// Letters about letters that do not arrive hold numbers, states and codes: nothing of the case and
// no word of a foreign server (SECURITY section 2 classes 11 and 30).
#include "gateway/letters/non_delivery.hpp"
#include "gateway/store/queued_letter.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

const CaseNumber kNumber("SEL", 2026, 1);

Undelivered undelivered(bool failed) {
  Notice notice;
  notice.failed = failed;
  auto& letter = notice.letter;
  letter.id = "seed-1";
  letter.kind = "request";
  letter.message_id = "<pouch.seed-1@pouch.example>";
  letter.number = kNumber.text() + "/1";
  letter.recipient = "nfp@mvr.bg.example";
  letter.state = failed ? "failed" : "queued";
  letter.answer = "550 5.1.1 CANARY <b>call this number</b>";
  letter.status = "5.1.1";
  letter.attempts = 1;
  letter.created = at(0);
  letter.at = at(60);
  return {notice, "nfp-bg", "BG", "Focal point of Bulgaria"};
}

mail::Draft told(const Undelivered& what) {
  config::Site site;
  site.address = "requests@pouch.example";
  const Party ana{"ana", "Ana Ionescu", "ana@police.ro.example", {}, "UTC"};
  return write_non_delivery({site, at(100)}, ana, {kNumber, 1}, what,
                            {"<pouch.n-1@pouch.example>", "<1@police.ro.example>"});
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a receipt of non-delivery says what DOMAIN section 6 asks, in the case's thread") {
  const auto draft = told(undelivered(true));
  CHECK(draft.outer_subject == "[" + kNumber.text() + "]");
  CHECK(draft.subject == "[" + kNumber.text() + "/1] NOT DELIVERED to Focal point of Bulgaria");
  CHECK(draft.in_reply_to == "<1@police.ro.example>");
  CHECK(draft.references.size() == 2);
  CHECK(draft.automatic);
  CHECK(contains(draft.text, "request letter to Focal point of Bulgaria"));
  CHECK(contains(draft.text, "after 1 attempt\n"));
  CHECK(contains(draft.text, "5.1.1, the mailbox does not exist (reply 550)"));
  CHECK(contains(draft.text, "Nothing is lost"));
  REQUIRE(draft.attachments.size() == 1);
  CHECK(contains(std::string(draft.attachments[0].bytes), "\"state\": \"not-delivered\""));
  for (const auto& text : {draft.text, std::string(draft.attachments[0].bytes), draft.subject}) {
    CHECK(!contains(text, "CANARY"));
    CHECK(!contains(text, "nfp@mvr.bg.example"));
  }
}

TEST_CASE("a warning says until when the letter is tried, if we try it ourselves") {
  auto waiting = undelivered(false);
  waiting.notice.letter.attempts = 7;
  CHECK(told(waiting).subject == "[" + kNumber.text() + "/1] DELAYED to Focal point of Bulgaria");
  CHECK(contains(told(waiting).text, "after 7 attempts\n"));
  CHECK(contains(told(waiting).text, "goes on being tried until"));
  CHECK(contains(told(waiting).text, "2026, "));
  CHECK(contains(told(waiting).text, "(UTC);"));
  waiting.notice.letter.state = "delivered";
  CHECK(contains(told(waiting).text, "by the mail server"));
}

TEST_CASE("says who it was to as well as the directory knows today") {
  auto what = undelivered(true);
  what.name.clear();
  CHECK(contains(told(what).subject, "NOT DELIVERED to nfp-bg"));
  what.party.clear();
  CHECK(contains(told(what).subject, "NOT DELIVERED to the recipient"));
  what.notice.letter.status.clear();
  what.notice.letter.answer.clear();
  CHECK(contains(told(what).text, "none was given"));
}

TEST_CASE("the operator gets one letter for all, with addresses and without a server's words") {
  config::Site site;
  site.address = "requests@pouch.example";
  const Party whom{"dimitar", "Dimitar", "dimitar@police.bg.example", {}, "UTC"};
  const auto draft = write_operator_notice(
      {site, at(100)}, whom, {undelivered(true), undelivered(false), undelivered(false)},
      {"<pouch.n-1@pouch.example>", ""});
  CHECK(draft.outer_subject == "[Pouch]");
  CHECK(draft.subject == "Letters: 1 not delivered, 2 delayed");
  CHECK(contains(draft.text, "nfp@mvr.bg.example (Focal point of Bulgaria)"));
  CHECK(contains(std::string(draft.attachments[0].bytes), "\"address\": \"nfp@mvr.bg.example\""));
  CHECK(!contains(draft.text + std::string(draft.attachments[0].bytes), "CANARY"));
}

TEST_CASE("explains status codes by their subject where the code itself is not known") {
  CHECK(status_words("5.1.1") == "the mailbox does not exist");
  CHECK(status_words("5.1.10") == "the mailbox does not exist");
  CHECK(status_words("5.1.99") == "something is wrong with the address");
  CHECK(status_words("4.2.2") == "the mailbox is full");
  CHECK(status_words("4.4.7") == "it was tried until its time was over");
  CHECK(status_words("4.4.1") == "the mail server could not be reached");
  CHECK(status_words("5.7.606") == "the mail server refuses it by its rules");
  CHECK(status_words("5.0.0") == "the mail server gave no particular reason");
  CHECK(status_words("").empty());
  CHECK(status_words("5.9.1").empty());
}

}  // namespace
}  // namespace pouch::gateway
