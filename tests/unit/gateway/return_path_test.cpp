#include "gateway/store/return_path.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <set>

#include "gateway/decide/decide.hpp"
#include "gateway/store/letter_kinds.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

const std::string kOurs = "requests@pouch.example";
const std::string kTo = "nfp@mvr.bg.example";

std::string in_capitals(std::string text) {
  for (auto& c : text) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return text;
}

TEST_CASE("an envelope sender leads back to its delivery and to no other") {
  const auto key = Secret::random();
  const ReturnPath path(key);
  const auto address = path.address(kOurs, 42, kTo);
  CHECK(address.starts_with("requests+d42-"));
  CHECK(address.ends_with("@pouch.example"));
  const auto token = return_token(address, kOurs);
  REQUIRE(token);
  CHECK(token->delivery == 42);
  CHECK(path.proves(*token, kTo));
  CHECK(path.proves(*token, "NFP@MVR.bg.example"));  // an address is no other by its case
  CHECK_FALSE(path.proves(*token, "nfp@mup.rs.example"));
  CHECK_FALSE(path.proves({43, token->mac}, kTo));
  CHECK_FALSE(path.proves({42, std::string(20, '0')}, kTo));
  CHECK_FALSE(path.proves({42, ""}, kTo));
  CHECK_FALSE(ReturnPath(Secret::random()).proves(*token, kTo));  // another site's
}

TEST_CASE("servers may fold the case of an envelope sender") {
  const auto key = Secret::random();
  const ReturnPath path(key);
  const auto address = path.address(kOurs, 7, kTo);
  const auto token = return_token(in_capitals(address), kOurs);
  REQUIRE(token);
  CHECK(path.proves(*token, kTo));
}

TEST_CASE("a site's address may hold a plus sign itself") {
  const auto key = Secret::random();
  const ReturnPath path(key);
  const std::string ours = "hq+pouch@police.example";
  const auto address = path.address(ours, 7, kTo);
  CHECK(address.starts_with("hq+pouch+d7-"));
  const auto token = return_token(address, ours);
  REQUIRE(token);
  CHECK(path.proves(*token, kTo));
  CHECK_FALSE(return_token(address, "hq@police.example"));
}

TEST_CASE("takes nothing else for a token") {
  const auto key = Secret::random();
  const ReturnPath path(key);
  const auto mac = return_token(path.address(kOurs, 7, kTo), kOurs)->mac;
  REQUIRE(return_token("requests+d7-" + mac + "@pouch.example", kOurs));
  for (const auto& local :
       {std::string("requests"), std::string("requests+"), std::string("requests+d"),
        "requests+d-" + mac, "requests+d7" + mac, "requests+d07-" + mac, "requests+d+7-" + mac,
        "requests+d-7-" + mac, "requests+d0-" + mac, "requests+d 7-" + mac,
        "requests+d7-" + mac + "0", "requests+d7-" + mac.substr(1), "requests+d7-g" + mac.substr(1),
        "requests+d99999999999999999999-" + mac, "requests+d7--" + mac, "request+d7-" + mac,
        "requests-d7-" + mac, "x+requests+d7-" + mac, "requests+x+d7-" + mac}) {
    INFO(local);
    CHECK_FALSE(return_token(local + "@pouch.example", kOurs));
  }
  CHECK_FALSE(return_token("requests+d7-" + mac + "@other.example", kOurs));
  CHECK_FALSE(return_token("requests+d7-" + mac, kOurs));
  CHECK_FALSE(return_token("", kOurs));
}

// RFC 5321 section 4.5.3.1.1.
TEST_CASE("keeps the local part within 64 octets, or sends with the null sender") {
  const auto key = Secret::random();
  const ReturnPath path(key);
  const auto local_part = [&](std::size_t size, std::int64_t id) {
    const auto address = path.address(std::string(size, 'a') + "@pouch.example", id, kTo);
    return address.substr(0, address.find('@')).size();
  };
  CHECK(path.address("", 7, kTo).empty());
  CHECK(path.address("no address", 7, kTo).empty());
  CHECK(local_part(40, 7) == 64);
  CHECK(path.address(std::string(41, 'a') + "@pouch.example", 7, kTo).empty());
  CHECK(local_part(22, std::numeric_limits<std::int64_t>::max()) == 64);
}

TEST_CASE("an envelope sender holds nothing that could leave its place in a command") {
  const auto key = Secret::random();
  const ReturnPath path(key);
  for (const std::string to : {"a\r\nRCPT TO:<b@c>@d.example", "a> SIZE=1 <@d.example", "\0@x"}) {
    const auto address = path.address(kOurs, 7, to);
    CHECK(address.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+-@.") ==
          std::string::npos);
  }
}

TEST_CASE("every kind of letter has its rule, and every rule its kind") {
  std::set<std::string_view> kinds, rules;
  for (int kind = 0; name(static_cast<LetterKind>(kind)) != "unknown"; ++kind) {
    kinds.insert(name(static_cast<LetterKind>(kind)));
  }
  for (const auto& rule : letter_rules()) {
    rules.insert(rule.kind);
  }
  CHECK(kinds.size() == 24);
  CHECK(kinds == rules);
}

TEST_CASE("the table of kinds lets nothing answer a bounce of an answer") {
  for (const auto& rule : letter_rules()) {
    INFO(std::string(rule.kind));
    if (rule.automatic) {
      CHECK_FALSE(rule.tells_sender);
    }
    CHECK(rule.null_sender == (rule.kind == "stranger"));
  }
  CHECK_FALSE(letter_rule("notice").tells_operator);
  CHECK(letter_rule("request").tells_sender);
  CHECK(letter_rule("request").tells_operator);
  CHECK_FALSE(letter_rule("of the future").tells_sender);
}

}  // namespace
}  // namespace pouch::gateway
