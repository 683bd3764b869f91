#include "gateway/store/vault.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace pouch::gateway;

namespace {

const std::string kCanary = "canary-Милан-Јовановић-canary";

template <typename Act>
Fault fault_of(Act act) {
  try {
    act();
  } catch (const Fault& fault) {
    return fault;
  }
  FAIL("no Fault was thrown");
  throw;
}

}  // namespace

TEST_CASE("what is sealed opens under its key and its purpose, for any octets") {
  const auto key = Secret::random();
  for (const auto& plain :
       {std::string(), std::string("x"), std::string("\0\xFF\0", 3), std::string(100'000, 'y')}) {
    const auto sealed = seal(key, "contents:1", plain);
    CHECK(unseal(key, "contents:1", sealed) == plain);
  }
}

TEST_CASE("the same text is never sealed the same way twice") {
  const auto key = Secret::random();
  std::set<std::string> all;
  for (int i = 0; i < 100; ++i) {
    all.insert(seal(key, "p", kCanary));
  }
  CHECK(all.size() == 100);
}

TEST_CASE("a sealed blob does not show its text") {
  const auto key = Secret::random();
  CHECK(seal(key, "p", kCanary).find("canary") == std::string::npos);
  CHECK(seal_for_spool(spool_keys(key).public_key, kCanary).find("canary") == std::string::npos);
}

TEST_CASE("a blob put in another's place does not open") {
  const auto key = Secret::random();
  const auto sealed = seal(key, "contents:SEL-2026-000001-10/1", kCanary);
  for (const auto* purpose : {"contents:SEL-2026-000001-10/2", "raw:SEL-2026-000001-10/1", "",
                              "contents:SEL-2026-000001-10/11"}) {
    CHECK_THROWS_AS(unseal(key, purpose, sealed), Fault);
  }
}

TEST_CASE("another key does not open") {
  CHECK_THROWS_AS(unseal(Secret::random(), "p", seal(Secret::random(), "p", kCanary)), Fault);
}

TEST_CASE("any one changed, missing or added octet is noticed") {
  const auto key = Secret::random();
  const auto sealed = seal(key, "p", "short");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto damaged = sealed;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    CHECK_THROWS_AS(unseal(key, "p", damaged), Fault);
    CHECK_THROWS_AS(unseal(key, "p", sealed.substr(0, i)), Fault);
  }
  CHECK_THROWS_AS(unseal(key, "p", sealed + '\0'), Fault);
}

TEST_CASE("a failure to open is permanent and tells neither key nor text") {
  const auto key = Secret::random();
  auto sealed = seal(key, "contents:1", kCanary);
  sealed.back() = static_cast<char>(sealed.back() ^ 1);
  const auto fault = fault_of([&] { unseal(key, "contents:1", sealed); });
  CHECK_FALSE(fault.transient());
  const auto told = std::string(fault.what()) + fault.hint();
  CHECK(told.find("canary") == std::string::npos);
  CHECK(told.find(hex(key.octets())) == std::string::npos);
  CHECK(told.find("contents:1") != std::string::npos);
}

TEST_CASE("a key wrapped under a key comes back, and only for its purpose") {
  const auto outer = Secret::random();
  const auto inner = Secret::random();
  const auto wrapped = wrap(outer, "case-key:A", inner);
  CHECK(unwrap(outer, "case-key:A", wrapped).octets() == inner.octets());
  CHECK_THROWS_AS(unwrap(outer, "case-key:B", wrapped), Fault);
  CHECK_THROWS_AS(unwrap(inner, "case-key:A", wrapped), Fault);
  CHECK_THROWS_AS(unwrap(outer, "case-key:A", wrapped.substr(1)), Fault);
  CHECK_THROWS_AS(unwrap(outer, "p", seal(outer, "p", "not 32 octets")), Fault);
}

TEST_CASE("a secret is made of exactly 32 octets") {
  CHECK(Secret::from(std::string(32, 'k')).octets() == std::string(32, 'k'));
  CHECK_THROWS_AS(Secret::from(std::string(31, 'k')), Fault);
  CHECK_THROWS_AS(Secret::from(std::string(33, 'k')), Fault);
  CHECK_THROWS_AS(Secret::from(""), Fault);
}

TEST_CASE("derived keys differ by purpose and by root, and stay the same") {
  const auto root = Secret::random();
  CHECK(root.derive("audit").octets() == root.derive("audit").octets());
  CHECK(root.derive("audit").octets() != root.derive("spool").octets());
  CHECK(root.derive("audit").octets() != Secret::random().derive("audit").octets());
  CHECK(root.derive("audit").octets() != root.octets());
}

TEST_CASE("a secret moved away is not silently a key of zeros") {
  auto first = Secret::random();
  const auto second = std::move(first);
  CHECK(second.octets().size() == 32);
  CHECK_THROWS(first.octets());  // NOLINT: the use after the move is the test
}

TEST_CASE("who holds the spool's public half seals, who holds the data key opens") {
  const auto data_key = Secret::random();
  const auto keys = spool_keys(data_key);
  const auto sealed = seal_for_spool(keys.public_key, kCanary);
  CHECK(unseal_from_spool(keys, sealed) == kCanary);
  CHECK(unseal_from_spool(spool_keys(data_key), sealed) == kCanary);
  CHECK_THROWS_AS(unseal_from_spool(spool_keys(Secret::random()), sealed), Fault);
  CHECK(unseal_from_spool(keys, seal_for_spool(keys.public_key, "")).empty());
}

TEST_CASE("a key that is sealed for the spool comes back, and nothing else is taken for one") {
  const auto keys = spool_keys(Secret::random());
  const auto key = Secret::random();
  const auto wrapped = seal_for_spool(keys.public_key, key.octets());
  REQUIRE(wrapped.size() == kSpoolWrappedKey);
  CHECK(unwrap_from_spool(keys, wrapped).octets() == key.octets());
  CHECK_THROWS_AS(unwrap_from_spool(spool_keys(Secret::random()), wrapped), Fault);
  for (const std::size_t octets : {31U, 33U}) {
    CHECK_THROWS_AS(
        unwrap_from_spool(keys, seal_for_spool(keys.public_key, std::string(octets, 'k'))), Fault);
  }
}

TEST_CASE("a damaged spool file or public key is a permanent fault") {
  const auto keys = spool_keys(Secret::random());
  const auto sealed = seal_for_spool(keys.public_key, "mail");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto damaged = sealed;
    damaged[i] = static_cast<char>(damaged[i] ^ 4);
    CHECK_THROWS_AS(unseal_from_spool(keys, damaged), Fault);
    CHECK_THROWS_AS(unseal_from_spool(keys, sealed.substr(0, i)), Fault);
  }
  CHECK_FALSE(fault_of([&] { seal_for_spool("short", "mail"); }).transient());
  // The point of order 1: a shared secret of zeros that anybody could open.
  CHECK_THROWS_AS(seal_for_spool(std::string(32, '\0'), "mail"), Fault);
}

TEST_CASE("SHA-256 is that of FIPS 180") {
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("hexadecimal digits read back, anything else is refused") {
  CHECK(octets_of_hex(hex(std::string("\0\xFF", 2))) == std::string("\0\xFF", 2));
  CHECK(octets_of_hex("").empty());
  for (const auto* text : {"0", "0g", "00 ", "zz", "0x00"}) {
    CHECK_THROWS_AS(octets_of_hex(text), Fault);
  }
}

TEST_CASE("random names have their length and do not repeat") {
  std::set<std::string> names;
  for (int i = 0; i < 1000; ++i) {
    names.insert(random_hex(16));
  }
  CHECK(names.size() == 1000);
  CHECK(names.begin()->size() == 32);
}
