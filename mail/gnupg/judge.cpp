#include "mail/gnupg/judge.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace pouch::mail::openpgp {
namespace {

// DECISIONS 8: by name, the enum's order means nothing.
constexpr std::array<std::string_view, 3> kDigests{"SHA256", "SHA384", "SHA512"};
constexpr std::array<std::string_view, 7> kCiphers{"AES",     "AES128",      "AES192",     "AES256",
                                                   "TWOFISH", "CAMELLIA192", "CAMELLIA256"};
constexpr int kLeastRsaBits = 2048;

template <std::size_t N>
bool among(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
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
  const auto& keys = signature.key_algorithms;
  if (!among(kDigests, signature.digest) || keys.empty() ||
      std::any_of(keys.begin(), keys.end(), is_weak_key)) {
    return Judgement::kWeakAlgorithm;
  }
  return Judgement::kGood;
}

}  // namespace

bool is_weak_key(const std::string& algorithm) {
  if (algorithm.starts_with("rsa")) {
    return std::atoi(algorithm.c_str() + 3) < kLeastRsaBits;
  }
  return algorithm.starts_with("dsa") || algorithm.starts_with("elg") || algorithm.empty();
}

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

Encryption judge_decryption(const ReportedDecryption& decryption) {
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
  const bool supported = mode == "CFB" && among(kCiphers, cipher);
  return supported && !decryption.unsupported_algorithm ? Encryption::kSound
                                                        : Encryption::kUnsupported;
}

}  // namespace pouch::mail::openpgp
