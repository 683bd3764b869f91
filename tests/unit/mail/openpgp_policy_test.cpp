// The table of algorithms (SECURITY class 14, DECISIONS 5 and 8): each row, with the clock on both
// sides of its last day, and what gpg.conf says of it.
#include "mail/openpgp/policy.hpp"

#include <catch2/catch.hpp>

#include "mail/gnupg/judge.hpp"

namespace pouch::mail::openpgp {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr sys_seconds kToday{seconds(1795500000)};  // 2026-11-24
constexpr sys_seconds kOneDay = sys_days(std::chrono::year(2040) / 1 / 1);
constexpr Use kUses[] = {Use::kSign, Use::kVerify, Use::kEncrypt, Use::kDecrypt};

std::string called(const AlgorithmRule& rule, unsigned bits) {
  return std::string(rule.name) + (rule.least_bits == 0 ? "" : std::to_string(bits));
}

TEST_CASE("openpgp: each row of the policy allows its uses until its last day, and no other") {
  for (const auto& rule : kAlgorithmPolicy) {
    const auto name = called(rule, rule.least_bits);
    INFO(name);
    const AlgorithmRules alone(&rule, 1);
    for (const auto use : kUses) {
      CHECK(is_allowed(rule.kind, name, use, kToday) == rule.uses.has(use));
      if (rule.last_day) {
        const sys_seconds end = *rule.last_day + days(1);
        CHECK(is_allowed(rule.kind, name, use, end - seconds(1)) == rule.uses.has(use));
        CHECK_FALSE(is_allowed(rule.kind, name, use, end));
      } else {
        CHECK(is_allowed(rule.kind, name, use, kToday + days(36500)) == rule.uses.has(use));
      }
      if (rule.least_bits > 0) {
        CHECK_FALSE(is_allowed(rule.kind, called(rule, rule.least_bits - 1), use, kToday, alone));
        CHECK(is_allowed(rule.kind, called(rule, rule.least_bits + 1), use, kToday, alone) ==
              rule.uses.has(use));
      }
    }
  }
}

TEST_CASE("openpgp: any row can be given a last day, and ends with it") {
  for (auto rule : kAlgorithmPolicy) {
    rule.last_day = std::chrono::floor<days>(kOneDay);
    const AlgorithmRules alone(&rule, 1);
    const auto name = called(rule, rule.least_bits);
    INFO(name);
    for (const auto use : kUses) {
      CHECK(is_allowed(rule.kind, name, use, kOneDay + days(1) - seconds(1), alone) ==
            rule.uses.has(use));
      CHECK_FALSE(is_allowed(rule.kind, name, use, kOneDay + days(1), alone));
    }
  }
}

TEST_CASE("openpgp: what the policy does not name is refused") {
  for (const auto kind :
       {AlgorithmKind::kDigest, AlgorithmKind::kPublicKey, AlgorithmKind::kCipher}) {
    for (const auto* name : {"",        "?",        "unknown",  "SHA224",   "SHA3-256",
                             "sha512",  "SHA512 ",  "ed448",    "cv448",    "rsa",
                             "rsa2047", "rsa-4096", "rsa 4096", "rsa4096x", "rsa99999999999",
                             "xxx4096", "ED25519",  "SM4",      "aes256",   "AES256.CFB"}) {
      INFO(name);
      for (const auto use : kUses) {
        CHECK_FALSE(is_allowed(kind, name, use, kToday));
      }
    }
  }
  CHECK_FALSE(is_allowed(AlgorithmKind::kCipher, "SHA512", Use::kDecrypt, kToday));
  CHECK_FALSE(is_allowed(AlgorithmKind::kPublicKey, "cv25519", Use::kVerify, kToday));
}

TEST_CASE("openpgp: a signature is judged by the policy of the day on which it is judged") {
  ReportedSignature signature;
  signature.status = ReportedSignature::Status::kGood;
  signature.digest = "SHA512";
  signature.key_algorithms = {"rsa2048", "ed25519"};
  const sys_seconds end = sys_days(std::chrono::year(2031) / 1 / 1);
  CHECK(judge_signatures({signature}, end - seconds(1)) == Judgement::kGood);
  CHECK(judge_signatures({signature}, end) == Judgement::kWeakAlgorithm);
  signature.key_algorithms = {"rsa3072", "ed25519"};
  CHECK(judge_signatures({signature}, end) == Judgement::kGood);
}

TEST_CASE("openpgp: gpg.conf is told of digests and ciphers what the policy says") {
  CHECK(gpg_options(kToday) ==
        "weak-digest SHA1\n"
        "weak-digest RIPEMD160\n"
        "weak-digest MD5\n"
        "disable-cipher-algo IDEA\n"
        "disable-cipher-algo 3DES\n"
        "disable-cipher-algo CAST5\n"
        "disable-cipher-algo BLOWFISH\n"
        "personal-cipher-preferences AES256 AES192 AES\n"
        "personal-digest-preferences SHA512 SHA384 SHA256\n"
        "cert-digest-algo SHA512\n"
        "default-preference-list AES256 AES192 AES SHA512 SHA384 SHA256 ZLIB Uncompressed\n"
        "cipher-algo AES256\n");
}

TEST_CASE("openpgp: a digest or cipher past its last day goes out of gpg.conf") {
  auto rules = kAlgorithmPolicy;
  for (auto& rule : rules) {
    if (rule.name == "SHA512" || rule.name == "AES256") {
      rule.last_day = std::chrono::floor<days>(kOneDay);
    }
  }
  CHECK(gpg_options(kOneDay, rules) == gpg_options(kToday));
  const auto after = gpg_options(kOneDay + days(1), rules);
  for (const auto* line :
       {"weak-digest SHA512\n", "disable-cipher-algo AES256\n", "cert-digest-algo SHA384\n",
        "personal-digest-preferences SHA384 SHA256\n", "personal-cipher-preferences AES192 AES\n",
        "\ncipher-algo AES192\n"}) {
    INFO(line);
    CHECK(after.find(line) != std::string::npos);
  }
  CHECK(after.find("AES256 ") == std::string::npos);
}

}  // namespace
}  // namespace pouch::mail::openpgp
