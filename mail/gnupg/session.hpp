// GPGME's contexts with the settings of SECURITY section 3, output capped by the data callback,
// every operation under a deadline, every result field copied out into plain values and judged
// here. GnuPG's exit or `err == 0` alone never says "good". Faults of agent and machine are thrown
// as Fault (transient); what a mail is, is returned. What comes out goes into the file that it is
// given, and counts only when its length is returned. This is what Engine asks for
// (mail/openpgp/engine.hpp), for one home, in the process that holds GPGME; it keeps the keys that
// it has looked up until another ring lies there.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/gnupg/output.hpp"
#include "mail/limits.hpp"
#include "mail/openpgp/values.hpp"

namespace pouch::mail::openpgp {

class Session {
 public:
  explicit Session(std::filesystem::path home);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Of the question that follows: all its operations together end within limits.crypto_time, and a
  // few seconds after `stop` (a descriptor; -1: none) has become readable.
  void begin(const Limits& limits, int stop);

  // As Engine says of each.
  Result decrypt_verify(std::string_view ciphertext, Output& plaintext);
  // The same judgement; the plaintext comes out whatever became of the signatures.
  Result decrypt_unproved(std::string_view ciphertext, Output& plaintext);
  Result verify_detached(std::string_view signed_bytes, std::string_view signature);
  Result verify_message(std::string_view message, Output& text);
  void unwrap(std::string_view ciphertext, Output& message);
  // `signer` empty: encrypted only.
  void seal(std::string_view plaintext, const std::string& signer,
            const std::vector<std::string>& recipients, Output& sealed);
  // The `size` octets that come out of `pipe`; a transient Fault when there are less, or more.
  void seal_stream(int pipe, std::size_t size, const std::string& signer,
                   const std::vector<std::string>& recipients, Output& sealed);
  // Clear, or `detached`.
  void sign(std::string_view text, const std::string& signer, bool detached, Output& signature);
  std::string public_key(const std::string& fingerprint);  // armoured; empty: it is not there
  std::string decrypt(std::string_view ciphertext);
  std::optional<KeyInfo> key(const std::string& fingerprint);
  std::vector<KeyInfo> keys(bool secret_only);
  void forget_keys();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pouch::mail::openpgp
