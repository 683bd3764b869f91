// Keys that GnuPG rejects for the SHA-1 in their bindings are told from files without a key.
#include "mail/openpgp/sha1_bindings.hpp"

#include <catch2/catch.hpp>

#include "mail/openpgp/keyring.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail::openpgp {
namespace {

using namespace test;

TEST_CASE("openpgp: a key bound by SHA-1 is named, with what its owner does") {
  const auto file = fs::path(POUCH_FIXTURES) / "trials/public-06-key-bound-by-sha1.asc";
  CHECK(inspect_key_file(file).empty());
  const auto found = find_sha1_bound(file);
  REQUIRE(found.size() == 1);
  CHECK(found[0].fingerprint == "ED91CC5E3BCDA28EEFCB87350143DEC10C63F9E4");
  CHECK(found[0].what.find("SHA-1") != std::string::npos);
  CHECK(found[0].remedy.find("--quick-set-expire " + found[0].fingerprint) != std::string::npos);
}

TEST_CASE("openpgp: what the owner of a key bound by SHA-1 is told makes it usable") {
  const Scratch scratch;
  const Ring ring(scratch.path() / "r");
  const auto exported = [&](const std::string& fingerprint) {
    const auto file = scratch.path() / "key.asc";
    write_bytes(file, ring.exported(fingerprint));
    return file;
  };
  const auto key = ring.make("Old <old@police.ro.example>", "ed25519", "sign,cert", "never",
                             {"--cert-digest-algo", "SHA1"});
  const std::vector<std::string> quiet{"--pinentry-mode", "loopback", "--passphrase", ""};
  const auto as_owner = [&](std::vector<std::string> command) {
    command.insert(command.begin(), quiet.begin(), quiet.end());
    ring.must(command);
  };
  as_owner({"--cert-digest-algo", "SHA1", "--quick-add-key", key, "cv25519", "encr", "never"});
  REQUIRE(find_sha1_bound(exported(key)).size() == 1);

  as_owner({"--cert-digest-algo", "SHA256", "--quick-set-expire", key, "2y"});
  const auto half = exported(key);  // the encryption subkey is still bound by SHA-1
  REQUIRE(inspect_key_file(half).size() == 1);
  CHECK_FALSE(inspect_key_file(half).front().can_encrypt);
  CHECK(find_sha1_bound(half).size() == 1);

  as_owner({"--cert-digest-algo", "SHA256", "--quick-set-expire", key, "2y", "*"});
  const auto whole = exported(key);
  CHECK(find_sha1_bound(whole).empty());
  REQUIRE(inspect_key_file(whole).size() == 1);
  CHECK(inspect_key_file(whole).front().usable_for_sealing());
}

TEST_CASE("openpgp: a file without a key, or with a sound one, is not called bound by SHA-1") {
  const Scratch scratch;
  const auto text = scratch.path() / "text.asc";
  write_bytes(text, "no key\n");
  CHECK(find_sha1_bound(text).empty());
  CHECK(find_sha1_bound(scratch.path() / "missing.asc").empty());
  auto& post = Post::office();
  const auto sound = scratch.path() / "sound.asc";
  write_bytes(sound, post.writers.exported(post.key("ana")));
  CHECK(find_sha1_bound(sound).empty());
}

}  // namespace
}  // namespace pouch::mail::openpgp
