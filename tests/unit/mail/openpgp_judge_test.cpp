// The judgement of what GPGME reports, without gpg (SECURITY section 3, classes 2, 14).
#include <catch2/catch.hpp>

#include "mail/gnupg/judge.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail::openpgp {
namespace {

using Status = ReportedSignature::Status;

constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1795500000)};

ReportedSignature good() {
  ReportedSignature signature;
  signature.status = Status::kGood;
  signature.digest = "SHA512";
  signature.key_algorithms = {"ed25519"};
  return signature;
}

template <typename Change>
Judgement judged(Change change) {
  auto signature = good();
  change(signature);
  return judge_signatures({signature}, kNow);
}

ReportedDecryption sound() {
  ReportedDecryption decryption;
  decryption.present = decryption.recipient_opened = true;
  decryption.cipher = "AES256.CFB";
  return decryption;
}

template <typename Change>
Encryption weighed(Change change) {
  auto decryption = sound();
  change(decryption);
  return judge_decryption(decryption, kNow);
}

TEST_CASE("openpgp: one signature that is good in every field counts, and no other") {
  CHECK(judge_signatures({good()}, kNow) == Judgement::kGood);
  CHECK(judge_signatures({}, kNow) == Judgement::kNotSigned);
  CHECK(judge_signatures({good(), good()}, kNow) == Judgement::kSeveralSignatures);
  auto bad = good();
  bad.status = Status::kBad;
  CHECK(judge_signatures({good(), bad}, kNow) == Judgement::kSeveralSignatures);
}

TEST_CASE("openpgp: every status and summary bit that is not good has its own judgement") {
  const auto with_status = [](Status status) {
    return judged([&](auto& signature) { signature.status = status; });
  };
  CHECK(with_status(Status::kBad) == Judgement::kBadSignature);
  CHECK(with_status(Status::kOther) == Judgement::kBadSignature);
  CHECK(with_status(Status::kNoKey) == Judgement::kUnknownKey);
  CHECK(with_status(Status::kKeyExpired) == Judgement::kExpiredKey);
  CHECK(with_status(Status::kKeyRevoked) == Judgement::kRevokedKey);
  CHECK(with_status(Status::kExpired) == Judgement::kExpiredSignature);
  CHECK(with_status(Status::kWeakDigest) == Judgement::kWeakAlgorithm);
  CHECK(judged([](auto& s) { s.key_revoked = true; }) == Judgement::kRevokedKey);
  CHECK(judged([](auto& s) { s.key_expired = true; }) == Judgement::kExpiredKey);
  CHECK(judged([](auto& s) { s.expired = true; }) == Judgement::kExpiredSignature);
  CHECK(judged([](auto& s) { s.key_missing = true; }) == Judgement::kUnknownKey);
  CHECK(judged([](auto& s) { s.system_error = true; }) == Judgement::kBadSignature);
  CHECK(judged([](auto& s) { s.wrong_key_usage = true; }) == Judgement::kBadSignature);
  CHECK(judged([](auto& s) { s.expires = kNow; }) == Judgement::kExpiredSignature);
  CHECK(judged([](auto& s) { s.expires = kNow + std::chrono::seconds(1); }) == Judgement::kGood);
}

TEST_CASE("openpgp: a good signature by a revoked key is told as revoked, not as expired") {
  CHECK(judged([](auto& s) { s.key_revoked = s.key_expired = s.expired = true; }) ==
        Judgement::kRevokedKey);
}

TEST_CASE("openpgp: digests are allowed by name and no other") {
  const auto with_digest = [](const char* name) {
    return judged([&](auto& signature) { signature.digest = name; });
  };
  for (const auto* name : {"SHA256", "SHA384", "SHA512"}) {
    CHECK(with_digest(name) == Judgement::kGood);
  }
  for (const auto* name : {"SHA1", "MD5", "RIPEMD160", "SHA224", "sha512", "SHA512 ", ""}) {
    INFO(name);
    CHECK(with_digest(name) == Judgement::kWeakAlgorithm);
  }
}

TEST_CASE("openpgp: signing key and primary key must both be strong") {
  const auto with_keys = [](std::vector<std::string> algorithms) {
    return judged([&](auto& signature) { signature.key_algorithms = std::move(algorithms); });
  };
  for (const auto* name : {"rsa2048", "rsa3072", "rsa4096", "ed25519", "nistp256"}) {
    CHECK(with_keys({name}) == Judgement::kGood);
  }
  for (const auto* name :
       {"rsa1024", "rsa2047", "dsa1024", "dsa3072", "elg2048", "rsa", "unknown", ""}) {
    INFO(name);
    CHECK(with_keys({name}) == Judgement::kWeakAlgorithm);
    CHECK(with_keys({"ed25519", name}) == Judgement::kWeakAlgorithm);
    CHECK(with_keys({name, "ed25519"}) == Judgement::kWeakAlgorithm);
  }
  CHECK(with_keys({}) == Judgement::kWeakAlgorithm);
}

TEST_CASE("openpgp: encryption counts with integrity, an allowed cipher and a key of ours") {
  CHECK(judge_decryption(sound(), kNow) == Encryption::kSound);
  CHECK(weighed([](auto& d) { d.cipher = "AES.CFB"; }) == Encryption::kSound);
  CHECK(weighed([](auto& d) { d.present = false; }) == Encryption::kNone);
  CHECK(weighed([](auto& d) { d.cipher = "?.?"; }) == Encryption::kNone);
  CHECK(weighed([](auto& d) { d.cipher = ""; }) == Encryption::kNone);
  CHECK(weighed([](auto& d) { d.no_integrity = true; }) == Encryption::kUnsound);
  CHECK(weighed([](auto& d) { d.wrong_key_usage = true; }) == Encryption::kUnsound);
  CHECK(weighed([](auto& d) { d.recipient_opened = false; }) == Encryption::kUnsound);
  CHECK(weighed([](auto& d) { d.unsupported_algorithm = true; }) == Encryption::kUnsupported);
  for (const auto* cipher : {"AES256.PGPCFB", "AES256.OCB", "3DES.CFB", "CAST5.CFB", "IDEA.CFB",
                             "BLOWFISH.CFB", "AES256", "?.CFB", ".CFB", "aes256.CFB"}) {
    INFO(cipher);
    CHECK(weighed([&](auto& d) { d.cipher = cipher; }) == Encryption::kUnsupported);
  }
  // Without integrity is worse than unsupported: nothing about preferences is told.
  CHECK(weighed([](auto& d) {
          d.cipher = "AES256.PGPCFB";
          d.no_integrity = true;
        }) == Encryption::kUnsound);
}

}  // namespace
}  // namespace pouch::mail::openpgp
