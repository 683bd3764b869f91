// What a mail on its way and the letters that follow from it ask of OpenPGP. Behind it stands the
// engine (mail/openpgp/engine.hpp), and behind that GnuPG; a unit test stands in for both with
// answers of its own, and with faults that no test can wait for (STYLE section 4). Throws what the
// engine throws: mail::Fault, UnusableKey for a key that cannot be used.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mail/bytes.hpp"
#include "mail/limits.hpp"
#include "mail/openpgp/engine.hpp"
#include "mail/openpgp/open.hpp"
#include "mail/pieces.hpp"

namespace pouch::gateway {

class Crypto {
 public:
  virtual ~Crypto() = default;

  // `raw` must outlive the result.
  virtual mail::openpgp::Opened open(const mail::Bytes& raw) = 0;
  virtual std::vector<mail::openpgp::Evidence> evidence(const mail::openpgp::Opened& opened) = 0;
  // As the key stands at this moment.
  virtual bool can_seal_to(const std::string& fingerprint) = 0;
  // Signed by `signer`, encrypted once to all recipients (fingerprints); armoured.
  virtual std::string seal(std::string_view plaintext, const std::string& signer,
                           const std::vector<std::string>& recipients) = 0;
  // The same of `size` octets that are nowhere whole, behind what is written in `file` already.
  virtual void seal_into(int file, const mail::Give& give, std::size_t size,
                         const std::string& signer, const std::vector<std::string>& recipients) = 0;
  // A text for whoever checks it later, without us.
  virtual std::string sign(std::string_view text, const std::string& signer,
                           mail::openpgp::SignedAs how) = 0;
  // As it stands in the ring, armoured; empty: it is not there.
  virtual std::string public_key(const std::string& fingerprint) = 0;
  // A key that came by mail, and `secret` sealed to it; it enters no ring.
  virtual mail::openpgp::Offered look_at_offered(std::string_view bytes,
                                                 std::string_view secret) = 0;
};

// The engine and the limits are the caller's, and outlive it.
class EngineCrypto : public Crypto {
 public:
  EngineCrypto(mail::openpgp::Engine& engine, const mail::Limits& limits)
      : engine_(engine), limits_(limits) {}

  mail::openpgp::Opened open(const mail::Bytes& raw) override;
  std::vector<mail::openpgp::Evidence> evidence(const mail::openpgp::Opened& opened) override;
  bool can_seal_to(const std::string& fingerprint) override;
  std::string seal(std::string_view plaintext, const std::string& signer,
                   const std::vector<std::string>& recipients) override;
  void seal_into(int file, const mail::Give& give, std::size_t size, const std::string& signer,
                 const std::vector<std::string>& recipients) override;
  std::string sign(std::string_view text, const std::string& signer,
                   mail::openpgp::SignedAs how) override;
  std::string public_key(const std::string& fingerprint) override;
  mail::openpgp::Offered look_at_offered(std::string_view bytes, std::string_view secret) override;

 private:
  mail::openpgp::Engine& engine_;
  const mail::Limits& limits_;
};

}  // namespace pouch::gateway
