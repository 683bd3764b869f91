// Every row of SECURITY section 3's measured table as a mail: verdict, silence about the plaintext,
// and nothing of it transient.
#include <catch2/catch.hpp>

#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail::openpgp {
namespace {

using namespace test;

Opened opened_mime(Post& post, const std::string& ciphertext) {
  return opened(post, pgp_mime(ciphertext));
}

TEST_CASE("openpgp: opens what is signed and encrypted, by armour and in binary") {
  auto& post = Post::office();
  for (const auto& options : {std::vector<std::string>{"--armor"}, {}}) {
    const auto result = opened_mime(post, post.sealed(kHello, options));
    INFO(result.detail);
    REQUIRE(result.verdict == Verdict::kProved);
    CHECK(result.signer->primary == post.key("ana"));
    CHECK(result.signer->digest == "SHA512");
    CHECK(result.content.text == "hello canary\n");
    CHECK(result.signature_identities.size() == 1);
    CHECK(result.signed_by == SignedBy::kMessage);
  }
}

TEST_CASE("openpgp: a signed message that was never encrypted is signed only") {
  auto& post = Post::office();
  const auto message =
      post.writers.must({"--armor", "--local-user", post.key("ana"), "--sign"}, kHello);
  auto result = opened_mime(post, message);
  CHECK(result.verdict == Verdict::kSignedOnly);
  CHECK(result.signer->primary == post.key("ana"));
  CHECK(is_silent(result));
  result = opened(post, inline_mail(message));
  CHECK(result.verdict == Verdict::kSignedOnly);
  CHECK(is_silent(result));
}

TEST_CASE("openpgp: literal data that nobody encrypted or signed is no ciphertext") {
  auto& post = Post::office();
  const auto result = opened_mime(post, post.writers.must({"--armor", "--store"}, kHello));
  CHECK(result.verdict == Verdict::kUndecryptable);
  CHECK(!result.signer);
  CHECK(is_silent(result));
}

TEST_CASE("openpgp: a symmetric message is refused and nobody is asked for a passphrase") {
  auto& post = Post::office();
  const auto message = post.writers.must(
      {"--armor", "--passphrase", "x", "--local-user", post.key("ana"), "--symmetric", "--sign"},
      kHello);
  CHECK(post.engine().decrypt_verify(message).judgement == Judgement::kSymmetric);
  const auto result = opened_mime(post, message);
  CHECK(result.verdict == Verdict::kUndecryptable);
  CHECK(is_silent(result));
}

TEST_CASE("openpgp: a ciphertext without integrity protection is refused") {
  auto& post = Post::office();
  for (const auto* cipher : {"3DES", "AES256"}) {
    INFO(cipher);
    const auto message = post.sealed(kHello, {"--rfc2440", "--cipher-algo", cipher});
    const auto packets = post.writers.gpg({"--list-packets"}, message).out;
    INFO(packets);
    const auto raw = post.engine().decrypt_verify(message);
    CHECK(raw.judgement != Judgement::kGood);
    CHECK(raw.plaintext.empty());
    const auto result = opened_mime(post, message);
    CHECK(result.verdict == Verdict::kUndecryptable);
    CHECK(is_silent(result));
  }
}

TEST_CASE("openpgp: an altered or truncated ciphertext is refused at every place") {
  auto& post = Post::office();
  const auto message = post.sealed(kHello);
  REQUIRE(message.size() > 200);
  for (std::size_t at = 0; at < message.size(); at += 41) {
    INFO("octet " << at << " of " << message.size());
    auto flipped = message;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    const auto result = post.engine().decrypt_verify(flipped);
    CHECK(result.judgement != Judgement::kGood);
    CHECK(result.plaintext.empty());
    const auto cut = post.engine().decrypt_verify(std::string_view(message).substr(0, at));
    CHECK(cut.judgement != Judgement::kGood);
    CHECK(cut.plaintext.empty());
  }
  auto flipped = message;
  flipped[message.size() - 30] = static_cast<char>(flipped[message.size() - 30] ^ 1);
  const auto result = opened_mime(post, flipped);
  CHECK(result.verdict == Verdict::kUndecryptable);
  CHECK(is_silent(result));
}

TEST_CASE("openpgp: messages one after the other are never one message") {
  auto& post = Post::office();
  const auto sealed = post.sealed(kHello), again = post.sealed(kHello);
  const auto literal = post.writers.must({"--store"}, kHello);
  const auto is_signed = post.writers.must({"--local-user", post.key("ana"), "--sign"}, kHello);
  const std::vector<std::pair<const char*, std::string>> rows{
      {"two sealed", sealed + again},
      {"the same twice", sealed + sealed},
      {"sealed, then literal", sealed + literal},
      {"literal, then sealed", literal + sealed},
      {"sealed, then signed", sealed + is_signed},
      {"signed, then sealed", is_signed + sealed},
      {"signed, then literal", is_signed + literal},
      {"literal, then signed", literal + is_signed},
      {"signed twice", is_signed + is_signed}};
  for (const auto& [name, bytes] : rows) {
    INFO(name);
    const auto raw = post.engine().decrypt_verify(bytes);
    CHECK(raw.judgement != Judgement::kGood);
    CHECK(raw.plaintext.empty());
    for (const auto& result : {opened_mime(post, bytes), opened_mime(post, armoured(bytes))}) {
      INFO(openpgp::name(result.verdict) << " " << result.detail);
      // What follows a compressed signed message gpg does not even look at: it is at most told as
      // signed, not encrypted.
      const bool signed_first = std::string_view(name).starts_with("signed");
      CHECK((result.verdict == Verdict::kUndecryptable ||
             (signed_first && result.verdict == Verdict::kSignedOnly)));
      CHECK(is_silent(result));
    }
  }
}

TEST_CASE("openpgp: two armours in one part are never one message") {
  auto& post = Post::office();
  const auto armour = post.sealed(kHello, {"--armor"});
  const auto result = opened_mime(post, armour + post.sealed(kHello, {"--armor"}));
  CHECK(result.verdict != Verdict::kProved);
  CHECK(is_silent(result));
}

TEST_CASE("openpgp: a signed blob inside an unsigned encryption is not looked into") {
  auto& post = Post::office();
  for (const auto& options : {std::vector<std::string>{}, {"--armor"}}) {
    auto command = options;
    command.insert(command.end(), {"--local-user", post.key("ana"), "--sign"});
    const auto result =
        opened_mime(post, post.encrypted(post.writers.must(command, kHello), {"--armor"}));
    INFO(openpgp::name(result.verdict) << " " << result.detail);
    CHECK((result.verdict == Verdict::kNotSigned || result.verdict == Verdict::kMalformed));
    CHECK(result.content.text.empty());
  }
}

TEST_CASE("openpgp: encrypted and not signed at all is told as not signed") {
  auto& post = Post::office();
  auto result = opened_mime(post, post.encrypted(kHello));
  CHECK(result.verdict == Verdict::kNotSigned);
  CHECK(result.content.text.empty());
  result = opened(post, inline_mail(post.encrypted("hello canary\n", {"--armor"})));
  CHECK(result.verdict == Verdict::kNotSigned);
  CHECK(result.content.text.empty());
}

TEST_CASE("openpgp: a signature with a critical notation that is not understood is refused") {
  auto& post = Post::office();
  const auto result =
      opened_mime(post, post.sealed(kHello, {"--sig-notation", "!rule@example.org=x"}));
  INFO(result.detail);
  CHECK(result.verdict != Verdict::kProved);
  CHECK(is_silent(result));
}

TEST_CASE("openpgp: what is encrypted to somebody else is not ours to open") {
  auto& post = Post::office();
  const auto other = post.key("eva", [](const Ring& ring) {
    const auto made = ring.make("eva <eva@police.ro.example>");
    ring.must({"--quick-add-key", made, "cv25519", "encr"});
    return made;
  });
  const auto message = post.writers.must(
      {"--armor", "--local-user", post.key("ana"), "--recipient", other, "--sign", "--encrypt"},
      kHello);
  CHECK(post.engine().decrypt_verify(message).judgement == Judgement::kUndecryptable);
  CHECK(opened_mime(post, message).verdict == Verdict::kUndecryptable);
}

TEST_CASE("openpgp: hidden recipients are opened") {
  auto& post = Post::office();
  const auto result = opened_mime(post, post.sealed(kHello, {"--throw-keyids"}));
  INFO(result.detail);
  CHECK(result.verdict == Verdict::kProved);
}

TEST_CASE("openpgp: any lawful making of a message is opened") {
  auto& post = Post::office();
  for (const auto& options :
       std::vector<std::vector<std::string>>{{"--compress-algo", "none"},
                                             {"--compress-algo", "bzip2"},
                                             {"--compress-algo", "zip"},
                                             {"--textmode"},
                                             {"--comment", "Charset: utf-8", "--armor"},
                                             {"--emit-version", "--armor"},
                                             {"--cipher-algo", "AES"},
                                             {"--cipher-algo", "TWOFISH"},
                                             {"--digest-algo", "SHA256"},
                                             {"--digest-algo", "SHA384"},
                                             {"--sig-notation", "note@example.org=x"}}) {
    const auto result = opened_mime(post, post.sealed(kHello, options));
    INFO(options.front() << " " << options.back() << ": " << result.detail);
    CHECK(result.verdict == Verdict::kProved);
    CHECK(result.content.text == "hello canary\n");
  }
}

}  // namespace
}  // namespace pouch::mail::openpgp
