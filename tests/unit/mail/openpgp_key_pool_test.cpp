// Keys laid over each other: what is newer counts, a revocation stays, what the ring would refuse
// is refused with the reason (SECURITY class 22).
#include <catch2/catch.hpp>

#include <algorithm>

#include "mail/openpgp/key_pool.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail::openpgp {
namespace {

using namespace test;

struct Owner {
  std::string exported(const std::string& key) const { return ring.exported(key); }
  std::string revocation(const std::string& key, bool locked = false) const {
    auto text = file_bytes(ring.home() / "openpgp-revocs.d" / (key + ".rev"));
    return locked ? text : text.erase(text.find(":-----BEGIN"), 1);
  }
  std::string with_encryption(const std::string& id, const std::string& expires = "never") const {
    const auto key = ring.make(id, "ed25519", "sign,cert", expires);
    ring.must({"--quick-add-key", key, "cv25519", "encr", expires});
    return key;
  }
  Scratch scratch;
  Ring ring{scratch.path() / "r"};
};

KeyInfo only(const Brought& brought) {
  INFO(brought.wrong);
  REQUIRE(brought.keys.size() == 1);
  CHECK(brought.keys.front().refused.empty());
  CHECK(brought.keys.front().armoured.starts_with("-----BEGIN PGP PUBLIC KEY BLOCK-----"));
  return brought.keys.front().info;
}

std::string only_refusal(const Brought& brought) {
  REQUIRE(brought.keys.size() == 1);
  CHECK(brought.keys.front().armoured.empty());
  return brought.keys.front().refused;
}

TEST_CASE("openpgp: an older copy of a key undoes no revocation, whichever comes first") {
  const Owner owner;
  const auto key = owner.with_encryption("eva <eva@police.ro.example>");
  const auto old = owner.exported(key);
  owner.ring.must({"--import"}, owner.revocation(key));
  const auto revoked = owner.exported(key);
  KeyPool pool;
  CHECK_FALSE(only(pool.add(old)).revoked);
  CHECK(only(pool.add(revoked)).revoked);
  const auto again = pool.add(old);
  CHECK(only(again).revoked);
  CHECK(again.keys.front().change == KeyChange::kSame);
  KeyPool from_disk;
  CHECK(from_disk.load(again.keys.front().armoured) == std::vector<std::string>{key});
  CHECK(only(from_disk.add(old)).revoked);
}

TEST_CASE("openpgp: of two dates of a key the newer one counts, whichever comes first") {
  const Owner owner;
  const auto key = owner.with_encryption("eva <eva@police.ro.example>", "1y");
  const auto old = owner.exported(key);
  const auto later =
      std::to_string(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()) + 60);
  owner.ring.must({"--faked-system-time", later, "--quick-set-expire", key, "3y"});
  owner.ring.must({"--faked-system-time", later, "--quick-set-expire", key, "3y", "*"});
  const auto renewed = owner.exported(key);
  for (const auto& order : {std::pair(old, renewed), std::pair(renewed, old)}) {
    KeyPool pool;
    pool.add(order.first);
    const auto info = only(pool.add(order.second));
    REQUIRE(info.expires);
    CHECK(*info.expires > std::chrono::system_clock::now() + std::chrono::years(2));
  }
}

TEST_CASE("openpgp: both keys of one file are taken, and of several armours in a row") {
  const Owner owner;
  const auto ana = owner.with_encryption("ana <ana@police.ro.example>");
  const auto eva = owner.with_encryption("eva <eva@police.ro.example>");
  for (const auto& bytes :
       {owner.ring.must({"--armor", "--export", ana, eva}), owner.ring.must({"--export", ana, eva}),
        owner.exported(ana) + owner.exported(eva)}) {
    KeyPool pool;
    const auto brought = pool.add(bytes);
    REQUIRE(brought.keys.size() == 2);
    for (const auto& key : brought.keys) {
      CHECK(key.change == KeyChange::kNew);
      CHECK((key.info.fingerprint == ana || key.info.fingerprint == eva));
    }
  }
}

TEST_CASE("openpgp: a bare revocation certificate revokes the key that is there") {
  const Owner owner;
  const auto key = owner.with_encryption("eva <eva@police.ro.example>");
  KeyPool pool;
  const auto alone = pool.add(owner.revocation(key));
  CHECK(alone.keys.empty());
  CHECK(alone.wrong.find("no revocation of a key that lies here") != std::string::npos);
  pool.add(owner.exported(key));
  const auto locked = pool.add(owner.revocation(key, true));
  CHECK(locked.keys.empty());
  CHECK(locked.hint.find("take away the colon") != std::string::npos);
  const auto brought = pool.add(owner.revocation(key));
  CHECK(only(brought).revoked);
  CHECK(brought.keys.front().change == KeyChange::kChanged);
}

TEST_CASE("openpgp: a revocation beside its key in one file counts, whichever stands first") {
  const Owner owner;
  const auto key = owner.with_encryption("eva <eva@police.ro.example>");
  const auto certificate = owner.revocation(key), exported = owner.exported(key);
  for (const auto& bytes : {exported + certificate, certificate + exported,
                            exported + "my revocation:\r\n\r\n" + certificate}) {
    KeyPool pool;
    CHECK(only(pool.add(bytes)).revoked);
    KeyPool from_disk;
    CHECK(from_disk.load(bytes) == std::vector<std::string>{key});
    REQUIRE(from_disk.keys().size() == 1);
    CHECK(from_disk.keys().front().revoked);
  }
  KeyPool pool;
  CHECK_FALSE(only(pool.add(exported)).revoked);
  CHECK_FALSE(only(pool.add(exported + owner.revocation(key, true))).revoked);
  const auto ana = owner.with_encryption("ana <ana@police.ro.example>");
  const auto brought = pool.add(owner.exported(ana) + certificate);
  REQUIRE(brought.keys.size() == 2);
  CHECK(brought.keys[0].info.fingerprint == ana);
  CHECK(brought.keys[1].info.fingerprint == key);
  CHECK(brought.keys[1].info.revoked);
}

