#include "gateway/site/crypto.hpp"

namespace pouch::gateway {

mail::openpgp::Opened EngineCrypto::open(const mail::Bytes& raw) {
  return mail::openpgp::open(raw, engine_, limits_);
}

std::vector<mail::openpgp::Evidence> EngineCrypto::evidence(const mail::openpgp::Opened& opened) {
  return mail::openpgp::evidence(opened, engine_);
}

bool EngineCrypto::can_seal_to(const std::string& fingerprint) {
  const auto key = engine_.key(fingerprint);
  return key && key->usable_for_sealing();
}

std::string EngineCrypto::seal(std::string_view plaintext, const std::string& signer,
                               const std::vector<std::string>& recipients) {
  return engine_.seal(plaintext, signer, recipients);
}

void EngineCrypto::seal_into(int file, const mail::Give& give, std::size_t size,
                             const std::string& signer,
                             const std::vector<std::string>& recipients) {
  engine_.seal_into(file, give, size, signer, recipients);
}

std::string EngineCrypto::sign(std::string_view text, const std::string& signer,
                               mail::openpgp::SignedAs how) {
  return engine_.sign(text, signer, how);
}

std::string EngineCrypto::public_key(const std::string& fingerprint) {
  return engine_.public_key(fingerprint);
}

mail::openpgp::Offered EngineCrypto::look_at_offered(std::string_view bytes,
                                                     std::string_view secret) {
  return engine_.look_at_offered(bytes, secret);
}

}  // namespace pouch::gateway
