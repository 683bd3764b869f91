// The gateway's key under several addresses (CORRESPONDENCE section 9): added with real gpg, the
// fingerprint stays, a ring in use changes whole or not at all.
#include <algorithm>
#include <stdexcept>

#include "mail/openpgp/keyring.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail::openpgp {
namespace {

using namespace test;

const UserId kOwn{"Pouch", "requests@pouch.example"};
const UserId kGroup{"seepag via Pouch", "seepag@pouch.example"};

struct Gateway {
  RingReport rebuild(const std::vector<UserId>& ids,
                     const std::function<void(std::string_view)>& between = {}) {
    auto report = rebuild_ring(post.gateway_home(), post.gateway(), {}, {}, between, ids);
    post.engine().forget_keys();
    return report;
  }
  std::vector<std::string> user_ids() {
    post.engine().forget_keys();
    return post.engine().key(post.gateway())->user_ids;
  }
  std::string kbx() { return file_bytes(post.gateway_home() / "pubring.kbx"); }
  // What somebody has who imported it today into a ring without any other key.
  std::string exported() { return export_key(post.gateway_home(), post.gateway()); }
  Post post;
};

// An encryption to that address by a ring that knows nothing but this key.
Ran encrypted_to(const std::string& address, const std::string& key, std::string_view text = "x") {
  const Scratch scratch;
  const Ring ring(scratch.path() / "r");
  ring.must({"--import"}, key);
  return ring.gpg({"--armor", "--recipient", address, "--encrypt"}, text);
}

TEST_CASE("openpgp: mail programs find the gateway's key by each address, and it is the same key") {
  Gateway gateway;
  const auto before = gateway.post.engine().key(gateway.post.gateway());
  REQUIRE(encrypted_to(kGroup.address, gateway.exported()).status != 0);
  REQUIRE(gateway.rebuild({kOwn, kGroup}).faults.empty());
  CHECK(gateway.user_ids() == std::vector<std::string>{"Pouch <requests@pouch.example>",
                                                       "seepag via Pouch <seepag@pouch.example>"});
  CHECK(addresses_of_key(gateway.post.gateway_home(), gateway.post.gateway()) ==
        std::vector<std::string>{kOwn.address, kGroup.address});
  const auto after = gateway.post.engine().key(gateway.post.gateway());
  CHECK(after->fingerprint == before->fingerprint);
  CHECK(after->usable_for_sealing());
  for (const auto& address : {kOwn.address, kGroup.address, std::string("SEEPAG@pouch.example")}) {
    INFO(address);
    const auto sealed = encrypted_to(address, gateway.exported(), "hello");
    REQUIRE(sealed.status == 0);
    CHECK(gateway.post.engine().decrypt(sealed.out) == "hello");
  }
  CHECK(gateway.post.engine().decrypt(gateway.post.encrypted("old copy")) == "old copy");
  const auto packets = gateway.post.writers.gpg({"--list-packets"}, gateway.exported()).out;
  CHECK(packets.find("aead-algos") == std::string::npos);
}

TEST_CASE("openpgp: an address that the key has is not added again, whatever its name and case") {
  Gateway gateway;
  gateway.rebuild({kOwn, kGroup});
  const auto key = gateway.exported();
  const auto report =
      gateway.rebuild({{"Another name", "Requests@POUCH.example"}, {"", "seepag@Pouch.Example"}});
  CHECK(report.faults.empty());
  CHECK(gateway.exported() == key);
  CHECK(gateway.user_ids().size() == 2);
}

TEST_CASE("openpgp: our own key may have more user IDs than others' keys, here 27") {
  Gateway gateway;
  std::vector<UserId> ids{kOwn};
  for (int i = 0; i < 26; ++i) {
    const auto id = "group-" + std::to_string(i);
    ids.push_back({id + " via Pouch", id + "@pouch.example"});
  }
  REQUIRE(gateway.rebuild(ids).faults.empty());
  CHECK(gateway.user_ids().size() == ids.size());
  CHECK(gateway.user_ids().front() == "Pouch <requests@pouch.example>");
  CHECK(gateway.rebuild(ids).faults.empty());
  const auto sealed = encrypted_to("group-25@pouch.example", gateway.exported(), "hello");
  REQUIRE(sealed.status == 0);
  CHECK(gateway.post.engine().decrypt(sealed.out) == "hello");
  CHECK(gateway.post.engine().decrypt(
            gateway.post.engine().encrypt_to("again", gateway.post.gateway())) == "again");
}

TEST_CASE("openpgp: a name of any letters is written as UTF-8, and cannot forge an address") {
  Gateway gateway;
  REQUIRE(gateway
              .rebuild({kOwn,
                        {"Тужилаштво Çağ", "a@pouch.example"},
                        {"Eve <eve@evil.example>\n(x)", "b@pouch.example"}})
              .faults.empty());
  const auto ids = gateway.user_ids();
  CHECK(std::count(ids.begin(), ids.end(), "Тужилаштво Çağ <a@pouch.example>") == 1);
  CHECK(std::count(ids.begin(), ids.end(), "Eve eve@evil.examplex <b@pouch.example>") == 1);
  CHECK(encrypted_to("<eve@evil.example>", gateway.exported()).status != 0);
}

TEST_CASE(
    "openpgp: broken off at any step, the ring is the old one or the new one, and a repeat ends "
    "it") {
  Gateway gateway;
  for (const auto* step : {"staged", "swapped"}) {
    INFO(step);
    const UserId id{"group", std::string(step) + "@pouch.example"};
    const auto before = gateway.kbx();
    const auto known = gateway.user_ids().size();
    CHECK_THROWS_AS(gateway.rebuild({kOwn, id},
                                    [&](std::string_view at) {
                                      if (at == step) throw std::runtime_error("power");
                                    }),
                    std::runtime_error);
    const bool old = std::string_view(step) == "staged";
    CHECK((gateway.kbx() == before) == old);
    CHECK(gateway.user_ids().size() == known + (old ? 0 : 1));
    CHECK(gateway.post.engine().decrypt(gateway.post.encrypted("x")) == "x");
    CHECK(gateway.rebuild({kOwn, id}).faults.empty());
    CHECK(gateway.user_ids().size() == known + 1);
  }
}

TEST_CASE("openpgp: a key whose secret primary key is elsewhere stays as it is, and that is told") {
  Gateway gateway;
  const auto listed = gateway.post.writers.must(
      {"--with-colons", "--with-keygrip", "--list-keys", gateway.post.gateway()});
  const auto at = listed.find("\ngrp:");
  const auto grip = listed.substr(listed.find_first_not_of(':', at + 4), 40);
  fs::remove(gateway.post.gateway_home() / "private-keys-v1.d" / (grip + ".key"));
  const auto report = gateway.rebuild({kOwn, kGroup});
  REQUIRE(report.faults.size() == 1);
  CHECK(report.faults[0].what.find(kGroup.address) != std::string::npos);
  CHECK(report.faults[0].hint.find("--quick-add-uid " + gateway.post.gateway()) !=
        std::string::npos);
  CHECK(gateway.user_ids() == std::vector<std::string>{"Pouch <requests@pouch.example>"});
  CHECK(gateway.post.engine().decrypt(gateway.post.encrypted("x")) == "x");
}

TEST_CASE("openpgp: without an agent no user ID is added and the ring stays") {
  Gateway gateway;
  const auto before = gateway.kbx();
  stop_agent(gateway.post.gateway_home());
  bool transient = false;
  try {
    gateway.rebuild({kOwn, kGroup});
  } catch (const Fault& fault) {
    transient = fault.transient();
  }
  CHECK(transient);
  CHECK(gateway.kbx() == before);
  start_agent(gateway.post.gateway_home());
  CHECK(gateway.rebuild({kOwn, kGroup}).faults.empty());
  CHECK(gateway.user_ids().size() == 2);
}

}  // namespace
}  // namespace pouch::mail::openpgp