TEST_CASE("openpgp: of a folder's files a revocation counts, whatever it is called") {
  const Owner owner;
  const auto key = owner.with_encryption("eva <eva@police.ro.example>");
  for (const auto* name : {"a.asc", "z.asc"}) {
    const Scratch folder;
    write_bytes(folder.path() / "m.asc", owner.exported(key));
    write_bytes(folder.path() / name, owner.revocation(key));
    fs::create_directory(folder.path() / "folder.asc");
    fs::create_symlink("/nowhere", folder.path() / "link.asc");
    KeyPool pool;
    const auto filed = read_key_folder(folder.path(), pool);
    REQUIRE(filed.size() == 1);
    CHECK(filed.at(key).info.revoked);
  }
}

TEST_CASE("openpgp: a key as editors and shells of Windows save it is taken, a private one known") {
  const Owner owner;
  const auto key = owner.with_encryption("eva <eva@police.ro.example>");
  const auto wide = [](const std::string& text, bool little) {
    std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
    for (const char c : text) {
      bytes += little ? std::string{c, '\0'} : std::string{'\0', c};
    }
    return bytes;
  };
  const auto text = with_crlf(owner.exported(key));
  for (const auto& bytes : {"\xEF\xBB\xBF" + text, wide(text, true), wide(text, false)}) {
    KeyPool pool;
    CHECK(only(pool.add(bytes)).fingerprint == key);
  }
  const auto secret = owner.ring.must({"--armor", "--export-secret-keys", key});
  CHECK(holds_secret_key(wide(secret, true)));
  CHECK(holds_secret_key(wide(secret, false)));
  CHECK_FALSE(holds_secret_key(wide(text, true)));
}

TEST_CASE("openpgp: what the ring would refuse is refused with the number, the pool stays") {
  const Owner owner;
  KeyPool pool;
  const auto many = file_bytes(fs::path(POUCH_FIXTURES) / "openpgp" / "key-with-25-user-ids.asc");
  CHECK(only_refusal(pool.add(many)).find("has 25 user IDs") != std::string::npos);
  CHECK(pool.keys().empty());
  // Twenty are taken; two copies that have more together are not.
  const auto key = owner.with_encryption("eva 1 <eva@police.ro.example>");
  const auto one = owner.exported(key);
  for (int i = 2; i <= 20; ++i) {
    owner.ring.must({"--quick-add-uid", key, "eva " + std::to_string(i) + " <eva@x.example>"});
  }
  only(pool.add(owner.exported(key)));
  const Ring elsewhere(owner.scratch.path() / "e");
  elsewhere.must({"--import"}, owner.ring.must({"--armor", "--export-secret-keys", key}));
  elsewhere.must({"--quick-add-uid", key, "eva 21 <eva@y.example>"});
  CHECK(only_refusal(pool.add(elsewhere.exported(key))).find("has 21 user IDs") !=
        std::string::npos);
  REQUIRE(pool.keys().size() == 1);
  CHECK(pool.keys().front().user_ids.size() == 20);
}

TEST_CASE("openpgp: what is no key is said to be none, a private key is known as one") {
  const Owner owner;
  KeyPool pool;
  for (const auto* bytes : {"", "no key", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n"}) {
    const auto brought = pool.add(bytes);
    CHECK(brought.keys.empty());
    CHECK_FALSE(brought.wrong.empty());
    CHECK_FALSE(brought.hint.empty());
  }
  const auto key = owner.with_encryption("eva <eva@police.ro.example>");
  CHECK(holds_secret_key(owner.ring.must({"--armor", "--export-secret-keys", key})));
  CHECK(holds_secret_key(owner.ring.must({"--export-secret-keys", key})));
  CHECK_FALSE(holds_secret_key(owner.exported(key)));
  CHECK_FALSE(holds_secret_key(owner.ring.must({"--export", key})));
}

TEST_CASE("openpgp: why a key cannot be sealed to is known") {
  const Owner owner;
  const auto sign_only = owner.ring.make("a <a@x.example>");
  const auto ended = owner.with_encryption("b <b@x.example>");
  const auto listing = owner.ring.must({"--with-colons", "--list-keys", ended});
  const auto at = listing.find("\nfpr:", listing.find("\nsub:"));
  REQUIRE(at != std::string::npos);
  const auto subkey = listing.substr(listing.find_first_not_of(':', at + 4), 40);
  owner.ring.must({"--quick-set-expire", ended, "seconds=1", subkey});
  KeyPool pool;
  CHECK_FALSE(only(pool.add(owner.exported(sign_only))).encryption_ended);
  pool.add(owner.exported(ended));
  REQUIRE(eventually([&] {
    const auto keys = pool.keys();
    return std::any_of(keys.begin(), keys.end(),
                       [](const KeyInfo& one) { return one.encryption_ended.has_value(); });
  }));
  for (const auto& one : pool.keys()) {
    CHECK_FALSE(one.usable_for_sealing());
    CHECK_FALSE(one.expired);
  }
}

}  // namespace
}  // namespace pouch::mail::openpgp
