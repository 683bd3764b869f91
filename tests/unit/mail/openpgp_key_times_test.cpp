// Keys that end or are exchanged while an Engine lives, and the life of the gateway's own key.
#include <catch2/catch.hpp>

#include "mail/openpgp/keyring.hpp"
#include "mail/openpgp/own_key.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail::openpgp {
namespace {

using namespace test;

std::chrono::sys_seconds in(std::chrono::seconds time) {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + time;
}

std::string reader(const Ring& ring, const std::string& name, const std::string& expires) {
  const auto key = ring.make(name + " <" + name + "@desk.example>");
  ring.must({"--quick-add-key", key, "cv25519", "encr", expires});
  return key;
}

fs::path file_of(Post& post, const Scratch& scratch, const std::string& key) {
  const auto file = scratch.path() / (key + ".asc");
  write_bytes(file, post.writers.exported(key));
  return file;
}

TEST_CASE("openpgp: a key that ends while the engine keeps it is unusable from that moment") {
  Post post;
  const Scratch scratch;
  const auto good = reader(post.writers, "good", "never");
  const auto brief = reader(post.writers, "brief", "seconds=8");
  rebuild_ring(post.gateway_home(), post.gateway(),
               {file_of(post, scratch, good), file_of(post, scratch, brief)}, {good, brief});
  auto& engine = post.engine();
  const auto seen = engine.key(brief);
  REQUIRE(seen);
  if (seen->usable_for_sealing()) {  // a machine that is very slow comes too late
    CHECK(seen->expires);
  }
  REQUIRE(eventually([&] {
    const auto now = engine.key(brief);
    return now && !now->usable_for_sealing();
  }));
  CHECK_THROWS_AS(engine.seal("x", post.gateway(), {good, brief}), UnusableKey);
  CHECK_FALSE(engine.seal("x", post.gateway(), {good}).empty());
}

TEST_CASE("openpgp: a renewed key counts as soon as the ring has it, for an engine that runs") {
  Post post;
  const Scratch scratch;
  const auto key = reader(post.writers, "desk", "seconds=1");
  const auto rebuild = [&] {
    rebuild_ring(post.gateway_home(), post.gateway(), {file_of(post, scratch, key)}, {key});
  };
  rebuild();
  REQUIRE(eventually([&] { return !post.engine().key(key)->usable_for_sealing(); }));
  post.writers.must({"--quick-set-expire", key, "never", "*"});
  const auto listing = post.writers.must({"--with-colons", "--list-keys", key});
  const auto at = listing.find("\nfpr:", listing.find("\nsub:"));
  REQUIRE(at != std::string::npos);
  post.writers.must({"--quick-set-expire", key, "never",
                     listing.substr(listing.find_first_not_of(':', at + 4), 40)});
  rebuild();
  CHECK(post.engine().key(key)->usable_for_sealing());
  CHECK_FALSE(post.engine().seal("x", post.gateway(), {key}).empty());
}

TEST_CASE("openpgp: the gateway's own key gets a new date, also after it has expired") {
  Post post;
  const auto& home = post.gateway_home();
  const auto sealed = post.encrypted("x");
  const auto take = [&](std::optional<std::chrono::sys_seconds> until) {
    keep_own_public_key(home, with_expiry(home, post.gateway(), until));
    rebuild_ring(home, post.gateway(), {}, {});
  };
  take(in(std::chrono::seconds(10)));
  REQUIRE(eventually([&] { return post.engine().key(post.gateway())->expired; }));
  try {
    post.engine().seal("x", post.gateway(), {post.gateway()});
    FAIL("sealed with a key that has expired");
  } catch (const Fault&) {
  }
  CHECK(post.engine().decrypt(sealed) == "x");
  const auto until = in(std::chrono::hours(24 * 365));
  take(until);
  const auto key = post.engine().key(post.gateway());
  REQUIRE(key);
  CHECK(key->usable_for_sealing());
  REQUIRE(key->expires);
  CHECK(*key->expires >= until - std::chrono::minutes(1));
  CHECK(*key->expires <= until + std::chrono::minutes(1));
  CHECK_FALSE(post.engine().seal("x", post.gateway(), {post.gateway()}).empty());
  take(std::nullopt);
  CHECK_FALSE(post.engine().key(post.gateway())->expires);
}

TEST_CASE("openpgp: a further key of the gateway opens beside the first, and leaves by itself") {
  Post post;
  const auto& home = post.gateway_home();
  const auto old_mail = post.encrypted("old");
  const auto fresh = make_further_key(home, {"Pouch", "requests@pouch.example"});
  CHECK(fresh.fingerprint.size() == 40);
  keep_own_public_key(home, fresh.bytes);
  const std::vector<UserId> ids{{"Pouch", "requests@pouch.example"},
                                {"seepag via Pouch", "seepag@pouch.example"}};
  rebuild_ring(home, fresh.fingerprint, {}, {}, {}, ids, {post.gateway()});
  auto& engine = post.engine();
  CHECK(engine.keys(true).size() == 2);
  CHECK(addresses_of_key(home, fresh.fingerprint).size() == 2);
  const auto both =
      engine.encrypt_to("secret", std::vector<std::string>{fresh.fingerprint, post.gateway()});
  CHECK(opened_by(home, fresh.fingerprint, both) == "secret");
  CHECK(opened_by(home, post.gateway(), both) == "secret");
  CHECK(engine.decrypt(old_mail) == "old");
  rebuild_ring(home, fresh.fingerprint, {}, {}, {}, ids, {});
  CHECK(engine.keys(true).size() == 1);
  CHECK_THROWS_AS(engine.decrypt(old_mail), Fault);
  CHECK(engine.decrypt(both) == "secret");
}

}  // namespace
}  // namespace pouch::mail::openpgp
