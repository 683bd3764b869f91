#include "mail/gnupg/reported.hpp"

namespace pouch::mail::openpgp {
namespace {

std::chrono::sys_seconds moment(unsigned long seconds) {
  return std::chrono::sys_seconds(std::chrono::seconds(static_cast<long>(seconds)));
}

ReportedSignature::Status status_of(gpgme_error_t status) {
  using Status = ReportedSignature::Status;
  switch (gpgme_err_code(status)) {
    case GPG_ERR_NO_ERROR:
      return Status::kGood;
    case GPG_ERR_BAD_SIGNATURE:
      return Status::kBad;
    case GPG_ERR_NO_PUBKEY:
      return Status::kNoKey;
    case GPG_ERR_KEY_EXPIRED:
      return Status::kKeyExpired;
    case GPG_ERR_CERT_REVOKED:
      return Status::kKeyRevoked;
    case GPG_ERR_SIG_EXPIRED:
      return Status::kExpired;
    case GPG_ERR_DIGEST_ALGO:
      return Status::kWeakDigest;
    default:
      return Status::kOther;
  }
}

}  // namespace

std::vector<SeenSignature> seen_signatures(gpgme_ctx_t context) {
  std::vector<SeenSignature> all;
  const auto* verified = gpgme_op_verify_result(context);
  if (verified == nullptr) {
    return all;
  }
  for (auto* signature = verified->signatures; signature != nullptr; signature = signature->next) {
    auto& seen = all.emplace_back();
    seen.fingerprint = text(signature->fpr);
    seen.made_at = moment(signature->timestamp);
    seen.report.status = status_of(signature->status);
    seen.report.key_revoked = (signature->summary & GPGME_SIGSUM_KEY_REVOKED) != 0;
    seen.report.key_expired = (signature->summary & GPGME_SIGSUM_KEY_EXPIRED) != 0;
    seen.report.expired = (signature->summary & GPGME_SIGSUM_SIG_EXPIRED) != 0;
    seen.report.key_missing = (signature->summary & GPGME_SIGSUM_KEY_MISSING) != 0;
    seen.report.system_error = (signature->summary & GPGME_SIGSUM_SYS_ERROR) != 0;
    seen.report.wrong_key_usage = signature->wrong_key_usage;
    seen.report.digest = text(gpgme_hash_algo_name(signature->hash_algo));
    seen.report.expires = moment(signature->exp_timestamp);
  }
  return all;
}

ReportedDecryption seen_decryption(gpgme_ctx_t context) {
  ReportedDecryption report;
  const auto* decrypted = gpgme_op_decrypt_result(context);
  if (decrypted == nullptr) {
    return report;
  }
  report.present = true;
  report.unsupported_algorithm = decrypted->unsupported_algorithm != nullptr;
  report.wrong_key_usage = decrypted->wrong_key_usage;
  report.no_integrity = decrypted->legacy_cipher_nomdc;
  report.cipher = text(decrypted->symkey_algo);
  for (auto* recipient = decrypted->recipients; recipient != nullptr; recipient = recipient->next) {
    // DECISIONS 4: key id 0 (hidden recipient) counts when decryption succeeded.
    report.recipient_opened = report.recipient_opened || recipient->status == 0 ||
                              text(recipient->keyid) == "0000000000000000";
  }
  return report;
}

}  // namespace pouch::mail::openpgp
