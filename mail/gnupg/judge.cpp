#include "mail/gnupg/judge.hpp"

#include <algorithm>
#include <string_view>

#include "mail/openpgp/policy.hpp"

namespace pouch::mail::openpgp {
namespace {

bool is_strong(const ReportedSignature& signature, std::chrono::sys_seconds now) {
  const auto& keys = signature.key_algorithms;
  return is_allowed(AlgorithmKind::kDigest, signature.digest, Use::kVerify, now) && !keys.empty() &&
         std::all_of(keys.begin(), keys.end(), [&](const std::string& key) {
           return is_allowed(AlgorithmKind::kPublicKey, key, Use::kVerify, now);
         });
}

Judgement judge_one(const ReportedSignature& signature, std::chrono::sys_seconds now) {
  using Status = ReportedSignature::Status;
  if (signature.status == Status::kNoKey || signature.key_missing) {
    return Judgement::kUnknownKey;
  }
  if (signature.status == Status::kWeakDigest) {
    return Judgement::kWeakAlgorithm;
  }
  if (signature.status == Status::kBad || signature.status == Status::kOther) {
    return Judgement::kBadSignature;
  }
  if (signature.status == Status::kKeyRevoked || signature.key_revoked) {
    return Judgement::kRevokedKey;
  }
  if (signature.status == Status::kKeyExpired || signature.key_expired) {
    return Judgement::kExpiredKey;
  }
  const bool over = signature.expires != std::chrono::sys_seconds{} && signature.expires <= now;
  if (signature.status == Status::kExpired || signature.expired || over) {
    return Judgement::kExpiredSignature;
  }
  if (signature.system_error || signature.wrong_key_usage) {
    return Judgement::kBadSignature;
  }
  return is_strong(signature, now) ? Judgement::kGood : Judgement::kWeakAlgorithm;
}

}  // namespace

Judgement judge_signatures(const std::vector<ReportedSignature>& signatures,
                           std::chrono::sys_seconds now) {
  if (signatures.empty()) {
    return Judgement::kNotSigned;
  }
  if (signatures.size() > 1) {
    return Judgement::kSeveralSignatures;
  }
  return judge_one(signatures.front(), now);
}

Encryption judge_decryption(const ReportedDecryption& decryption, std::chrono::sys_seconds now) {
  if (!decryption.present || decryption.cipher.empty() || decryption.cipher == "?.?") {
    return Encryption::kNone;
  }
  if (decryption.no_integrity || decryption.wrong_key_usage || !decryption.recipient_opened) {
    return Encryption::kUnsound;
  }
  const auto dot = decryption.cipher.find('.');
  const auto cipher = std::string_view(decryption.cipher).substr(0, dot);
  const auto mode = dot == std::string::npos ? std::string_view()
                                             : std::string_view(decryption.cipher).substr(dot + 1);
  // ".PGPCFB" with no_integrity unset is the AEAD packet of tag 20 (DECISIONS 5).
  const bool supported =
      mode == "CFB" && is_allowed(AlgorithmKind::kCipher, cipher, Use::kDecrypt, now);
  return supported && !decryption.unsupported_algorithm ? Encryption::kSound
                                                        : Encryption::kUnsupported;
}

}  // namespace pouch::mail::openpgp
