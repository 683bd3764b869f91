#include "mail/openpgp/verdict.hpp"

namespace pouch::mail::openpgp {

Verdict verdict_of(Judgement judgement) {
  switch (judgement) {
    case Judgement::kGood:
      return Verdict::kProved;
    case Judgement::kNoData:
    case Judgement::kUndecryptable:
    case Judgement::kSymmetric:
      return Verdict::kUndecryptable;
    case Judgement::kUnsupportedEncryption:
      return Verdict::kUnsupportedEncryption;
    case Judgement::kTooLarge:
      return Verdict::kTooLarge;
    case Judgement::kNotSigned:
      return Verdict::kNotSigned;
    case Judgement::kSeveralSignatures:
      return Verdict::kMixedContent;
    case Judgement::kBadSignature:
      return Verdict::kBadSignature;
    case Judgement::kUnknownKey:
      return Verdict::kUnknownSigner;
    case Judgement::kExpiredKey:
      return Verdict::kExpiredKey;
    case Judgement::kRevokedKey:
      return Verdict::kRevokedKey;
    case Judgement::kExpiredSignature:
      return Verdict::kExpiredSignature;
    case Judgement::kWeakAlgorithm:
      return Verdict::kWeakAlgorithm;
  }
  return Verdict::kMalformed;
}

Verdict verdict_of(const ScanRefusal& refusal) {
  return refusal.fault == ScanFault::kTooLarge ? Verdict::kTooLarge : Verdict::kMalformed;
}

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kProved:
      return "proved";
    case Verdict::kNotEncrypted:
    case Verdict::kSignedOnly:
      return "not-encrypted";
    case Verdict::kNotSigned:
      return "not-signed";
    case Verdict::kMixedContent:
      return "mixed-content";
    case Verdict::kMalformed:
      return "malformed";
    case Verdict::kTooLarge:
      return "too-large";
    case Verdict::kUndecryptable:
      return "undecryptable";
    case Verdict::kUnsupportedEncryption:
      return "unsupported-encryption";
    case Verdict::kBadSignature:
      return "bad-signature";
    case Verdict::kUnknownSigner:
      return "unknown-signer";
    case Verdict::kExpiredKey:
      return "expired-key";
    case Verdict::kRevokedKey:
      return "revoked-key";
    case Verdict::kExpiredSignature:
      return "expired-signature";
    case Verdict::kWeakAlgorithm:
      return "weak-algorithm";
    case Verdict::kUnreadable:
      return "unreadable";
  }
  return "malformed";
}

}  // namespace pouch::mail::openpgp
