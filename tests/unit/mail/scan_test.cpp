#include "mail/structure/scan.hpp"

#include "tests/unit/mail/scanned.hpp"

namespace pouch::mail {
namespace {

using namespace std::string_literals;

TEST_CASE("a mail is cut into fields and body, with LF, CRLF or both") {
  for (const std::string text :
       {"From: a@b\nSubject: x\n\nbody\n", "From: a@b\r\nSubject: x\r\n\r\nbody\n",
        "From: a@b\r\nSubject: x\n\nbody\n", "From: a@b\nSubject: x\r\n\r\nbody\n"}) {
    const auto entity = scanned(text);
    REQUIRE(entity.fields.size() == 2);
    CHECK(entity.fields[0].name == "From");
    CHECK(entity.fields[1].value == " x");
    CHECK(entity.body == "body\n");
    CHECK(entity.whole == text);
    CHECK(entity.header ==
          text.substr(0, text.size() - 5 - (text.ends_with("\r\nbody\n") ? 2 : 1)));
  }
}

TEST_CASE("the slices point into the caller's buffer") {
  const std::string text = "Subject: x\n\nbody";
  const auto entity = scanned(text);
  CHECK(entity.body.data() == text.data() + text.size() - 4);
}

TEST_CASE("a folded field is one value, as written") {
  const auto entity = scanned("Subject: one\r\n two\r\n\tthree\r\nTo: x\r\n\r\n");
  REQUIRE(entity.fields.size() == 2);
  CHECK(entity.fields[0].value == " one\r\n two\r\n\tthree");
}

TEST_CASE("a header without an empty line after it keeps its last field") {
  for (const std::string text : {"From: a@b\nSubject: x", "From: a@b\nSubject: x\n"}) {
    const auto entity = scanned(text);
    REQUIRE(entity.fields.size() == 2);
    CHECK(entity.fields[1].value == " x");
    CHECK(entity.body.empty());
  }
}

TEST_CASE("a mail that begins with an empty line has no header") {
  const auto entity = scanned("\nbody");
  CHECK(entity.fields.empty());
  CHECK(entity.body == "body");
  CHECK(entity.is("text", "plain"));
}

TEST_CASE("an empty mail is an empty text") {
  const auto entity = scanned("");
  CHECK(entity.body.empty());
  CHECK(entity.is("text", "plain"));
}

TEST_CASE("mbox's From line before the header is no field") {
  const auto entity = scanned("From ana@x.example Mon Nov 23 20:21:49 2026\nSubject: x\n\nbody");
  REQUIRE(entity.fields.size() == 1);
  CHECK(entity.whole.starts_with("Subject"));
}

TEST_CASE("mbox's From line anywhere else is refused") {
  CHECK(refused("Subject: x\nFrom ana@x.example Mon Nov 23 20:21:49 2026\n\nbody") ==
        "header field name not legal");
  CHECK(refused("Subject: x\nFrom ana\n\nbody") == "header line without a colon");
}

TEST_CASE("refuses a bare CR in a header") {
  CHECK(refused("Subject: hi\rBcc: e@x\r\n\r\n") == "bare CR in a header");
  CHECK(refused("Subject: hi\r\r\nTo: x\r\n\r\n") == "bare CR in a header");
  CHECK(refused("Subject: hi\n\r\r\nbody") == "bare CR in a header");
  CHECK(refused("Subject: hi\r") == "bare CR in a header");
}

TEST_CASE("a bare CR in a body is the body's own") {
  CHECK(scanned("Subject: x\n\na\rb").body == "a\rb");
}

TEST_CASE("refuses NUL in a header, not in a body") {
  CHECK(refused("Subject: a\0b\n\n"s) == "NUL in a header");
  CHECK(refused("Sub\0ject: a\n\n"s) == "NUL in a header");
  CHECK(scanned("Subject: x\n\na\0b"s).body.size() == 3);
}

TEST_CASE("refuses a header line without a colon") {
  CHECK(refused("Subject: x\nnonsense\n\nbody") == "header line without a colon");
  CHECK(refused("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n") ==
        "header line without a colon");
}

TEST_CASE("refuses field names that are not printable ASCII") {
  CHECK(refused(": x\n\n") == "header field name not legal");
  CHECK(refused("Subject : x\n\n") == "header field name not legal");
  CHECK(refused("Sub\tject: x\n\n") == "header field name not legal");
  CHECK(refused("Sujét: x\n\n") == "header field name not legal");
  CHECK(refused("Sub\x7fject: x\n\n") == "header field name not legal");
}

TEST_CASE("refuses a header that begins with a continuation line") {
  CHECK(refused(" Subject: x\n\n") == "header begins with a continuation line");
}

TEST_CASE("a message over the limit is refused, one at the limit is not") {
  Limits limits;
  limits.message = 20;
  CHECK(scanned("Subject: x\n\n12345678", limits).body == "12345678");
  CHECK(too_large("Subject: x\n\n123456789", limits) == "message over 20 octets");
}

TEST_CASE("a header block over the limit is refused, one at the limit is not") {
  Limits limits;
  limits.header_block = 100;
  const std::string field = "A: " + std::string(46, 'a') + "\n";  // 50 octets
  CHECK(scanned(field + field + "\nbody", limits).fields.size() == 2);
  CHECK(too_large(field + field + "B: x\n\nbody", limits) == "header over 100 octets");
  CHECK(too_large(std::string(101, 'x'), limits) == "header over 100 octets");
}

TEST_CASE("a field over the limit is refused, folded or not, one at the limit is not") {
  Limits limits;
  limits.header_field = 50;
  CHECK(scanned("A: " + std::string(47, 'a') + "\n\n", limits).fields.size() == 1);
  CHECK(too_large("A: " + std::string(48, 'a') + "\n\n", limits) == "header field over 50 octets");
  CHECK(scanned("A: " + std::string(20, 'a') + "\n " + std::string(25, 'a') + "\n\n", limits)
            .fields.size() == 1);
  CHECK(too_large("A: " + std::string(20, 'a') + "\n " + std::string(26, 'a') + "\n\n", limits) ==
        "header field over 50 octets");
}

TEST_CASE("more fields than the limit are refused, as many are not") {
  Limits limits;
  std::string text;
  for (int i = 0; i < 500; ++i) text += "A: x\n";
  CHECK(scanned(text + "\n", limits).fields.size() == 500);
  CHECK(too_large(text + "A: x\n\n", limits) == "header over 500 fields");
}

TEST_CASE(
    "refuses a second, different Content-Type, Content-Transfer-Encoding or Content-Disposition") {
  CHECK(refused("Content-Type: text/plain\ncontent-type: text/html\n\n") ==
        "two Content-Type fields");
  CHECK(refused("Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: 8bit\n\n") ==
        "two Content-Transfer-Encoding fields");
  CHECK(
      scanned("Content-Transfer-Encoding: 8bit\nContent-transfer-encoding:\n 8bit\n\n").encoding ==
      "8bit");
  CHECK(refused("Content-Disposition: inline\nContent-Disposition: attachment\n\n") ==
        "two Content-Disposition fields");
}

TEST_CASE("values() finds all fields of a name whatever their case") {
  const auto entity = scanned("received: a\nRECEIVED: b\nX: c\n\n");
  CHECK(entity.values("Received") == std::vector<std::string_view>{" a", " b"});
  CHECK(entity.values("Nothing").empty());
}

TEST_CASE("the scanner does not look into a message/rfc822 part") {
  const auto entity = scanned(
      "Content-Type: message/rfc822\n\nContent-Type: multipart/mixed\n\nno boundary, no matter");
  CHECK(entity.is("message", "rfc822"));
  CHECK(entity.parts.empty());
}

}  // namespace
}  // namespace pouch::mail
