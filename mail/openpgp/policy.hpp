// Which algorithms count, for what, and until when (SECURITY class 14, DECISIONS 5 and 8): one
// table, by which signatures, ciphertexts and keys are judged and of which gpg.conf is made. It
// names what is allowed: refused is what it does not name, what has no use in it, and all of it
// after its last day. The moment asked for is that of the judgement (docs/choices.md): the time in
// a signature is its maker's word, and who can forge a weak one chooses it. An algorithm that grows
// weak is a last day in its row. Pure, of constants; never fails. docs/security.md prints the
// table.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pouch::mail::openpgp {

enum class AlgorithmKind { kDigest, kPublicKey, kCipher };

// What the gateway does with it: it signs and encrypts letters, verifies and decrypts mails.
enum class Use : unsigned { kSign = 1, kVerify = 2, kEncrypt = 4, kDecrypt = 8 };

class Uses {
 public:
  constexpr Uses() = default;
  constexpr Uses(Use use) : bits_(static_cast<unsigned>(use)) {}  // NOLINT: a use is a set of one
  constexpr Uses operator|(Uses other) const { return Uses(bits_ | other.bits_); }
  constexpr bool has(Use use) const { return (bits_ & static_cast<unsigned>(use)) != 0; }
  constexpr bool none() const { return bits_ == 0; }

 private:
  explicit constexpr Uses(unsigned bits) : bits_(bits) {}
  unsigned bits_ = 0;
};
constexpr Uses operator|(Use one, Use other) { return Uses(one) | other; }

struct AlgorithmRule {
  AlgorithmKind kind = AlgorithmKind::kDigest;
  std::string_view name;    // as GPGME gives it; of a key with bits ("rsa3072") without them
  unsigned least_bits = 0;  // 0: the name has no bits
  Uses uses;                // none: refused by name
  std::optional<std::chrono::sys_days> last_day;  // in UTC; none: no end is known
  std::string_view why;
};

namespace policy {

using enum AlgorithmKind;

inline constexpr Uses kTaken = Use::kSign | Use::kVerify;
inline constexpr Uses kOpened = Use::kEncrypt | Use::kDecrypt;
inline constexpr Uses kByKey = Use::kVerify | Use::kEncrypt;
inline constexpr Uses kRefused;
inline constexpr std::optional<std::chrono::sys_days> kNoEnd;

constexpr std::optional<std::chrono::sys_days> until(int year, unsigned month, unsigned day) {
  return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) /
                               std::chrono::day(day));
}

}  // namespace policy

