// What mail programs add to every mail by themselves, whoever writes: a key, a business card, the
// pictures of a signature. It keeps no order from being one, and alone it is no answer.
#include <catch2/catch.hpp>

#include "gateway/decide/reading.hpp"
#include "mail/content/content.hpp"
#include "tests/unit/gateway/scene.hpp"

using namespace pouch;
using namespace pouch::gateway;
using namespace pouch::test;

namespace {

const std::string kLetterId = "<pouch.5eed-1@pouch.example>";
const std::string kLetter =
    "[SEL-2026-000001-77/1] Romania asks Bulgaria: 4417/2026, heroin\n\nWHAT IS WANTED\n  1. Who "
    "is the registered owner of the vehicle?\n";

// As clients bring it back: no title of the writer's own.
const std::string kRe = "Re: " + kLetter.substr(0, kLetter.find('\n'));

struct Added {
  std::string what, part;
  bool related = false;  // beside the text that shows it
};

const std::vector<Added> kAdded{
    {"Thunderbird's key",
     "Content-Type: application/pgp-keys; name=\"OpenPGP_0xAB.asc\"\nContent-Disposition: "
     "attachment; filename=\"OpenPGP_0xAB.asc\"\n\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME\n"
     "-----END PGP PUBLIC KEY BLOCK-----\n"},
    {"a binary key",
     "Content-Type: application/pgp-keys; name=\"a.pgp\"\nContent-Transfer-Encoding: "
     "base64\n\nmDMEZQ==\n"},
    {"a key as any file",
     "Content-Type: application/octet-stream; name=\"0xAB.asc\"\nContent-Disposition: attachment; "
     "filename=\"0xAB.asc\"\n\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME\n"
     "-----END PGP PUBLIC KEY BLOCK-----\n"},
    {"Outlook's card",
     "Content-Type: text/x-vcard; name=\"Ana.vcf\"\nContent-Disposition: attachment; "
     "filename=\"Ana.vcf\"\n\nBEGIN:VCARD\nEND:VCARD\n"},
    {"Thunderbird's card",
     "Content-Type: text/vcard; charset=utf-8; name=\"ana.vcf\"\nContent-Disposition: attachment; "
     "filename=\"ana.vcf\"\n\nBEGIN:VCARD\nEND:VCARD\n"},
    {"a signature's picture",
     "Content-Type: image/png; name=\"image001.png\"\nContent-ID: <image001.png@01>\n\nx\n", true},
    {"a picture said to be inline",
     "Content-Type: image/jpeg; name=\"logo.jpg\"\nContent-ID: <a>\nContent-Disposition: inline; "
     "filename=\"logo.jpg\"\n\nx\n",
     true},
};

const std::vector<Added> kMeant{
    {"a document",
     "Content-Type: application/pdf; name=\"answer.pdf\"\nContent-Disposition: attachment; "
     "filename=\"answer.pdf\"\n\n%PDF\n"},
    {"a photograph",
     "Content-Type: image/jpeg; name=\"IMG_1.jpg\"\nContent-Disposition: inline; "
     "filename=\"IMG_1.jpg\"\n\nx\n"},
    {"a picture that is attached",
     "Content-Type: image/png; name=\"scan.png\"\nContent-Disposition: attachment; "
     "filename=\"scan.png\"\n\nx\n",
     true},
    {"a sealed file",
     "Content-Type: application/octet-stream; name=\"a.asc\"\nContent-Disposition: attachment; "
     "filename=\"a.asc\"\n\n-----BEGIN PGP MESSAGE-----\n\nhQ==\n-----END PGP MESSAGE-----\n"},
    {"a file that s-nail calls a key",
     "Content-Type: application/pgp-keys; name=\"report.txt\"\nContent-Disposition: attachment; "
     "filename=\"report.txt\"\n\nPetar Petrov\n"},
    {"a text",
     "Content-Type: text/plain; name=\"names.txt\"\nContent-Disposition: attachment; "
     "filename=\"names.txt\"\n\nPetar Petrov\n"},
};

std::string quoted() {
  std::string out = "On 24.11.26 10:00, Pouch wrote:\n";
  for (std::size_t at = 0; at < kLetter.size();) {
    const auto end = kLetter.find('\n', at);
    out += "> " + kLetter.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return out;
}

Reading read(const std::string& subject, const std::string& text, const Added& added,
             const std::string& parent) {
  const auto& part = added.part;
  const std::string kind = added.related ? "related" : "mixed";
  const auto entity = "Content-Type: multipart/" + kind +
                      "; boundary=\"m\"\n\n--m\nContent-Type: text/plain; charset=utf-8\n\n" +
                      text + "\n--m\n" + part + "\n--m--\n";
  const mail::Limits limits;
  const auto scanned = mail::scan(entity, limits);
  REQUIRE(std::holds_alternative<mail::Entity>(scanned));
  mail::openpgp::Opened opened;
  opened.content = mail::read_content(std::get<mail::Entity>(scanned), limits);
  REQUIRE(opened.content.unreadable.empty());
  opened.headers.subject = subject;
  opened.headers.in_reply_to = parent;
  opened.headers_signed = true;
  Scene scene;
  scene.asks();
  Lookups lookups;
  lookups.thread.letter = [&](const std::string& id) -> std::optional<AnsweredLetter> {
    if (id != kLetterId) return std::nullopt;
    return AnsweredLetter{id, "5eed-1", "request", MessageNumber{scene.subject.number, 1},
                          {}, kLetter,  "",        kReceived};
  };
  lookups.find_case = [&](const CaseNumber&) { return scene.subject; };
  lookups.opening_form = [&](const CaseNumber&) { return scene.opening; };
  return read_mail(opened, scene.sender(parent.empty() ? "ana" : "nfp-bg"), {}, shipped(),
                   scene.site, kReceived, lookups);
}

}  // namespace

TEST_CASE("what mail programs add keeps no order from being one") {
  for (const auto& added : kAdded) {
    INFO(added.what);
    CHECK(read("status", "", added, "").order);
    CHECK(read("", "help", added, "").order);
    const auto search = read("search", "jovanovic\nWhy: SEL-2026-000001-77", added, "");
    REQUIRE(search.order);
    CHECK(search.order->kind == OrderKind::kSearch);
  }
  for (const auto& meant : kMeant) {
    INFO(meant.what);
    CHECK_FALSE(read("status", "", meant, "").order);
    // A search that says why is one, whatever lies beside it; the file is told as left.
    const auto search = read("search", "jovanovic\nWhy: SEL-2026-000001-77", meant, "");
    REQUIRE(search.order);
    CHECK(search.order->kind == OrderKind::kSearch);
    CHECK_FALSE(search.order->left.empty());
    CHECK_FALSE(read("Search", "Please find the search report.", meant, "").order);
  }
}

TEST_CASE("a Reply with nothing but what mail programs add says nothing, and names it") {
  for (const auto& added : kAdded) {
    INFO(added.what);
    const auto reading = read(kRe, quoted(), added, kLetterId);
    CHECK(reading.empty);
    CHECK(reading.added.size() == 1);
    CHECK_FALSE(read(kRe, "He lives in Sofia.\n" + quoted(), added, kLetterId).empty);
    CHECK_FALSE(read("my new key", "", added, "").empty);  // sent to us alone it is meant
  }
  for (const auto& meant : kMeant) {
    INFO(meant.what);
    CHECK_FALSE(read(kRe, quoted(), meant, kLetterId).empty);
  }
}

TEST_CASE("a few words are an answer beside what mail programs add") {
  for (const auto& added : kAdded) {
    INFO(added.what);
    const auto reading = read(kRe, "No record.\n" + quoted(), added, kLetterId);
    REQUIRE(reading.said);
    CHECK(reading.said->code == "NO_TRACE");
  }
}
