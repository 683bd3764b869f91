// Machines are told from people before anything else is looked at (RFC 3834 section 2; SECURITY
// section 2 class 10), also when a member's good signature is on the mail.
#include "gateway/decide/admission.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/gateway/people.hpp"

namespace pouch::gateway {
namespace {

mail::openpgp::Opened anas_mail() {
  mail::openpgp::Opened opened;
  opened.verdict = mail::openpgp::Verdict::kProved;
  opened.signer =
      mail::openpgp::Signer{"KEY-ANA", "KEY-ANA", Time(std::chrono::hours(1)), "SHA256"};
  opened.headers_signed = true;
  opened.headers.from = opened.outer.from = {"Ana", "ana@police.ro.example"};
  opened.headers.to = opened.outer.to = {{"", "requests@pouch.example"}};
  opened.headers.message_id = opened.outer.message_id = "<1@police.ro.example>";
  return opened;
}

SpoolEntry envelope(const std::string& source = "smtp",
                    const std::string& from = "ana@police.ro.example") {
  SpoolEntry entry;
  entry.source = source;
  entry.from = from;
  entry.to = {"requests@pouch.example"};
  entry.received = Time(std::chrono::hours(1));
  return entry;
}

Admission judged(const mail::openpgp::Opened& opened, const SpoolEntry& entry) {
  const test::People people;
  return admit(opened, entry, people.directory, people.site);
}

TEST_CASE("a proved member's mail is admitted, with any tag on the gateway's address") {
  CHECK(judged(anas_mail(), envelope()).outcome == Outcome::kAccepted);
  auto tagged = anas_mail();
  tagged.headers.to = {{"", "Requests+SEL-2026-000001-77@pouch.example"}};
  CHECK(judged(tagged, envelope()).outcome == Outcome::kAccepted);
}

TEST_CASE("holds a member's mail that bears a machine's mark, and owes no letter") {
  auto marked = anas_mail();
  marked.outer.automatic = "Precedence: bulk";
  auto ours = anas_mail();
  ours.outer.message_id = "<pouch.00112233445566778899aabbccddeeff-1@pouch.example>";
  auto hops = anas_mail();
  hops.outer.received_count = config::SiteLimits{}.received_hops + 1;
  auto from_us = anas_mail();
  from_us.outer.from = {"", "Requests+x@pouch.example"};
  for (const auto& opened : {marked, ours, hops, from_us}) {
    const auto admission = judged(opened, envelope());
    CHECK(admission.outcome == Outcome::kHeld);
    CHECK(admission.reason == "automatic");
    CHECK_FALSE(admission.owes_letter);
    CHECK_FALSE(admission.stranger);
  }
  hops.outer.received_count -= 1;
  CHECK(judged(hops, envelope()).outcome == Outcome::kAccepted);
  auto others = anas_mail();  // another gateway's domain
  others.outer.message_id = "<pouch.00112233445566778899aabbccddeeff-1@other.example>";
  CHECK(judged(others, envelope()).outcome == Outcome::kAccepted);
}

TEST_CASE("holds what comes with the null envelope sender, where the source knows it") {
  for (const std::string source : {"smtp", "lmtp"}) {
    CHECK(judged(anas_mail(), envelope(source, "")).reason == "automatic");
  }
  // A pipe that was given no sender, and a mailbox, which keeps none.
  for (const std::string source : {"pipe", "imap", "maildir"}) {
    CHECK(judged(anas_mail(), envelope(source, "")).outcome == Outcome::kAccepted);
  }
}

}  // namespace
}  // namespace pouch::gateway