// Of one kind what comes first is preferred.
inline constexpr std::array kAlgorithmPolicy{
    AlgorithmRule{policy::kDigest, "SHA512", 0, policy::kTaken, policy::kNoEnd, "DECISIONS 8"},
    AlgorithmRule{policy::kDigest, "SHA384", 0, policy::kTaken, policy::kNoEnd, "DECISIONS 8"},
    AlgorithmRule{policy::kDigest, "SHA256", 0, policy::kTaken, policy::kNoEnd, "DECISIONS 8"},
    AlgorithmRule{policy::kDigest, "SHA1", 0, policy::kRefused, policy::kNoEnd,
                  "SECURITY class 14: collisions with a chosen beginning"},
    AlgorithmRule{policy::kDigest, "RIPEMD160", 0, policy::kRefused, policy::kNoEnd,
                  "SECURITY class 14: 160 bits"},
    AlgorithmRule{policy::kDigest, "MD5", 0, policy::kRefused, policy::kNoEnd,
                  "SECURITY class 14: collisions in seconds"},

    AlgorithmRule{policy::kPublicKey, "ed25519", 0, Use::kVerify, policy::kNoEnd,
                  "ENGINES decision 3: signs for the gateway too"},
    AlgorithmRule{policy::kPublicKey, "cv25519", 0, Use::kEncrypt, policy::kNoEnd,
                  "ENGINES decision 3: opens for the gateway too"},
    AlgorithmRule{policy::kPublicKey, "rsa", 3072, policy::kByKey, policy::kNoEnd,
                  "NIST SP 800-57 part 1: 128 bits of strength"},
    AlgorithmRule{policy::kPublicKey, "rsa", 2048, policy::kByKey, policy::until(2030, 12, 31),
                  "SECURITY class 14; NIST SP 800-57 part 1: 112 bits of strength, through 2030"},
    AlgorithmRule{policy::kPublicKey, "nistp256", 0, policy::kByKey, policy::kNoEnd, "RFC 6637"},
    AlgorithmRule{policy::kPublicKey, "nistp384", 0, policy::kByKey, policy::kNoEnd, "RFC 6637"},
    AlgorithmRule{policy::kPublicKey, "nistp521", 0, policy::kByKey, policy::kNoEnd, "RFC 6637"},
    AlgorithmRule{policy::kPublicKey, "brainpoolP256r1", 0, policy::kByKey, policy::kNoEnd,
                  "BSI TR-02102-1"},
    AlgorithmRule{policy::kPublicKey, "brainpoolP384r1", 0, policy::kByKey, policy::kNoEnd,
                  "BSI TR-02102-1"},
    AlgorithmRule{policy::kPublicKey, "brainpoolP512r1", 0, policy::kByKey, policy::kNoEnd,
                  "BSI TR-02102-1"},
    AlgorithmRule{policy::kPublicKey, "secp256k1", 0, policy::kByKey, policy::kNoEnd,
                  "GnuPG makes such keys; 128 bits of strength"},
    AlgorithmRule{policy::kPublicKey, "dsa", 1024, policy::kRefused, policy::kNoEnd,
                  "SECURITY class 14"},
    AlgorithmRule{policy::kPublicKey, "elg", 1024, policy::kRefused, policy::kNoEnd,
                  "SECURITY class 14"},

    AlgorithmRule{policy::kCipher, "AES256", 0, policy::kOpened, policy::kNoEnd,
                  "SECURITY section 3"},
    AlgorithmRule{policy::kCipher, "AES192", 0, policy::kOpened, policy::kNoEnd,
                  "SECURITY section 3"},
    AlgorithmRule{policy::kCipher, "AES", 0, policy::kOpened, policy::kNoEnd, "SECURITY section 3"},
    AlgorithmRule{policy::kCipher, "AES128", 0, Use::kDecrypt, policy::kNoEnd,
                  "AES, as other versions of GnuPG name it"},
    AlgorithmRule{policy::kCipher, "TWOFISH", 0, Use::kDecrypt, policy::kNoEnd,
                  "blocks of 128 bits; clients may prefer it"},
    AlgorithmRule{policy::kCipher, "CAMELLIA192", 0, Use::kDecrypt, policy::kNoEnd,
                  "blocks of 128 bits; clients may prefer it"},
    AlgorithmRule{policy::kCipher, "CAMELLIA256", 0, Use::kDecrypt, policy::kNoEnd,
                  "blocks of 128 bits; clients may prefer it"},
    AlgorithmRule{policy::kCipher, "IDEA", 0, policy::kRefused, policy::kNoEnd,
                  "SECURITY section 3: blocks of 64 bits"},
    AlgorithmRule{policy::kCipher, "3DES", 0, policy::kRefused, policy::kNoEnd,
                  "SECURITY section 3: blocks of 64 bits"},
    AlgorithmRule{policy::kCipher, "CAST5", 0, policy::kRefused, policy::kNoEnd,
                  "SECURITY section 3: blocks of 64 bits"},
    AlgorithmRule{policy::kCipher, "BLOWFISH", 0, policy::kRefused, policy::kNoEnd,
                  "SECURITY section 3: blocks of 64 bits"},
};

using AlgorithmRules = std::span<const AlgorithmRule>;

// Whether one rule allows it. `name` as GPGME gives it: "SHA256", "rsa3072", "ed25519", "AES256".
bool is_allowed(AlgorithmKind kind, std::string_view name, Use use, std::chrono::sys_seconds when,
                AlgorithmRules rules = kAlgorithmPolicy);

// The lines of gpg.conf that tell GnuPG the same of digests and ciphers; keys it cannot be told of.
std::string gpg_options(std::chrono::sys_seconds when, AlgorithmRules rules = kAlgorithmPolicy);

}  // namespace pouch::mail::openpgp
