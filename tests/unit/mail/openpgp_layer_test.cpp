// Which signature counts, and over what: RFC 1847 encapsulation, clearsigned text, protected
// headers (SECURITY classes 4, 5, 7).
#include <catch2/catch.hpp>

#include "mail/openpgp/clearsigned.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail::openpgp {
namespace {

using namespace test;

Opened opened_inside(Post& post, const std::string& inside) {
  return opened(post, pgp_mime(post.encrypted(inside, {"--armor"})));
}

std::string clearsigned(Post& post, const std::string& text,
                        const std::vector<std::string>& options = {},
                        const std::string& signer = {}) {
  std::vector<std::string> command{"--local-user", signer.empty() ? post.key("ana") : signer};
  command.insert(command.end(), options.begin(), options.end());
  command.push_back("--clear-sign");
  return post.writers.must(command, text);
}

std::string mixed(const std::vector<std::string>& parts) {
  std::string result = "Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n";
  for (const auto& part : parts) result += "--x\r\n" + part + "\r\n";
  return result + "--x--\r\n";
}

std::string lf_only(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
  return text;
}

TEST_CASE("openpgp: a multipart/signed inside an unsigned encryption counts") {
  auto& post = Post::office();
  const auto inside = multipart_signed(post, kHello);
  for (const auto& bytes : {inside, lf_only(inside)}) {
    const auto result = opened_inside(post, bytes);
    INFO(result.detail);
    REQUIRE(result.verdict == Verdict::kProved);
    CHECK(result.signed_by == SignedBy::kMultipartSigned);
    CHECK(result.signer->primary == post.key("ana"));
    CHECK(result.content.text == "hello canary\n");
  }
}

TEST_CASE("openpgp: both layers may be there when one key made them") {
  auto& post = Post::office();
  const auto inside = multipart_signed(post, kHello);
  const auto both = opened(post, pgp_mime(post.sealed(inside)));
  REQUIRE(both.verdict == Verdict::kProved);
  CHECK(both.signature_identities.size() == 2);
  const auto two = opened(post, pgp_mime(post.sealed(inside, {}, post.key("boris"))));
  CHECK(two.verdict == Verdict::kUnreadable);
  CHECK(two.signer->primary == post.key("boris"));
  CHECK(two.content.unreadable == "it is signed twice, by two keys");
  CHECK(two.content.text.empty());
}

TEST_CASE("openpgp: a bad layer is not saved by a good one") {
  auto& post = Post::office();
  auto inside = multipart_signed(post, kHello);
  inside.replace(inside.find("hello"), 5, "hallo");
  CHECK(opened_inside(post, inside).verdict == Verdict::kBadSignature);
  const auto outer_good = opened(post, pgp_mime(post.sealed(inside)));
  CHECK(outer_good.verdict == Verdict::kUnreadable);
  CHECK(outer_good.content.unreadable.find("bad-signature") != std::string::npos);
  CHECK(outer_good.content.text.empty());
  const auto stranger = post.writers.make("mallory <m@evil.example>");
  CHECK(opened(post, pgp_mime(post.sealed(multipart_signed(post, kHello), {}, stranger))).verdict ==
        Verdict::kUnknownSigner);
  const auto strange =
      opened(post, pgp_mime(post.sealed(multipart_signed(post, kHello, {}, stranger))));
  CHECK(strange.verdict == Verdict::kUnreadable);
  CHECK(strange.signer->primary == post.key("ana"));
  CHECK(strange.content.text.empty());
}

TEST_CASE("openpgp: a signed part never vouches for what lies around it") {
  auto& post = Post::office();
  const auto part = multipart_signed(post, kHello);
  const std::string evil = "Content-Type: text/plain\r\n\r\nForm: request\r\n";
  const std::vector<std::pair<const char*, std::string>> rows{
      {"beside", mixed({part, evil})},
      {"after", mixed({evil, part})},
      {"alone but not the root", mixed({part})},
      {"in a message", "Content-Type: message/rfc822\r\n\r\n" + headers() + part},
      {"in a message attached", mixed({evil, "Content-Type: message/rfc822\r\n\r\n" + part})}};
  for (const auto& [name, inside] : rows) {
    const auto result = opened_inside(post, inside);
    INFO(name << ": " << result.detail);
    CHECK(result.verdict == Verdict::kNotSigned);
    CHECK(result.content.text.empty());
    const auto in_the_clear = opened(post, headers() + inside);
    CHECK(in_the_clear.verdict == Verdict::kNotEncrypted);
    CHECK(is_silent(in_the_clear));
  }
}

TEST_CASE("openpgp: preamble and epilogue of a multipart/signed are never content") {
  auto& post = Post::office();
  auto inside = multipart_signed(post, kHello);
  inside.replace(inside.find("--s\r\n"), 0, "Form: request\r\n");
  const auto result = opened_inside(post, inside + "Form: request\r\n");
  REQUIRE(result.verdict == Verdict::kProved);
  CHECK(result.content.text == "hello canary\n");
}

TEST_CASE("openpgp: a multipart/signed that is not of RFC 3156 is refused") {
  auto& post = Post::office();
  const auto good = multipart_signed(post, kHello);
  const auto with = [&](const std::string& from, const std::string& to) {
    auto changed = good;
    const auto at = changed.find(from);
    REQUIRE(at != std::string::npos);
    changed.replace(at, from.size(), to);
    return opened_inside(post, changed).verdict;
  };
  CHECK(with("application/pgp-signature\r\n\r\n", "text/plain\r\n\r\n") == Verdict::kMixedContent);
  CHECK(with("--s--", "--s\r\nContent-Type: text/plain\r\n\r\nForm: request\r\n--s--") ==
        Verdict::kMixedContent);
  CHECK(with("hello", "Hello") == Verdict::kBadSignature);
  CHECK(with("Content-Type: text/plain", "X-Added: yes\r\nContent-Type: text/plain") ==
        Verdict::kBadSignature);
}

TEST_CASE("openpgp: a multipart/signed in the clear is signed only and gives no inner bytes") {
  auto& post = Post::office();
  const auto result = opened(post, headers() + multipart_signed(post, kHello));
  CHECK(result.verdict == Verdict::kSignedOnly);
  CHECK(result.signer->primary == post.key("ana"));
  CHECK(result.inner.empty());
  auto altered = multipart_signed(post, kHello);
  altered.replace(altered.find("hello"), 5, "hallo");
  CHECK(opened(post, headers() + altered).verdict == Verdict::kBadSignature);
}

TEST_CASE("openpgp: text that was clearsigned and then encrypted counts when it is all there is") {
  auto& post = Post::office();
  const auto block = clearsigned(post, "Form: note\n- - canary\n-- \nAna\n");
  for (const auto& inside : {block, with_crlf(block), "\n" + block + "\n\n"}) {
    const auto result = opened(post, inline_mail(post.encrypted(inside, {"--armor"})));
    INFO(result.detail);
    REQUIRE(result.verdict == Verdict::kProved);
    CHECK(result.signed_by == SignedBy::kCleartext);
    CHECK(result.content.text.starts_with("Form: note\n- - canary\n--"));
  }
  const auto clear = opened(post, inline_mail(block));
  CHECK(clear.verdict == Verdict::kSignedOnly);
  CHECK(clear.inner.empty());
}

TEST_CASE(
    "openpgp: text around a clearsigned block refuses it, in a sealed mail and in the clear") {
  auto& post = Post::office();
  const auto block = clearsigned(post, "hello canary\n");
  const auto blank = block.find("\n\n");
  const auto with_header = [&](const std::string& line) {
    auto changed = block;
    return changed.insert(blank + 1, line + "\n");
  };
  const std::vector<std::pair<const char*, std::string>> rows{
      {"text before", "Form: request\n\n" + block},
      {"text after", block + "\nForm: request\n"},
      {"two blocks", block + block},
      {"a comment in the header", with_header("Comment: Form: request")},
      {"not dash-escaped", with_header("NotDashEscaped: You need gpg")},
      {"text as a header", with_header("Form: request")},
      {"text as a digest", with_header("Hash: pay 1000 euro")},
      {"a block that begins inside a block", "-----BEGIN PGP SIGNED MESSAGE-----\n\n" + block},
      {"no end", block.substr(0, block.rfind("-----END"))},
      {"quoted", "> " + block}};
  for (const auto& [name, text] : rows) {
    INFO(name);
    for (const auto& result : {opened(post, inline_mail(post.encrypted(text, {"--armor"}))),
                               opened(post, inline_mail(text))}) {
      INFO(openpgp::name(result.verdict) << ": " << result.detail);
      CHECK(result.verdict != Verdict::kProved);
      CHECK(result.verdict != Verdict::kSignedOnly);
      CHECK(result.content.text.empty());
    }
  }
}

TEST_CASE("openpgp: only what is exactly one block is a clearsigned text") {
  const std::string head = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n";
  const std::string tail = "-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n";
  CHECK(is_whole_clearsigned(head + "hello\n" + tail));
  CHECK(is_whole_clearsigned("\xEF\xBB\xBF" + head + "hello\n" + tail + " \n"));
  CHECK(is_whole_clearsigned(head + "- --dashed\n" + tail));
  CHECK_FALSE(is_whole_clearsigned(""));
  CHECK_FALSE(is_whole_clearsigned(head));
  CHECK_FALSE(is_whole_clearsigned(tail));
  CHECK_FALSE(is_whole_clearsigned(head + "--dashed\n" + tail));
  CHECK_FALSE(is_whole_clearsigned(head + "hello\n" + tail + "x"));
  CHECK_FALSE(is_whole_clearsigned("x" + head + "hello\n" + tail));
  CHECK_FALSE(is_whole_clearsigned(head + head + "hello\n" + tail));
  CHECK_FALSE(is_whole_clearsigned(head + "hello\n" + tail + tail));
}

TEST_CASE("openpgp: inline text has no signed charset: strict UTF-8 or the armour's own") {
  auto& post = Post::office();
  const std::string cyrillic = "\xEC\xE8\xEB\xE0\xED\n";  // windows-1251
  auto armour = post.sealed(cyrillic, {"--armor"});
  const auto unreadable = opened(post, inline_mail(armour));
  CHECK(unreadable.verdict == Verdict::kUnreadable);
  CHECK(unreadable.signer->primary == post.key("ana"));
  armour.replace(armour.find("\n") + 1, 0, "Charset: windows-1251\n");
  CHECK(opened(post, inline_mail(armour)).content.text == "милан\n");
}

TEST_CASE("openpgp: protected headers count on the root of what is signed and nowhere else") {
  auto& post = Post::office();
  const std::string fields =
      "From: Ana <ana@police.ro.example>\r\nTo: other@pouch.example\r\nSubject: inside\r\n"
      "Message-ID: <2@police.ro.example>\r\n";
  const auto with = [&](const std::string& parameters, const std::string& more) {
    return opened(post, pgp_mime(post.sealed(more + "Content-Type: text/plain; charset=utf-8" +
                                             parameters + "\r\n\r\nhello canary\r\n")));
  };
  for (const auto* mark : {"; protected-headers=\"v1\"", "; hp=\"cipher\"", "; hp=\"clear\""}) {
    const auto result = with(mark, fields);
    REQUIRE(result.verdict == Verdict::kProved);
    CHECK(result.headers_signed);
    CHECK(result.headers.subject == "inside");
    CHECK(result.outer.subject == "outside");
    REQUIRE(result.headers.to.size() == 1);
    CHECK(result.headers.to[0].spec == "other@pouch.example");
  }
  const auto unmarked = with("", fields);
  CHECK(unmarked.headers.subject == "outside");
  CHECK_FALSE(unmarked.headers_signed);

  const auto only_subject = with("; hp=\"cipher\"", "Subject: inside\r\n");
  CHECK(only_subject.headers.subject == "inside");
  CHECK(only_subject.headers.from.spec == "ana@police.ro.example");
  CHECK_FALSE(only_subject.headers_signed);
  CHECK_FALSE(only_subject.recipients_signed);

  const auto no_from = with("; hp=\"cipher\"", "To: other@pouch.example\r\n");
  CHECK_FALSE(no_from.headers_signed);
  CHECK(no_from.recipients_signed);
  REQUIRE(no_from.headers.to.size() == 1);
  CHECK(no_from.headers.to[0].spec == "other@pouch.example");
  CHECK(no_from.headers.from.spec == "ana@police.ro.example");

  // Thunderbird writes the subject twice when it is not encrypted.
  CHECK(with("; hp=\"cipher\"", fields + "Subject: inside\r\n").headers.subject == "inside");
  for (const std::string other : {"Subject: twice\r\n", "From: eve@evil.example\r\n"}) {
    const auto two = with("; hp=\"cipher\"", fields + other);
    CHECK(two.verdict == Verdict::kUnreadable);
    CHECK(two.content.unreadable.find("its protected header: two ") == 0);
  }

  const auto inner_part = "Content-Type: text/plain; hp=\"cipher\"\r\n" + fields + "\r\nhello\r\n";
  const auto misplaced = opened(post, pgp_mime(post.sealed(mixed({inner_part}))));
  REQUIRE(misplaced.verdict == Verdict::kProved);
  CHECK(misplaced.headers.subject == "outside");
}

TEST_CASE("openpgp: protected headers outside the encryption are worth nothing") {
  auto& post = Post::office();
  auto mail = pgp_mime(post.sealed(kHello, {"--armor"}));
  mail.replace(mail.find("boundary=\"b\""), 12,
               "boundary=\"b\"; protected-headers=\"v1\"; hp=\"cipher\"");
  const auto result = opened(post, mail);
  REQUIRE(result.verdict == Verdict::kProved);
  CHECK_FALSE(result.headers_signed);
}

TEST_CASE("openpgp: bounds hold inside the encryption too") {
  auto& post = Post::office();
  std::string deep = "Content-Type: text/plain\r\n\r\nx\r\n";
  for (int level = 0; level < 25; ++level) {
    const auto mark = "d" + std::to_string(level);
    deep = "Content-Type: multipart/mixed; boundary=\"" + mark + "\"\r\n\r\n--" + mark + "\r\n" +
           deep + "\r\n--" + mark + "--\r\n";
  }
  const auto result = opened(post, pgp_mime(post.sealed(deep)));
  CHECK(result.verdict == Verdict::kUnreadable);
  CHECK(result.content.unreadable.find("parts nested over 20 levels") != std::string::npos);
  CHECK(result.content.text.empty());
  CHECK(opened(post, pgp_mime(post.encrypted(deep))).verdict == Verdict::kNotSigned);
}

constexpr const char* kTnef =
    "Content-Type: application/ms-tnef; name=\"winmail.dat\"\r\n\r\ncanary\r\n";

std::string trial(const std::string& name) {
  return file_bytes(fs::path(POUCH_FIXTURES) / "trials" / (name + ".eml"));
}

TEST_CASE("openpgp: who signed all of it is proved, and told which part is odd and why") {
  auto& post = Post::office();
  const std::string twice = "Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\ncanary\r\n";
  const std::vector<std::pair<std::string, std::string>> rows{
      {trial("public-01-bare-equals-in-quoted-printable"),
       "part 2 (text/html): a bare \"=\" in its quoted-printable text, octet 15, line 1"},
      {trial("public-03-multipart-left-open"), "multipart not closed"},
      {trial("public-05-smime-signed-inside"), "a signature of S/MIME, which is not read here"},
      {mixed({kHello, twice}), "part 2: two Content-Type fields"},
      {mixed({kHello, "Content-Transfer-Encoding: uuencode\r\n\r\nbegin canary\r\n"}),
       "part 2 (text/plain): its transfer encoding uuencode is not read here"},
      {"Content-Transfer-Encoding: base64\r\n" + mixed({kHello}),
       "multipart with a transfer encoding"},
      {"Content-Type: application/x-pkcs7-mime; smime-type=signed-data\r\n"
       "Content-Disposition: attachment; filename=\"smime.p7m\"\r\n\r\ncanary\r\n",
       "S/MIME inside the encryption, which is not read here"},
      {mixed({"Content-Type: text/plain\r\n\r\n \r\n", kTnef}),
       "a winmail.dat and no text: what you wrote is hidden in it"},
      {"Content-Type: message/partial; id=\"a\"; number=1; total=2\r\n\r\n\r\ncanary\r\n",
       "one piece of a mail that was cut up"},
      {"canary without a header\r\n", "header line without a colon"}};
  for (const auto& [inside, why] : rows) {
    const auto result = opened(post, pgp_mime(post.sealed(inside)));
    INFO(why << "\n" << result.detail);
    CHECK(result.verdict == Verdict::kUnreadable);
    REQUIRE(result.signer);
    CHECK(result.signer->primary == post.key("ana"));
    CHECK(result.content.unreadable == why);
    CHECK(result.content.text.empty());
    CHECK_FALSE(result.content.remedy.empty());
    CHECK(result.signature_identities.size() == 1);
    CHECK(result.detail.find("canary") == std::string::npos);
    // Nobody is proved where nothing but the encryption is around it.
    const auto unsigned_one = opened(post, pgp_mime(post.encrypted(inside)));
    CHECK(unsigned_one.verdict != Verdict::kUnreadable);
    CHECK_FALSE(unsigned_one.signer);
  }
}

TEST_CASE("openpgp: what Outlook wraps is a file like any other where words stand beside it") {
  auto& post = Post::office();
  const auto result = opened(post, pgp_mime(post.sealed(mixed({kHello, kTnef}))));
  CHECK(result.verdict == Verdict::kProved);
  REQUIRE(result.content.attachments.size() == 1);
  CHECK(result.content.attachments[0].name == "winmail.dat");
}

TEST_CASE("openpgp: what a multipart/signed covers is looked into only after the proof") {
  auto& post = Post::office();
  const std::string open =
      "Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\n" + std::string(kHello);
  const auto inside = multipart_signed(post, open);
  const auto result = opened_inside(post, inside);
  INFO(result.detail);
  CHECK(result.verdict == Verdict::kUnreadable);
  REQUIRE(result.signer);
  CHECK(result.signer->primary == post.key("ana"));
  CHECK(result.content.unreadable == "multipart not closed");
  auto altered = inside;
  altered.replace(altered.find("hello"), 5, "hallo");
  CHECK(opened_inside(post, altered).verdict == Verdict::kBadSignature);
}

TEST_CASE("openpgp: a mail that is encrypted twice is told so, a sealed file sent along is not") {
  auto& post = Post::office();
  const auto sealed = post.sealed(kHello, {"--armor"});
  const auto text = "Content-Type: text/plain\r\n\r\n" + with_crlf(sealed);
  const auto entity = [&](const std::string& inner) {
    return inner.substr(inner.find("Content-Type: multipart/encrypted"));
  };
  for (const auto& mail :
       {pgp_mime(post.sealed(entity(pgp_mime(sealed)))), pgp_mime(post.sealed(text)),
        inline_mail(post.sealed(sealed, {"--armor"}))}) {
    const auto result = opened(post, mail);
    INFO(result.detail);
    CHECK(result.verdict == Verdict::kUnreadable);
    CHECK(result.content.unreadable ==
          "it is encrypted twice: inside the encryption stands another one");
    CHECK(result.content.text.empty());
  }
  CHECK(opened(post, pgp_mime(post.encrypted(entity(pgp_mime(sealed))))).verdict ==
        Verdict::kNotSigned);
  const auto file =
      "Content-Type: application/octet-stream; name=\"for-them.gpg\"\r\n"
      "Content-Disposition: attachment; filename=\"for-them.gpg\"\r\n\r\n" +
      with_crlf(sealed);
  for (const auto& inside :
       {mixed({kHello, file}), mixed({"Content-Type: text/plain\r\n\r\n\r\n", file}), file}) {
    const auto along = opened(post, pgp_mime(post.sealed(inside)));
    INFO(along.detail);
    REQUIRE(along.verdict == Verdict::kProved);
    REQUIRE(along.content.attachments.size() == 1);
    CHECK(along.content.attachments[0].name == "for-them.gpg");
  }
}

TEST_CASE("openpgp: marks of automatic mail are told by where they stand") {
  auto& post = Post::office();
  const auto outside = opened(post, headers("Precedence: bulk\r\nX-Loop: x@y.example\r\n") +
                                        pgp_mime(post.sealed(kHello)).substr(headers().size()));
  REQUIRE(outside.verdict == Verdict::kProved);
  CHECK(outside.outer.automatic == "Precedence: bulk");
  CHECK(outside.signed_mark.empty());
  for (const auto& inside : {"Auto-Submitted: auto-replied\r\n" + std::string(kHello),
                             "X-Loop: x@y.example\r\nFrom: a@x.example\r\nFrom: b@x.example\r\n" +
                                 std::string(kHello)}) {
    const auto marked = opened(post, pgp_mime(post.sealed(inside)));
    CHECK(marked.verdict == Verdict::kProved);
    CHECK(marked.outer.automatic.empty());
    CHECK_FALSE(marked.signed_mark.empty());
  }
  CHECK(opened_inside(
            post, multipart_signed(post, "Auto-Submitted: auto-replied\r\n" + std::string(kHello)))
            .signed_mark == "Auto-Submitted");
}

}  // namespace
}  // namespace pouch::mail::openpgp
