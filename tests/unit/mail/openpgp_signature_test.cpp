// Who signed: keys and signatures that do not count arrive with err == 0 (SECURITY classes 14, 15).
#include <catch2/catch.hpp>

#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail::openpgp {
namespace {

using namespace test;

using Make = std::function<std::string(const Ring&)>;

Make of(const std::string& name, const std::string& algorithm) {
  return [=](const Ring& ring) {
    return ring.make(name + " <" + name + "@police.ro.example>", algorithm);
  };
}

Verdict verdict_of(Post& post, const std::string& signer,
                   const std::vector<std::string>& options = {}) {
  const auto result = opened(post, pgp_mime(post.sealed(kHello, options, signer)));
  INFO(result.detail);
  if (result.verdict != Verdict::kProved) {
    CHECK(is_silent(result));
    CHECK(result.signature_identities.empty());
  }
  return result.verdict;
}

TEST_CASE("openpgp: SHA-1 and RIPEMD160 signatures are weak") {
  auto& post = Post::office();
  const auto rsa = post.key("rsa", of("rsa", "rsa2048"));
  CHECK(verdict_of(post, rsa) == Verdict::kProved);
  CHECK(verdict_of(post, rsa, {"--digest-algo", "SHA1"}) == Verdict::kWeakAlgorithm);
  CHECK(verdict_of(post, rsa, {"--digest-algo", "RIPEMD160"}) == Verdict::kWeakAlgorithm);
  CHECK(verdict_of(post, rsa, {"--digest-algo", "SHA224"}) == Verdict::kWeakAlgorithm);
}

TEST_CASE("openpgp: RSA below 2048 bits and DSA are weak") {
  auto& post = Post::office();
  CHECK(verdict_of(post, post.key("small", of("small", "rsa1024"))) == Verdict::kWeakAlgorithm);
  CHECK(verdict_of(post, post.key("dsa", of("dsa", "dsa2048"))) == Verdict::kWeakAlgorithm);
}

TEST_CASE("openpgp: a strong signing subkey of a weak primary key is weak") {
  auto& post = Post::office();
  const auto primary = post.key("weakroot", [](const Ring& ring) {
    const auto made = ring.make("weakroot <w@police.ro.example>", "rsa1024", "cert");
    ring.must({"--quick-add-key", made, "ed25519", "sign"});
    return made;
  });
  CHECK(verdict_of(post, primary) == Verdict::kWeakAlgorithm);
}

TEST_CASE("openpgp: a weak signing subkey of a strong primary key is weak") {
  auto& post = Post::office();
  const auto primary = post.key("weakleaf", [](const Ring& ring) {
    const auto made = ring.make("weakleaf <l@police.ro.example>", "ed25519", "cert");
    ring.must({"--quick-add-key", made, "rsa1024", "sign"});
    return made;
  });
  CHECK(verdict_of(post, primary) == Verdict::kWeakAlgorithm);
}

TEST_CASE("openpgp: a signature by a signing subkey is its primary key's") {
  auto& post = Post::office();
  const auto primary = post.key("sub", [](const Ring& ring) {
    const auto made = ring.make("sub <sub@police.ro.example>");
    ring.must({"--quick-add-key", made, "ed25519", "sign"});
    return made;
  });
  const auto result = opened(post, pgp_mime(post.sealed(kHello, {}, primary)));
  REQUIRE(result.verdict == Verdict::kProved);
  CHECK(result.signer->primary == primary);
  CHECK(result.signer->fingerprint != primary);
  CHECK(result.signer->fingerprint.size() == 40);
}

// As if the clock of the writer stood at that day.
std::vector<std::string> on(const char* day, std::vector<std::string> more = {}) {
  more.insert(more.end(),
              {"--faked-system-time", day, "--ignore-valid-from", "--ignore-time-conflict"});
  return more;
}

TEST_CASE("openpgp: an expired key and an expired signature do not count") {
  auto& post = Post::office();
  const auto old = post.key("old", [](const Ring& ring) {
    return ring.make("old <old@police.ro.example>", "ed25519", "sign,cert", "1y",
                     {"--faked-system-time", "20240101T000000"});
  });
  CHECK(verdict_of(post, old, on("20240601T000000")) == Verdict::kExpiredKey);

  const auto lasting = post.key("lasting", [](const Ring& ring) {
    return ring.make("lasting <lasting@police.ro.example>", "ed25519", "sign,cert", "never",
                     {"--faked-system-time", "20240101T000000"});
  });
  CHECK(verdict_of(post, lasting, on("20240601T000000")) == Verdict::kProved);
  CHECK(verdict_of(post, lasting, on("20240601T000000", {"--default-sig-expire", "1d"})) ==
        Verdict::kExpiredSignature);
  CHECK(verdict_of(post, lasting, {"--default-sig-expire", "1d"}) == Verdict::kProved);

  const auto inside = [&](const std::vector<std::string>& options, const std::string& signer) {
    return opened(post, pgp_mime(post.encrypted(multipart_signed(post, kHello, options, signer))))
        .verdict;
  };
  CHECK(inside(on("20240601T000000"), old) == Verdict::kExpiredKey);
  CHECK(inside(on("20240601T000000", {"--default-sig-expire", "1d"}), lasting) ==
        Verdict::kExpiredSignature);
  CHECK(inside({"--default-sig-expire", "1d"}, lasting) == Verdict::kProved);
}

TEST_CASE("openpgp: a key that was revoked after it signed does not count") {
  auto& post = Post::office();
  const auto& lost = post.key("lost");
  const auto mail = pgp_mime(post.sealed(kHello, {}, lost));
  CHECK(opened(post, mail).verdict == Verdict::kProved);
  auto revocation = file_bytes(post.writers.home() / "openpgp-revocs.d" / (lost + ".rev"));
  const auto guard = revocation.find(":-----BEGIN");
  REQUIRE(guard != std::string::npos);
  revocation.erase(guard, 1);
  post.writers.must({"--import"}, revocation);
  post.introduce(lost);
  const auto result = opened(post, mail);
  CHECK(result.verdict == Verdict::kRevokedKey);
  CHECK(result.signer->primary == lost);
  CHECK(is_silent(result));
}

TEST_CASE("openpgp: a signature by a key that is not in the ring is unknown") {
  auto& post = Post::office();
  const auto stranger = post.writers.make("mallory <m@evil.example>");
  CHECK(verdict_of(post, stranger) == Verdict::kUnknownSigner);
  // Even when the key comes along in the signature itself.
  CHECK(verdict_of(post, stranger, {"--include-key-block"}) == Verdict::kUnknownSigner);
}

TEST_CASE("openpgp: two signatures are mixed content, whoever made them") {
  auto& post = Post::office();
  const auto& other = post.key("boris");
  const auto mail = pgp_mime(post.sealed(kHello, {"--local-user", other}));
  CHECK(post.engine().decrypt_verify(post.sealed(kHello, {"--local-user", other})).judgement ==
        Judgement::kSeveralSignatures);
  CHECK(opened(post, mail).verdict == Verdict::kMixedContent);
  const auto stranger = post.writers.make("trudy <t@evil.example>");
  CHECK(verdict_of(post, post.key("ana"), {"--local-user", stranger}) == Verdict::kMixedContent);
}

TEST_CASE("openpgp: the same signed words have one identity in any wrapping, others another") {
  auto& post = Post::office();
  const auto message = post.writers.must({"--local-user", post.key("ana"), "--sign"}, kHello);
  const auto first = opened(post, pgp_mime(post.sealed(kHello)));
  const auto result = post.engine().decrypt_verify(post.sealed(kHello));
  REQUIRE(first.verdict == Verdict::kProved);
  REQUIRE(result.judgement == Judgement::kGood);
  const auto other = opened(post, pgp_mime(post.sealed(std::string(kHello) + "more\r\n")));
  CHECK(other.signature_identities != first.signature_identities);

  // RFC 1847 encapsulation, encrypted twice.
  const auto inside = multipart_signed(post, kHello);
  const auto one = opened(post, pgp_mime(post.encrypted(inside)));
  const auto two = opened(post, pgp_mime(post.encrypted(inside, {"--throw-keyids"})));
  REQUIRE(one.verdict == Verdict::kProved);
  CHECK(one.signature_identities == two.signature_identities);
}

}  // namespace
}  // namespace pouch::mail::openpgp
