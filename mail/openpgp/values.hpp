// What passes between those who ask for OpenPGP (engine.hpp, keyring.hpp …) and the program that
// does it (mail/gnupg): plain values, the same on both sides of wire.hpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mail/bytes.hpp"
#include "mail/fault.hpp"

namespace pouch::mail::openpgp {

// Why a ciphertext or a signature does not count; kGood is the only acceptance.
enum class [[nodiscard]] Judgement{
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
  Bytes plaintext;                    // only when judgement is kGood or kNotSigned
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
  // The primary key, or the subkey that gpg would seal to, is of an algorithm that does not count
  // today (policy.hpp); such a key cannot encrypt.
  bool weak = false;
  bool usable_for_sealing() const {
    return !revoked && !expired && !disabled && !invalid && can_encrypt;
  }
};

// How a signed text looks: with its signature around it (RFC 4880 section 7), or the signature
// alone, armoured.
enum class SignedAs { kClear, kDetached };

// A letter could not be sealed to this key: it has ended, was withdrawn, is not there, or gpg does
// not take it; Engine::key says so from now on. Whoever looks again seals to the others.
class UnusableKey : public Fault {
 public:
  explicit UnusableKey(const std::string& fingerprint)
      : Fault(Permanence::kPermanent, "key " + fingerprint + " cannot be sealed to",
              "see pouch key list: is it there, expired or revoked?"),
        fingerprint_(fingerprint) {}
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  std::string fingerprint_;
};

// What a key says of its holder: "Pouch <requests@pouch.example>".
struct UserId {
  std::string name, address;
};

struct FreshKey {
  std::string fingerprint, bytes;
};

struct RingFault {
  std::filesystem::path file;  // empty when a fingerprint has no file
  std::string fingerprint;
  std::string what, hint;
};

struct RingReport {
  std::vector<std::string> present;  // fingerprints now in the ring
  std::vector<RingFault> faults;  // files not readable, keys missing, over the limits of class 22
};

enum class KeyChange { kNew, kChanged, kSame };

struct PooledKey {
  KeyInfo info;  // as all copies together make it
  KeyChange change = KeyChange::kSame;
  std::string refused;   // why the ring would not take it; empty: it does
  std::string armoured;  // empty when refused
};

// What one file brought.
struct Brought {
  std::vector<PooledKey> keys;
  std::string wrong, hint;  // when it brought no key: why, and what to do
};

// A key that came by mail, and a secret that was sealed to it; empty: it was not.
struct Offered {
  Brought brought;
  std::string sealed;
  bool secret = false;  // there is a private key among them: nothing else is told
};

struct Sha1Bound {
  std::string fingerprint;
  std::string what;    // "its bindings use SHA-1, which can be forged today"
  std::string remedy;  // what its owner does: the commands
};

}  // namespace pouch::mail::openpgp
