// From GPGME's result fields, copied out, to a judgement: pure, so that every row of the table in
// SECURITY section 3 is a test without gpg. `err == 0` alone never means good. Which algorithms
// count at `now` is said by mail/openpgp/policy.hpp.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "mail/openpgp/values.hpp"

namespace pouch::mail::openpgp {

// One reported signature, its fields as GPGME gives them.
struct ReportedSignature {
  enum class Status {
    kGood,
    kBad,
    kNoKey,
    kKeyExpired,
    kKeyRevoked,
    kExpired,
    kWeakDigest,
    kOther
  };
  Status status = Status::kOther;
  bool key_revoked = false, key_expired = false, expired = false, key_missing = false,
       system_error = false;  // summary bits
  bool wrong_key_usage = false;
  std::string digest;
  // "rsa3072", "ed25519" of the signing key and of its primary key, which vouches for it; none when
  // the key is unknown.
  std::vector<std::string> key_algorithms;
  std::chrono::sys_seconds expires{};  // 0: never
};

// Exactly one signature, good in every field.
Judgement judge_signatures(const std::vector<ReportedSignature>& signatures,
                           std::chrono::sys_seconds now);

struct ReportedDecryption {
  bool present = false;
  bool unsupported_algorithm = false, wrong_key_usage = false, no_integrity = false;
  bool recipient_opened = false;  // one of the recipients' secret keys is ours
  std::string cipher;             // "AES256.CFB", "?.?"
};
enum class Encryption { kSound, kNone, kUnsupported, kUnsound };
Encryption judge_decryption(const ReportedDecryption& decryption, std::chrono::sys_seconds now);

}  // namespace pouch::mail::openpgp
