// Opening a mail: finds which of the accepted shapes (SECURITY section 1 item 3) it is, opens every
// ciphertext alone, and gives ONE verdict for the whole message: who signed all that we act on, or
// exactly why not. Nothing outside the signed bytes ever becomes content: not preamble, epilogue,
// footers, siblings. Content is read here, after the proof, from the very bytes that were verified.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mail/content/content.hpp"
#include "mail/openpgp/engine.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::mail::openpgp {

enum class Verdict {
  kProved,        // encrypted to us, signed whole by `signer`, whose key is in the ring and valid
  kNotEncrypted,  // plain mail, unsigned
  kSignedOnly,    // signed whole by `signer`, but it travelled in the clear
  kNotSigned,
  kMixedContent,  // several layers, siblings of the ciphertext, text beside the signed block
  kMalformed,
  kTooLarge,
  kUndecryptable,          // also altered, truncated, without integrity, symmetric
  kUnsupportedEncryption,  // signer is set when the signature was proved (DECISIONS 5)
  kBadSignature,
  kUnknownSigner,
  kExpiredKey,
  kRevokedKey,
  kExpiredSignature,
  kWeakAlgorithm,
  // Signed whole by `signer`, but what was signed cannot be read: a charset, a part that breaks the
  // rules, another layer inside. content.unreadable says what, content.remedy what helps.
  kUnreadable,
};

enum class Shape { kPgpMime, kPgpMimeRelabelled, kWrapped, kInline, kInlineAlternative, kPlain };
enum class SignedBy { kMessage, kMultipartSigned, kCleartext };  // where the counting layer is

struct Signer {
  std::string primary;      // primary fingerprint, 40 hex
  std::string fingerprint;  // of the key that made it
  std::chrono::sys_seconds signed_at{};
  std::string digest;
};

struct Opened {
  Verdict verdict = Verdict::kMalformed;
  std::string detail;  // for the log and `pouch held`: rule or GPGME's words, no content
  Shape shape = Shape::kPlain;
  SignedBy signed_by = SignedBy::kMessage;
  std::optional<Signer> signer;  // whenever exactly one signature was reported, good or not
  // Name of each counting signature for ever: hex BLAKE2b-256 of (signing fingerprint, time,
  // digest of the signed text without CRs and trailing blanks). The same signed words re-wrapped in
  // another encryption have the same identity (SECURITY class 8).
  std::vector<std::string> signature_identities;
  Headers outer;                   // as the envelope's mail said it
  Headers headers;                 // those we act on: protected ones where signed, else outer
  bool headers_signed = false;     // From, To, Subject of `headers` were under the signature
  bool recipients_signed = false;  // To and Cc were, whatever of the rest
  // A mark of automatic mail under the signature (mail/structure/automatic.hpp); those outside it,
  // which any server on the way may write, are in `outer`.
  std::string signed_mark;
  std::vector<std::string> ignored;  // log lines about parts that never became content
  Content content;                   // only for kProved (and kSignedOnly: text, for the refusal)
  std::vector<Bytes> ciphertexts;    // decoded; what needed no decoding lies in `raw`
  Bytes inner;  // the decrypted bytes (kProved); original.eml/.asc come from it
};

// The author's own signed message with the encryption taken off (DECISIONS 3).
struct Evidence {
  std::string name;  // original.pgp, original.asc, original.eml, original-N.pgp
  std::string media_type;
  Bytes bytes;
  bool message = false;  // an OpenPGP message (literal.hpp); else the signed text itself
};

// Where a file stands in its evidence: at that place of the signed text, encoded.
struct EvidencePlace {
  std::size_t evidence = 0;  // which of evidence()
  std::size_t offset = 0, size = 0;
  std::string encoding;
};

// `raw` must outlive the result.
Opened open(std::string_view raw, Engine& engine, const Limits& limits);
// Only for kProved; one more GnuPG call per ciphertext when the signature is in the message itself.
std::vector<Evidence> evidence(const Opened& opened, Engine& engine);
// By how it was read, not proved of the evidence's octets; nullopt: it does not stand in one.
std::optional<EvidencePlace> place_in_evidence(const Opened& opened, const Attachment& attachment);

std::string_view name(Verdict verdict);  // the short codes of SPEC section 3: "not-signed" …

}  // namespace pouch::mail::openpgp
