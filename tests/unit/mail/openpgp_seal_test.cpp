// Sealing letters: to exactly the keys named, or not at all; and the evidence in them, which anyone
// with the author's key can verify (SECURITY classes 14, 15, 31; DECISIONS 3).
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "mail/openpgp/keyring.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail::openpgp {
namespace {

using namespace test;

const std::string kLetter = "Content-Type: text/plain\r\n\r\nletter canary\r\n";

std::string reader(const Ring& ring, const std::string& name, const std::string& expires = "never",
                   const std::vector<std::string>& options = {}) {
  const auto made =
      ring.make(name + " <" + name + "@desk.example>", "ed25519", "sign,cert", "never", options);
  auto command = options;
  command.insert(command.end(), {"--quick-add-key", made, "cv25519", "encr", expires});
  ring.must(command);
  return made;
}

const std::string& desk(Post& post, const std::string& name) {
  return post.key(name, [&](const Ring& ring) { return reader(ring, name); });
}

// Key ids of the public-key encrypted session keys, in the order of the message.
std::multiset<std::string> recipients(Post& post, const std::string& sealed) {
  const auto packets = post.writers.gpg({"--list-packets"}, sealed).out;
  std::multiset<std::string> result;
  const std::string mark = ":pubkey enc packet:";
  for (auto at = packets.find(mark); at != std::string::npos; at = packets.find(mark, at + 1)) {
    const auto id = packets.find("keyid ", at);
    result.insert(packets.substr(id + 6, 16));
  }
  return result;
}

// Key ids of the encryption subkeys of these keys.
std::multiset<std::string> subkeys(Post& post, const std::vector<std::string>& fingerprints) {
  std::multiset<std::string> result;
  for (const auto& fingerprint : fingerprints) {
    const auto listing = post.writers.must({"--with-colons", "--list-keys", fingerprint});
    const auto at = listing.find("\nsub:");
    REQUIRE(at != std::string::npos);
    std::size_t field = at + 1;
    for (int i = 0; i < 4; ++i) field = listing.find(':', field) + 1;
    result.insert(listing.substr(field, 16));
  }
  return result;
}

bool refuses_to_seal(Post& post, const std::vector<std::string>& keys) {
  try {
    const auto sealed = post.engine().seal(kLetter, post.gateway(), keys);
  } catch (const Fault& fault) {
    CHECK(std::string(fault.what()).find("canary") == std::string::npos);
    return !fault.transient();
  }
  return false;
}

TEST_CASE("openpgp: a letter is one message, signed by the gateway, for exactly its recipients") {
  auto& post = Post::office();
  const std::vector<std::string> keys{desk(post, "nfp-ro"), desk(post, "nfp-bg")};
  const auto sealed = post.engine().seal(kLetter, post.gateway(), keys);
  CHECK(sealed.starts_with("-----BEGIN PGP MESSAGE-----\n\n"));  // neither Version nor Comment
  CHECK(sealed.find("canary") == std::string::npos);
  CHECK(recipients(post, sealed) == subkeys(post, keys));
  const auto read = post.writers.gpg({"--status-fd", "2", "--decrypt"}, sealed);
  CHECK(read.out == kLetter);
  CHECK(read.err.find("VALIDSIG " + post.gateway()) != std::string::npos);
  CHECK(read.err.find("GOODMDC") != std::string::npos);
  CHECK(read.err.find("DECRYPTION_INFO 2 9") != std::string::npos);
  // A side channel for text that an attacker chose: two letters of one size stay of one size.
  const auto packets = post.writers.gpg({"--list-packets"}, sealed).out;
  CHECK(packets.find("compressed packet") == std::string::npos);
  CHECK(packets.find("literal data") != std::string::npos);
}

TEST_CASE("openpgp: nobody is added to a letter: no encrypt-to, no gateway, no key twice") {
  auto& post = Post::office();
  const auto& one = desk(post, "nfp-ro");
  const auto conf = post.gateway_home() / "gpg.conf";
  const auto before = file_bytes(conf);
  write_bytes(conf, before + "encrypt-to " + desk(post, "nfp-bg") + "\nhidden-encrypt-to " +
                        desk(post, "nfp-bg") + "\n");
  const auto sealed = post.engine().seal(kLetter, post.gateway(), {one});
  write_bytes(conf, before);
  CHECK(recipients(post, sealed) == subkeys(post, {one}));
  const auto twice = post.engine().seal(kLetter, post.gateway(), {one, one});
  CHECK(recipients(post, twice) == subkeys(post, {one}));
}

TEST_CASE("openpgp: a key that cannot be sealed to refuses the whole letter") {
  auto& post = Post::office();
  const auto& good = desk(post, "nfp-ro");
  const std::vector<std::string> past{"--faked-system-time", "20240101T000000"};
  const auto gone = post.key("gone", [&](const Ring& ring) {
    return reader(ring, "gone", "1y", past);  // the encryption subkey has expired, the key not
  });
  const auto sign_only = post.key("sign-only");
  const auto expired = post.key("expired", [&](const Ring& ring) {
    return ring.make("expired <e@desk.example>", "ed25519", "sign,cert", "1y", past);
  });
  auto& lost = desk(post, "lost-desk");
  auto revocation = file_bytes(post.writers.home() / "openpgp-revocs.d" / (lost + ".rev"));
  revocation.erase(revocation.find(":-----BEGIN"), 1);
  post.writers.must({"--import"}, revocation);
  post.introduce(lost);
  const auto stranger = post.writers.make("mallory <m@evil.example>");
  for (const auto& key : {gone, sign_only, expired, lost, stranger, std::string(40, '0')}) {
    INFO(key);
    CHECK(refuses_to_seal(post, {key}));
    CHECK(refuses_to_seal(post, {good, key}));
    CHECK(refuses_to_seal(post, {key, good}));
    const auto info = post.engine().key(key);
    CHECK((!info || !info->usable_for_sealing()));
  }
  CHECK(refuses_to_seal(post, {}));
  CHECK(post.engine().key(good)->usable_for_sealing());
  CHECK_FALSE(refuses_to_seal(post, {good}));
}

TEST_CASE("openpgp: nothing is sealed to a key that the policy finds weak") {
  auto& post = Post::office();
  const auto of = [&](const std::string& name, const std::string& primary,
                      const std::vector<std::string>& subkeys) {
    return post.key(name, [&](const Ring& ring) {
      std::string time = "20260101T000000";  // gpg seals to the newest subkey
      const auto made = ring.make(name + " <" + name + "@desk.example>", primary, "sign,cert",
                                  "never", {"--faked-system-time", time});
      for (const auto& subkey : subkeys) {
        ++time[7];
        ring.must({"--faked-system-time", time, "--quick-add-key", made, subkey, "encr"});
      }
      return made;
    });
  };
  for (const auto& key :
       {of("short-leaf", "ed25519", {"rsa1024"}), of("elgamal", "ed25519", {"elg2048"}),
        of("short-root", "rsa1024", {"cv25519"}), of("dsa-root", "dsa2048", {"cv25519"}),
        of("weak-at-last", "ed25519", {"cv25519", "rsa1024"})}) {
    const auto info = post.engine().key(key);
    REQUIRE(info);
    INFO(info->user_ids.front());
    CHECK(info->weak);
    CHECK_FALSE(info->usable_for_sealing());
    CHECK(refuses_to_seal(post, {key}));
  }
  for (const auto& key :
       {of("long-leaf", "ed25519", {"rsa2048"}), of("long-root", "rsa2048", {"cv25519"}),
        of("curve", "nistp256", {"brainpoolP256r1"}),
        of("weak-at-first", "ed25519", {"rsa1024", "cv25519"})}) {
    const auto info = post.engine().key(key);
    REQUIRE(info);
    INFO(info->user_ids.front());
    CHECK_FALSE(info->weak);
    CHECK_FALSE(refuses_to_seal(post, {key}));
  }
}

TEST_CASE("openpgp: no letter is sealed without the gateway's own signature") {
  auto& post = Post::office();
  const auto& one = desk(post, "nfp-ro");
  for (const auto& signer : {std::string(40, '0'), one}) {
    CHECK_THROWS_AS(post.engine().seal(kLetter, signer, {one}), Fault);
  }
}

TEST_CASE("openpgp: letters of any octets and of some size come back as they were") {
  auto& post = Post::office();
  std::string text;
  for (int i = 0; i < 3 << 20; ++i) text += static_cast<char>(i * 7 + i / 256);
  const auto& one = desk(post, "nfp-ro");
  CHECK(post.writers.must({"--decrypt"}, post.engine().seal(text, post.gateway(), {one})) == text);
  CHECK(post.writers.must({"--decrypt"}, post.engine().seal("", post.gateway(), {one})).empty());
}

TEST_CASE("openpgp: a secret of the site comes back, one of more than a few octets does not") {
  auto& post = Post::office();
  const std::string secret(32, '\x5A');
  CHECK(post.engine().decrypt(post.engine().encrypt_to(secret, post.gateway())) == secret);
  CHECK_THROWS_AS(
      post.engine().decrypt(post.engine().encrypt_to(std::string(5000, 'x'), post.gateway())),
      Fault);
  CHECK_THROWS_AS(post.engine().decrypt("nothing sealed"), Fault);
}

// --- evidence

// What plain gpg with nothing but the author's public key says.
std::string verified_by(const Ran& ran) {
  const auto at = ran.err.find("VALIDSIG ");
  return ran.status == 0 && at != std::string::npos ? ran.err.substr(at + 9, 40) : "";
}

struct Court {
  explicit Court(Post& post) : ring(scratch.path() / "c") {
    ring.must({"--import"}, post.writers.exported(post.key("ana")));
  }
  Ran gpg(std::vector<std::string> arguments, const std::string& input) const {
    arguments.insert(arguments.begin(), {"--status-fd", "2"});
    return ring.gpg(arguments, input);
  }
  Scratch scratch;
  Ring ring;
};

TEST_CASE("openpgp: original.pgp is the author's signed message, for anyone who has his key") {
  auto& post = Post::office();
  const Court court(post);
  const auto result = opened(post, pgp_mime(post.sealed(kHello)));
  const auto all = evidence(result, post.engine());
  REQUIRE(all.size() == 1);
  CHECK(all[0].name == "original.pgp");
  const auto ran = court.gpg({"--decrypt"}, std::string(all[0].bytes));
  CHECK(verified_by(ran) == post.key("ana"));
  CHECK(ran.out == kHello);
}

TEST_CASE("openpgp: original.asc is the author's clearsigned text") {
  auto& post = Post::office();
  const Court court(post);
  const auto block =
      post.writers.must({"--local-user", post.key("ana"), "--clear-sign"}, "hello canary\n");
  const auto result = opened(post, inline_mail(post.encrypted(block, {"--armor"})));
  const auto all = evidence(result, post.engine());
  REQUIRE(all.size() == 1);
  CHECK(all[0].name == "original.asc");
  CHECK(all[0].bytes == block);
  CHECK(verified_by(court.gpg({"--verify"}, std::string(all[0].bytes))) == post.key("ana"));
}

TEST_CASE("openpgp: original.eml is the author's multipart/signed, byte for byte") {
  auto& post = Post::office();
  const Court court(post);
  const auto inside = multipart_signed(post, kHello);
  const auto result = opened(post, pgp_mime(post.encrypted(inside)));
  const auto all = evidence(result, post.engine());
  REQUIRE(all.size() == 1);
  CHECK(all[0].name == "original.eml");
  CHECK(all[0].bytes == inside);
  const auto root = std::get<Entity>(scan(all[0].bytes, Limits()));
  write_bytes(court.scratch.path() / "text", root.parts.at(0).whole);
  write_bytes(court.scratch.path() / "sig", root.parts.at(1).body);
  CHECK(verified_by(court.gpg({"--verify", (court.scratch.path() / "sig").string(),
                               (court.scratch.path() / "text").string()},
                              "")) == post.key("ana"));
}

TEST_CASE(
    "openpgp: several inline ciphertexts give an original each, an unproved mail gives none") {
  auto& post = Post::office();
  const Court court(post);
  const auto mail =
      headers() + "Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\n\r\n" +
      with_crlf(post.sealed("hello canary\n", {"--armor"})) +
      "\r\n--x\r\nContent-Type: application/octet-stream; name=\"a.csv.pgp\"\r\n\r\n" +
      with_crlf(post.sealed("a;b\n", {"--armor"})) + "\r\n--x--\r\n";
  const auto result = opened(post, mail);
  REQUIRE(result.verdict == Verdict::kProved);
  const auto all = evidence(result, post.engine());
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "original-1.pgp");
  CHECK(all[1].name == "original-2.pgp");
  CHECK(court.gpg({"--decrypt"}, std::string(all[1].bytes)).out == "a;b\n");
  for (const auto& each : all) {
    CHECK(verified_by(court.gpg({"--decrypt"}, std::string(each.bytes))) == post.key("ana"));
  }
  CHECK(evidence(opened(post, pgp_mime(post.encrypted(kHello))), post.engine()).empty());
}

}  // namespace
}  // namespace pouch::mail::openpgp
