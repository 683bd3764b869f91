// The one door to GPGME: contexts with the settings of SECURITY section 3, output capped by the
// data callback, every operation under a deadline, every result field copied out into plain values
// and judged here. GnuPG's exit or `err == 0` alone never says "good". One Engine per process and
// thread; it owns its contexts. Faults of agent and machine are thrown as mail::Fault (transient);
// what a mail is, is returned.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/fault.hpp"
#include "mail/limits.hpp"

namespace pouch::mail::openpgp {

// Why a ciphertext or a signature does not count; kGood is the only acceptance.
enum class Judgement {
  kGood,
  kNoData,         // not an OpenPGP message, truncated, or altered
  kUndecryptable,  // not to our key, or no integrity protection, or a bad one
  kSymmetric,
  kUnsupportedEncryption,  // AEAD or a cipher that is not allowed (DECISIONS 5)
  kTooLarge,               // over the plaintext or expansion cap
  kNotSigned,
  kSeveralSignatures,
  kBadSignature,
  kUnknownKey,  // signed by a key that is not in the ring
  kExpiredKey,
  kRevokedKey,
  kExpiredSignature,
  kWeakAlgorithm,  // digest or key (DECISIONS 8, SECURITY class 14)
};

struct Signature {
  std::string fingerprint;  // of the signing (sub)key, 40 hex upper case
  std::string primary;      // of its primary key, empty when not in the ring
  std::chrono::sys_seconds made_at{};
  std::string digest;  // "SHA256" …
};

struct Result {
  Judgement judgement = Judgement::kNoData;
  std::string detail;                 // for the operator's log: GPGME's own words, no content
  std::string plaintext;              // only when judgement is kGood or kNotSigned
  std::vector<Signature> signatures;  // as reported, also when they do not count
  bool encrypted = false;             // something was decrypted with integrity
};

struct KeyInfo {
  std::string fingerprint;
  std::vector<std::string> user_ids;
  std::string algorithm;  // "ed25519", "rsa3072"
  std::optional<std::chrono::sys_seconds> expires;
  bool revoked = false, expired = false, disabled = false, invalid = false;
  bool can_sign = false, can_encrypt = false;
  // Why not, when there is an encryption subkey that cannot be used: it ended then, or was revoked.
  std::optional<std::chrono::sys_seconds> encryption_ended;
  bool encryption_revoked = false;
  bool usable_for_sealing() const {
    return !revoked && !expired && !disabled && !invalid && can_encrypt;
  }
};

// A letter could not be sealed to this key: it has ended, was withdrawn, is not there, or gpg does
// not take it; Engine::key says so from now on. Whoever looks again seals to the others.
class UnusableKey : public Fault {
 public:
  explicit UnusableKey(const std::string& fingerprint)
      : Fault(Permanence::kPermanent, "key " + fingerprint + " cannot be sealed to",
              "see pouch key list: is it there, expired or revoked?") {}
};

class Engine {
 public:
  // `home`: the gateway's gnupg folder. No process is started before the first operation. `stop`: a
  // descriptor; a few seconds after it has become readable the operation in hand is ended with a
  // transient Fault, and so is every later one. -1: none.
  Engine(std::filesystem::path home, Limits limits, int stop = -1);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // One ciphertext, armoured or binary. kNotSigned with plaintext when it was decrypted with
  // integrity and bears no signature itself (the inner multipart/signed and clearsigned shapes).
  Result decrypt_verify(std::string_view ciphertext);
  // RFC 3156 section 5: `signed_bytes` already in canonical CRLF form.
  Result verify_detached(std::string_view signed_bytes, std::string_view signature);
  // RFC 4880 section 7. `plaintext` is the signed text. The caller has proved that the block is
  // the whole text (DECISIONS 2).
  Result verify_clearsigned(std::string_view block);
  // A signed, unencrypted OpenPGP message; the text comes back only when kGood.
  Result verify_message(std::string_view message);
  // The signed message with the encryption taken off; only after decrypt_verify said kGood.
  std::string unwrap(std::string_view ciphertext);

  // Signs with `signer` and encrypts once to all `recipients` (fingerprints); armoured, no
  // compression. Throws UnusableKey when a key cannot be used.
  std::string seal(std::string_view plaintext, const std::string& signer,
                   const std::vector<std::string>& recipients);
  // Encrypts small secrets of the site to its own key and back (the data key).
  std::string encrypt_to(std::string_view secret, const std::string& recipient);
  std::string encrypt_to(std::string_view secret, const std::vector<std::string>& recipients);
  std::string decrypt(std::string_view ciphertext);

  // As it stands at this moment. Kept in memory until another ring lies there, or forget_keys.
  std::optional<KeyInfo> key(const std::string& fingerprint);
  std::vector<KeyInfo> keys(bool secret_only = false);
  void forget_keys();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The GnuPG that stands here: "2.2.40" and Debian's package revision when dpkg knows it.
std::string gnupg_version();

}  // namespace pouch::mail::openpgp
