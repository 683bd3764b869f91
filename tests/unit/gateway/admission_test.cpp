// Machines are told from people (RFC 3834 section 2; SECURITY section 2 class 10; DECISIONS 44):
// what the signature covers counts for a proved member, what servers wrote for everybody else.
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

void is_automatic(const mail::openpgp::Opened& opened, const SpoolEntry& entry) {
  const auto admission = judged(opened, entry);
  CHECK(admission.outcome == Outcome::kHeld);
  CHECK(admission.reason == "automatic");
  CHECK_FALSE(admission.owes_letter);
  CHECK_FALSE(admission.stranger);
  CHECK_FALSE(admission.sender);
}

mail::openpgp::Opened nobodys_mail() {
  auto opened = anas_mail();
  opened.verdict = mail::openpgp::Verdict::kNotEncrypted;
  opened.signer.reset();
  return opened;
}

// What any server on the way may write, and what comes back.
std::array<mail::openpgp::Opened, 2> marked(mail::openpgp::Opened (*made)()) {
  std::array<mail::openpgp::Opened, 2> both{made(), made()};
  both[0].outer.automatic = "X-Auto-Response-Suppress";
  both[1].outer.message_id = "<pouch.00112233445566778899aabbccddeeff-1@pouch.example>";
  return both;
}

TEST_CASE("a proved member's mail is a person's, whatever servers wrote on it") {
  for (const auto& opened : marked(anas_mail)) {
    CHECK(judged(opened, envelope()).outcome == Outcome::kAccepted);
    for (const std::string source : {"smtp", "lmtp", "pipe", "imap", "maildir"}) {
      CHECK(judged(opened, envelope(source, "")).outcome == Outcome::kAccepted);
    }
  }
  CHECK(judged(marked(anas_mail).front(), envelope()).marks == "X-Auto-Response-Suppress");
  CHECK(judged(anas_mail(), envelope()).marks.empty());
  // Also when it cannot be carried: it is answered.
  auto both = marked(anas_mail);
  auto& clear = both.front();
  clear.verdict = mail::openpgp::Verdict::kSignedOnly;
  CHECK(judged(clear, envelope()).owes_letter);
}

TEST_CASE("holds what nobody proved and a machine marked, and answers it not at all") {
  auto from_us = nobodys_mail();
  from_us.outer.from = {"", "Requests+x@pouch.example"};
  is_automatic(from_us, envelope());
  auto unproved = marked(nobodys_mail);
  for (auto& opened : unproved) {
    is_automatic(opened, envelope());
    opened.verdict = mail::openpgp::Verdict::kUnknownSigner;
    opened.signer = mail::openpgp::Signer{"", "0123456789ABCDEF", Time(std::chrono::hours(1)), ""};
    is_automatic(opened, envelope());
    auto released = envelope();
    released.released = true;  // then too nothing proves who wrote it
    is_automatic(opened, released);
  }
  // The null envelope sender, where the source knows it.
  for (const std::string source : {"smtp", "lmtp"})
    is_automatic(nobodys_mail(), envelope(source, ""));
  for (const std::string source : {"pipe", "imap", "maildir"}) {
    CHECK(judged(nobodys_mail(), envelope(source, "")).reason == "not-encrypted");
  }
}

TEST_CASE("a mark under the signature, or a loop, holds a member's mail until it is released") {
  auto marked_inside = anas_mail();
  marked_inside.signed_mark = "Auto-Submitted";
  auto hops = anas_mail();
  hops.outer.received_count = config::SiteLimits{}.received_hops + 1;
  for (const auto* opened : {&marked_inside, &hops}) {
    is_automatic(*opened, envelope());
    auto released = envelope();
    released.released = true;
    CHECK(judged(*opened, released).outcome == Outcome::kAccepted);
  }
  CHECK(judged(marked_inside, envelope()).detail == "Auto-Submitted, under the signature");
  hops.outer.received_count -= 1;
  CHECK(judged(hops, envelope()).outcome == Outcome::kAccepted);
}

TEST_CASE("names the key and the claimed sender of a mail by a key that nobody registered") {
  auto unknown = anas_mail();
  unknown.verdict = mail::openpgp::Verdict::kUnknownSigner;
  unknown.signer = mail::openpgp::Signer{"", "0123456789ABCDEF", Time(std::chrono::hours(1)), ""};
  const auto by_subkey = judged(unknown, envelope());
  CHECK(by_subkey.reason == "unknown-signer");
  CHECK(by_subkey.detail.find("the key 0123456789ABCDEF") != std::string::npos);
  CHECK(by_subkey.detail.find("ana@police.ro.example") != std::string::npos);
  CHECK(by_subkey.detail.find("(ana)") != std::string::npos);
  auto in_the_ring = anas_mail();
  in_the_ring.signer->primary = "KEY-NOBODY";
  const auto unnamed = judged(in_the_ring, envelope());
  CHECK(unnamed.reason == "unknown-signer");
  CHECK(unnamed.detail.find("KEY-NOBODY") != std::string::npos);
  CHECK(unnamed.detail.find("(ana)") != std::string::npos);
  unknown.outer.from = {"", "eve@elsewhere.example"};
  CHECK(judged(unknown, envelope()).detail.find("eve@elsewhere.example") != std::string::npos);
}

TEST_CASE("a proved member's mail that cannot be read is refused with the reason, not held") {
  auto odd = anas_mail();
  odd.verdict = mail::openpgp::Verdict::kUnreadable;
  odd.content.unreadable = "part 2: two Content-Type fields";
  odd.content.remedy = "Write it anew.";
  const auto admission = judged(odd, envelope());
  CHECK(admission.outcome == Outcome::kRefused);
  CHECK(admission.reason == "unreadable");
  CHECK(admission.owes_letter);
  CHECK(admission.detail == odd.content.unreadable);
  CHECK(admission.remedy == odd.content.remedy);
}

}  // namespace
}  // namespace pouch::gateway
