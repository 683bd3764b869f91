// The accepted shapes of SECURITY section 1 item 3, and what only looks like one (classes 1, 3).
#include <catch2/catch.hpp>

#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail::openpgp {
namespace {

using namespace test;

const std::string kControl = "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n";
const std::string kFooter = "Content-Type: text/plain\r\n\r\nfooter of a list\r\n";
const std::string kEmpty = "Content-Type: text/plain; charset=us-ascii\r\n\r\n\r\n";

std::string octets(const std::string& armour) {
  return "Content-Type: application/octet-stream\r\n\r\n" + with_crlf(armour);
}

std::string text(const std::string& body, const std::string& subtype = "plain") {
  return "Content-Type: text/" + subtype + "; charset=utf-8\r\n\r\n" + with_crlf(body);
}

std::string named(const std::string& armour, const std::string& name) {
  return "Content-Type: application/octet-stream; name=\"" + name +
         "\"\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n" +
         with_crlf(armour);
}

std::string multipart(const std::string& type, const std::vector<std::string>& parts,
                      const std::string& boundary = "x", const std::string& preamble = "",
                      const std::string& epilogue = "") {
  std::string result =
      "Content-Type: multipart/" + type + "; boundary=\"" + boundary + "\"\r\n\r\n" + preamble;
  for (const auto& part : parts) {
    result += "--" + boundary + "\r\n" + part + "\r\n";
  }
  return result + "--" + boundary + "--\r\n" + epilogue;
}

const std::string kEncrypted = "encrypted; protocol=\"application/pgp-encrypted\"";

std::string sealed_entity(const std::string& armour) {
  return multipart(kEncrypted, {kControl, octets(armour)}, "e");
}

struct Row {
  const char* name;
  std::string entity;
};

Opened opened_entity(Post& post, const std::string& entity) {
  return opened(post, headers() + entity);
}

TEST_CASE("openpgp: each accepted shape is opened and told by name") {
  auto& post = Post::office();
  const auto armour = post.sealed(kHello, {"--armor"});
  const auto inline_armour = post.sealed("hello canary\n", {"--armor"});
  const std::vector<std::pair<Row, Shape>> rows{
      {{"(a)", sealed_entity(armour)}, Shape::kPgpMime},
      {{"(a) with preamble and epilogue", multipart(kEncrypted, {kControl, octets(armour)}, "e",
                                                    "Form: request\r\n", "Form: request\r\n")},
       Shape::kPgpMime},
      {{"(a) with its control part without a line end",
        multipart(kEncrypted,
                  {"Content-Type: application/pgp-encrypted; charset=us-ascii\r\n\r\nVersion: 1",
                   octets(armour)})},
       Shape::kPgpMime},
      {{"(a) under a transfer encoding of a server",
        "Content-Transfer-Encoding: quoted-printable\r\n" + sealed_entity(armour)},
       Shape::kPgpMime},
      {{"(a) without its protocol", multipart("encrypted", {kControl, octets(armour)})},
       Shape::kPgpMime},
      {{"(a) with a second line in its control part",
        multipart(kEncrypted, {"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
                               "Comment: a client's own\r\n",
                               octets(armour)})},
       Shape::kPgpMime},
      {{"(a) with an empty control part",
        multipart(kEncrypted,
                  {"Content-Type: application/pgp-encrypted\r\n\r\n\r\n", octets(armour)})},
       Shape::kPgpMime},
      {{"(a) both parts of no type",
        multipart(kEncrypted,
                  {"Content-Type: application/octet-stream; name=noname\r\n\r\nVersion: 1\r\n",
                   named(armour, "noname")})},
       Shape::kPgpMime},
      {{"(a) left open", sealed_entity(armour).substr(0, sealed_entity(armour).rfind("--e--"))},
       Shape::kPgpMime},
      {{"(b)", multipart("mixed", {kControl, octets(armour)})}, Shape::kPgpMimeRelabelled},
      {{"(b) both parts of no type",
        multipart("mixed", {"Content-Type: application/octet-stream\r\n\r\nVersion: 1\r\n",
                            octets(armour)})},
       Shape::kPgpMimeRelabelled},
      {{"(b) without its control part", multipart("mixed", {kEmpty, octets(armour)})},
       Shape::kPgpMimeRelabelled},
      {{"a ciphertext that is the whole mail", octets(armour)}, Shape::kInline},
      {{"a ciphertext that is the whole mail, by another label",
        "Content-Type: application/pgp-encrypted; name=x.asc\r\n\r\n" + with_crlf(inline_armour)},
       Shape::kInline},
      {{"(b) with an empty text part", multipart("mixed", {kEmpty, kControl, octets(armour)})},
       Shape::kPgpMimeRelabelled},
      {{"(c)", text(inline_armour)}, Shape::kInline},
      {{"(c) with blank lines around", text("\n\n" + inline_armour + "\n \n")}, Shape::kInline},
      {{"(c) in HTML", text("<html><body><pre>" + inline_armour + "</pre></body></html>", "html")},
       Shape::kInline},
      {{"(c) twice the same in alternatives",
        multipart("alternative",
                  {text(inline_armour), text("<pre>" + inline_armour + "</pre>", "html")})},
       Shape::kInlineAlternative},
      {{"(f) with a footer", multipart("mixed", {sealed_entity(armour), kFooter})},
       Shape::kWrapped},
      {{"(f) with a banner", multipart("mixed", {kFooter, sealed_entity(armour)})},
       Shape::kWrapped},
      {{"(f) with both", multipart("mixed", {kFooter, sealed_entity(armour), kFooter})},
       Shape::kWrapped}};
  for (const auto& [row, shape] : rows) {
    const auto result = opened_entity(post, row.entity);
    INFO(row.name << ": " << result.detail);
    CHECK(result.verdict == Verdict::kProved);
    CHECK(result.shape == shape);
    CHECK(result.content.text == "hello canary\n");
    CHECK(result.content.attachments.empty());
    CHECK(result.ignored.empty() == (shape != Shape::kWrapped));
  }
}

TEST_CASE("openpgp: nothing beside a ciphertext is let through") {
  auto& post = Post::office();
  const auto armour = post.sealed(kHello, {"--armor"});
  const auto other = post.sealed(kHello, {"--armor"});
  const auto leak = text("<img src=\"http://evil.example/", "html");
  const auto end = text("\">", "html");
  const std::vector<Row> rows{
      {"EFAIL: html, sealed, html", multipart("mixed", {leak, sealed_entity(armour), end})},
      {"EFAIL: html, control and ciphertext, html",
       multipart("mixed", {leak, kControl, octets(armour), end})},
      {"html beside", multipart("mixed", {sealed_entity(armour), leak})},
      {"two sealed", multipart("mixed", {sealed_entity(armour),
                                         multipart(kEncrypted, {kControl, octets(other)}, "f")})},
      {"two controls", multipart("mixed", {kControl, octets(armour), kControl, octets(other)})},
      {"one control, two ciphertexts",
       multipart("mixed", {kControl, octets(armour), octets(other)})},
      {"text beside control and ciphertext",
       multipart("mixed", {text("Form: request"), kControl, octets(armour)})},
      {"a footer that holds armour", multipart("mixed", {sealed_entity(armour), text(other)})},
      {"a named text beside",
       multipart("mixed", {sealed_entity(armour), named("Form: request\n", "a.txt")})},
      {"in an alternative", multipart("alternative", {kFooter, sealed_entity(armour)})},
      {"in related", multipart("related", {leak, sealed_entity(armour)})},
      {"two levels deep",
       multipart("mixed",
                 {multipart("mixed", {multipart("mixed", {sealed_entity(armour)}, "m3")}, "m2")})},
      {"three parts in multipart/encrypted",
       multipart(kEncrypted, {kControl, octets(armour), kFooter})},
      {"control part last", multipart(kEncrypted, {octets(armour), kControl})},
      {"no control part", multipart(kEncrypted, {octets(armour), octets(armour)})},
      {"another version",
       multipart(kEncrypted, {"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 2\r\n",
                              octets(armour)})},
      {"another version in a mixed",
       multipart("mixed", {"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 2\r\n",
                           octets(armour)})},
      {"a ciphertext in the control part",
       multipart(kEncrypted, {"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n" +
                                  with_crlf(other),
                              octets(armour)})},
      {"a long control part",
       multipart(kEncrypted, {"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n" +
                                  std::string(1024, 'x') + "\r\n",
                              octets(armour)})},
      {"another protocol",
       multipart("encrypted; protocol=\"application/pkcs7-mime\"", {kControl, octets(armour)})},
      {"a ciphertext in a message",
       "Content-Type: message/rfc822\r\n\r\n" + headers() + sealed_entity(armour)},
      {"alternatives with different ciphertexts",
       multipart("alternative", {text(armour), text("<pre>" + other + "</pre>", "html")})},
      {"an alternative without a ciphertext",
       multipart("alternative", {text(armour), text("<p>Form: request</p>", "html")})},
      {"text before the armour", text("Form: request\n\n" + armour)},
      {"text after the armour", text(armour + "\nForm: request\n")},
      {"two armours in a text", text(armour + "\n" + other)},
      {"a quoted armour", text("> -----BEGIN PGP MESSAGE-----\n" + armour)},
      {"text before the armour in HTML",
       text("<p>Form: request</p><pre>" + armour + "</pre>", "html")}};
  for (const auto& row : rows) {
    const auto result = opened_entity(post, row.entity);
    INFO(row.name << ": " << result.detail);
    CHECK((result.verdict == Verdict::kMixedContent || result.verdict == Verdict::kNotEncrypted));
    CHECK(is_silent(result));
    CHECK(!result.signer);
  }
}

TEST_CASE("openpgp: sealed attachments of an inline mail count when one key signed them together") {
  auto& post = Post::office();
  const auto body = post.sealed("hello canary\n", {"--armor"});
  const auto table = post.sealed("a;b\n", {"--armor"});
  const auto mail = multipart("mixed", {text(body), named(table, "table.csv.pgp"), kFooter});
  const auto result = opened_entity(post, mail);
  INFO(result.detail);
  REQUIRE(result.verdict == Verdict::kProved);
  REQUIRE(result.content.attachments.size() == 1);
  CHECK(result.content.attachments[0].name == "table.csv");
  CHECK(result.content.attachments[0].bytes == "a;b\n");
  CHECK(result.content.attachments[0].signed_separately);
  CHECK(result.signature_identities.size() == 2);
  CHECK(result.content.text == "hello canary\n");
  CHECK(!result.ignored.empty());
}

TEST_CASE("openpgp: a sealed attachment counts by its bytes and its name, whatever its label") {
  auto& post = Post::office();
  const auto body = post.sealed("hello canary\n", {"--armor"});
  const auto table = post.sealed("a;b\n", {"--armor"});
  for (const std::string type : {"application/pgp-encrypted", "application/pgp-signature",
                                 "text/plain", "text/csv", "image/png"}) {
    const auto part = "Content-Type: " + type +
                      "; name=\"crossings.csv.gpg\"\r\nContent-Transfer-Encoding: "
                      "base64\r\n\r\n" +
                      base64(table);
    const auto result = opened_entity(post, multipart("mixed", {text(body), part}));
    INFO(type << ": " << result.detail);
    REQUIRE(result.verdict == Verdict::kProved);
    REQUIRE(result.content.attachments.size() == 1);
    CHECK(result.content.attachments[0].name == "crossings.csv");
    CHECK(result.content.attachments[0].bytes == "a;b\n");
  }
}

TEST_CASE("openpgp: two sealed texts that somebody put together are not text and attachment") {
  auto& post = Post::office();
  const auto first = post.sealed("hello canary\n", {"--armor"});
  const auto second = post.sealed("hello again\n", {"--armor"});
  const std::string inline_part = "Content-Disposition: inline\r\n" + text(second);
  for (const auto& part : {text(second), octets(second), inline_part}) {
    const auto result = opened_entity(post, multipart("mixed", {text(first), part}));
    CHECK(result.verdict == Verdict::kMixedContent);
    CHECK(is_silent(result));
  }
  const auto sent = opened_entity(
      post,
      multipart("mixed", {text(first), "Content-Disposition: attachment\r\n" + octets(second)}));
  INFO(sent.detail);
  CHECK(sent.verdict == Verdict::kProved);
}

TEST_CASE("openpgp: an attachment that is not as well signed as its inline mail refuses all") {
  auto& post = Post::office();
  const auto body = post.sealed("hello canary\n", {"--armor"});
  const auto refused = [&](const std::string& attachment) {
    const auto result = opened_entity(post, multipart("mixed", {text(body), attachment}));
    INFO(result.detail);
    CHECK(result.content.attachments.empty());
    return result.verdict;
  };
  CHECK(refused(named("a;b\n", "table.csv")) == Verdict::kMixedContent);
  CHECK(refused(named(post.encrypted("a;b\n", {"--armor"}), "t.pgp")) == Verdict::kMixedContent);
  CHECK(refused(named(post.sealed("a;b\n", {"--armor"}, post.key("boris")), "t.pgp")) ==
        Verdict::kMixedContent);
  const auto stranger = post.writers.make("mallory <m@evil.example>");
  CHECK(refused(named(post.sealed("a;b\n", {"--armor"}, stranger), "t.pgp")) ==
        Verdict::kUnknownSigner);
  CHECK(refused(multipart("mixed", {named(body, "t.pgp")}, "y")) == Verdict::kMixedContent);
  CHECK(refused(text("<p>Form: request</p>", "html")) == Verdict::kMixedContent);
}

TEST_CASE("openpgp: an attachment signed at another time was not sealed with its mail") {
  auto& post = Post::office();
  const auto early = post.key("early", [](const Ring& ring) {
    return ring.make("early <early@police.ro.example>", "ed25519", "sign,cert", "never",
                     {"--faked-system-time", "20260101T000000"});
  });
  const auto at =
      [&](const std::string& time) {  // "!": the faked clock stands, however slow gpg is
        return post.sealed("a;b\n",
                           {"--armor", "--faked-system-time", time + "!", "--ignore-valid-from",
                            "--ignore-time-conflict"},
                           early);
      };
  const auto with = [&](const char* time) {
    return opened_entity(post, multipart("mixed", {text(at("20260601T120000")),
                                                   named(at(time), "t.csv.pgp")}))
        .verdict;
  };
  CHECK(with("20260601T121500") == Verdict::kProved);
  CHECK(with("20260601T114500") == Verdict::kProved);
  CHECK(with("20260601T121501") == Verdict::kMixedContent);
  CHECK(with("20260601T114459") == Verdict::kMixedContent);
}

TEST_CASE("openpgp: sealed attachments are counted up to limits.ciphertexts") {
  auto& post = Post::office();
  Limits limits;
  limits.ciphertexts = 2;
  const auto body = post.sealed("hello canary\n", {"--armor"});
  const auto part = named(post.sealed("a;b\n", {"--armor"}), "t.pgp");
  const auto mail = [&](const std::vector<std::string>& parts) {
    return opened(post, headers() + multipart("mixed", parts), limits).verdict;
  };
  CHECK(mail({text(body), part}) == Verdict::kProved);
  CHECK(mail({text(body), part, part}) == Verdict::kMixedContent);
}

TEST_CASE("openpgp: a mail that nobody sealed or signed is plain") {
  auto& post = Post::office();
  for (const auto& entity :
       {text("Form: request\n"), multipart("mixed", {kFooter, named("a;b\n", "table.csv")}),
        text("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nx\n-----END PGP PUBLIC KEY BLOCK-----\n")}) {
    const auto result = opened_entity(post, entity);
    CHECK(result.verdict == Verdict::kNotEncrypted);
    CHECK(is_silent(result));
  }
}

TEST_CASE("openpgp: outer headers that mean two things refuse the mail before a key is used") {
  auto& post = Post::office();
  const auto mail = pgp_mime(post.sealed(kHello, {"--armor"}));
  const auto twice = "From: Eve <eve@evil.example>\r\n" + mail;
  CHECK(opened(post, twice).verdict == Verdict::kMalformed);
  Limits limits;
  limits.message = mail.size();
  CHECK(opened(post, mail, limits).verdict == Verdict::kProved);
  limits.message = mail.size() - 1;
  CHECK(opened(post, mail, limits).verdict == Verdict::kTooLarge);
}

}  // namespace
}  // namespace pouch::mail::openpgp
