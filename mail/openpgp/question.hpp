// What can be asked of pouch-openpgp, and how it answers (wire.hpp says how it travels). Everything
// that GnuPG's result depends on comes with each question, so that the next program that answers
// need know nothing of the last. `session` names the Engine: keys that it has looked up are kept
// for it, in the program.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "mail/limits.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::mail::openpgp {

// Those up to kForgetKeys are a worker's; its program does no others.
enum class Ask {
  kDecryptVerify,
  kVerifyDetached,
  kVerifyMessage,
  kUnwrap,
  kSeal,
  kSealStream,  // as kSeal, of a pipe into a file that is there
  kSign,        // a text of the gateway, for whoever is to check it later
  kPublicKey,   // of a signer, as it stands in the ring
  kKey,
  kKeys,
  kOffered,  // a key that came by mail, in a throw-away home
  kForgetKeys,
  kDecryptUnproved,  // mails of an archive
  kEncrypt,          // secrets of the site
  kDecrypt,
  kVersion,
  kMakeGatewayKey,  // the ring and the gateway's own key
  kImportGatewayKey,
  kAddressesInRing,
  kAddressesOfOwn,
  kBuildRing,
  kInspect,
  kExport,
  kKeepOwnPublicKey,
  kWithExpiry,
  kMakeFurtherKey,
  kOpenedBy,
  kPoolLoad,
  kPoolAdd,
  kSha1Bound,
};
template <>
inline constexpr Ask kLast<Ask> = Ask::kSha1Bound;
inline constexpr Ask kLastOfWorker = Ask::kForgetKeys;

// Octets that may come out: the asker makes the file so large, and the program stops there.
inline std::size_t most_opened(std::size_t input, const Limits& limits) {
  constexpr std::size_t kFree = 1u << 20;  // below it the expansion does not count
  return std::min(limits.plaintext, std::max(kFree, input * limits.expansion));
}
// Of a letter: its armour stays below twice its octets.
inline std::size_t most_sealed(std::size_t plaintext) { return plaintext * 2 + (1u << 20); }

// The first octet of a packet that is no hello.
enum class Kind { kQuestion, kSignOfLife, kAnswer };
template <>
inline constexpr Kind kLast<Kind> = Kind::kAnswer;

// With its descriptors: `stop` if there is one, the sources, and what comes out if anything can. Of
// kSealStream: the pipe is its source, the file its output; its arguments end with the octets that
// come through the pipe.
struct QuestionHead {
  Kind kind = Kind::kQuestion;
  std::uint64_t number = 0, session = 0;
  Ask what{};
  std::string home;
  std::uint64_t plaintext = 0, expansion = 0, crypto_seconds = 0;  // of mail::Limits
  bool has_stop = false, has_output = false;
  std::uint64_t sources = 0;
};
template <typename Side>
void fields(Side& side, QuestionHead& one) {
  side(one.kind), side(one.number), side(one.session), side(one.what), side(one.home);
  side(one.plaintext), side(one.expansion), side(one.crypto_seconds);
  side(one.has_stop), side(one.has_output), side(one.sources);
}

enum class Outcome { kDone, kTransientFault, kPermanentFault, kUnusableKey };
template <>
inline constexpr Outcome kLast<Outcome> = Outcome::kUnusableKey;

// kDone: `length` octets came out, whose checksum is that, and the values follow. Else `what`: the
// fault's words, or the fingerprint.
struct AnswerHead {
  Kind kind = Kind::kAnswer;
  std::uint64_t number = 0;
  Ask question{};
  Outcome outcome = Outcome::kDone;
  std::uint64_t length = 0, sum = 0;
  std::string what, hint;
};
template <typename Side>
void fields(Side& side, AnswerHead& one) {
  side(one.kind), side(one.number), side(one.question), side(one.outcome), side(one.length);
  side(one.sum), side(one.what), side(one.hint);
}

// A file of keys for the ring, as it was found.
struct KeyFile {
  std::filesystem::path path;
  std::string bytes;
  bool too_large = false;
};
template <typename Side>
void fields(Side& side, KeyFile& one) {
  side(one.path), side(one.bytes), side(one.too_large);
}

// An own key for the ring, with user IDs that it lacks; `primary` is the address of the one that
// programs are to show as its name (empty: leave it).
struct OwnKey {
  std::string fingerprint;
  std::vector<UserId> missing;
  std::string primary;
};
template <typename Side>
void fields(Side& side, OwnKey& one) {
  side(one.fingerprint), side(one.missing), side(one.primary);
}

// A public ring that is to take the place of another, as a file's bytes, and what is in it.
struct FreshRing {
  RingReport report;
  std::string ring;
};
template <typename Side>
void fields(Side& side, FreshRing& one) {
  side(one.report), side(one.ring);
}

}  // namespace pouch::mail::openpgp
