#include "mail/openpgp/open.hpp"

#include <algorithm>

#include "mail/openpgp/clearsigned.hpp"
#include "mail/openpgp/identity.hpp"
#include "mail/openpgp/shape.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr std::chrono::minutes kTogether{15};  // DECISIONS 6: parts signed in one go

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

// RFC 3156 section 5: signatures are over canonical CRLF text, whatever this copy has.
std::string canonical(std::string_view text) {
  std::string result;
  result.reserve(text.size() + text.size() / 32);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) {
      result += '\r';
    }
    result += text[i];
  }
  return result;
}

// Mailvelope seals a whole MIME entity; some webmails (Nextcloud) send its armour as the text.
bool begins_with_mime(std::string_view plaintext) {
  constexpr std::string_view kField = "content-type:";
  return plaintext.size() > kField.size() &&
         std::equal(kField.begin(), kField.end(), plaintext.begin(), [](char field, char c) {
           return field == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
         });
}

bool has_protected_headers(const Entity& entity) {
  return !entity.parameter("hp").empty() || entity.parameter("protected-headers") == "v1";
}

class Opener {
 public:
  Opener(std::string_view raw, Engine& engine, const Limits& limits)
      : raw_(raw), engine_(engine), limits_(limits) {}

  Opened run() {
    const auto scanned = scan(raw_, limits_);
    if (const auto* refusal = std::get_if<ScanRefusal>(&scanned)) {
      refuse(refusal->fault == ScanFault::kTooLarge ? Verdict::kTooLarge : Verdict::kMalformed,
             refusal->rule);
      return std::move(opened_);
    }
    const auto& root = std::get<Entity>(scanned);
    const auto headers = read_headers(root, limits_, true);
    if (const auto* refusal = std::get_if<HeaderRefusal>(&headers)) {
      refuse(Verdict::kMalformed, refusal->rule);
      return std::move(opened_);
    }
    opened_.outer = std::get<Headers>(headers);
    opened_.headers = opened_.outer;
    auto found = find_shape(root, limits_);
    opened_.shape = found.shape;
    opened_.ignored = found.ignored;
    follow(root, found);
    return std::move(opened_);
  }

 private:
  void refuse(Verdict verdict, std::string detail) {
    opened_.verdict = verdict;
    opened_.detail = std::move(detail);
  }

  void follow(const Entity& root, FoundShape& found) {
    using Kind = FoundShape::Kind;
    switch (found.kind) {
      case Kind::kMixed:
        return refuse(Verdict::kMixedContent, found.rule);
      case Kind::kPlain:
        return refuse(Verdict::kNotEncrypted, "neither signed nor encrypted");
      case Kind::kSignedMime:
        return signed_only(root);
      case Kind::kClearsigned:
        return clearsigned_only(found.clearsigned);
      case Kind::kEncryptedMime:
      case Kind::kInline:
        return sealed(found);
    }
  }

  // --- mail that travelled in the clear

  void signed_only(const Entity& root) {
    const auto result = verify_multipart(root);
    if (!result) {
      return;
    }
    note(*result);
    opened_.verdict = result->judgement == Judgement::kGood ? Verdict::kSignedOnly
                                                            : verdict_of(result->judgement);
    opened_.detail = result->detail;
    if (opened_.verdict == Verdict::kSignedOnly) {
      opened_.signed_by = SignedBy::kMultipartSigned;
      remember(*result, root.parts.front().whole);
      take_headers(root.parts.front());
      opened_.content = read_content(root.parts.front(), limits_);
    }
  }

  void clearsigned_only(const std::string& block) {
    const auto result = engine_.verify_clearsigned(block);
    note(result);
    opened_.verdict =
        result.judgement == Judgement::kGood ? Verdict::kSignedOnly : verdict_of(result.judgement);
    opened_.detail = result.detail;
    if (opened_.verdict == Verdict::kSignedOnly) {
      opened_.signed_by = SignedBy::kCleartext;
      remember(result, result.plaintext);
      opened_.content = read_plain_text(result.plaintext, "utf-8");
    }
  }

  // --- sealed mail

  void sealed(FoundShape& found) {
    for (auto& ciphertext : found.ciphertexts) {
      opened_.storage.push_back(std::move(ciphertext.bytes));
    }
    for (const auto& bytes : opened_.storage) {
      opened_.ciphertexts.push_back(bytes);
    }
    auto result = engine_.decrypt_verify(opened_.ciphertexts.front());
    note(result);
    opened_.detail = result.detail;
    const bool bears_layer_inside = result.judgement == Judgement::kNotSigned && result.encrypted;
    if (result.judgement == Judgement::kNoData && !result.encrypted && !result.signatures.empty()) {
      return signed_message();
    }
    if (result.judgement != Judgement::kGood && !bears_layer_inside) {
      opened_.verdict = verdict_of(result.judgement);
      return;
    }
    opened_.inner = std::move(result.plaintext);
    result.plaintext.clear();
    if (found.kind == FoundShape::Kind::kInline && !begins_with_mime(opened_.inner)) {
      inline_text(result);
    } else {
      mime(result);
    }
    if (opened_.verdict == Verdict::kProved) {
      attachments(found);
    }
    if (opened_.verdict == Verdict::kProved && !opened_.content.unreadable.empty()) {
      refuse(Verdict::kUnreadable, opened_.content.unreadable);
    }
  }

  // An armoured message that is signed and not encrypted at all.
  void signed_message() {
    const auto result = engine_.verify_message(opened_.ciphertexts.front());
    note(result);
    opened_.detail = "signed, not encrypted";
    opened_.verdict =
        result.judgement == Judgement::kGood ? Verdict::kSignedOnly : Verdict::kUndecryptable;
    if (opened_.verdict == Verdict::kSignedOnly) {
      remember(result, result.plaintext);
    }
  }

  void mime(const Result& outer) {
    auto limits = limits_;
    limits.message = limits_.plaintext;
    const auto scanned = scan(opened_.inner, limits);
    if (const auto* refusal = std::get_if<ScanRefusal>(&scanned)) {
      return refuse(
          refusal->fault == ScanFault::kTooLarge ? Verdict::kTooLarge : Verdict::kMalformed,
          "inside the encryption: " + refusal->rule);
    }
    const auto& root = std::get<Entity>(scanned);
    const bool outer_signed = outer.judgement == Judgement::kGood;
    if (root.is("multipart", "signed")) {
      const auto inner = verify_multipart(root);
      if (!inner) {
        return;
      }
      if (!layer_counts(outer, *inner, SignedBy::kMultipartSigned, root.parts.front().whole)) {
        return;
      }
      return content_of(root.parts.front());
    }
    if (!outer_signed) {
      return refuse(Verdict::kNotSigned, "nothing that we act on is signed");
    }
    opened_.verdict = Verdict::kProved;
    opened_.signed_by = SignedBy::kMessage;
    remember(outer, opened_.inner);
    content_of(root);
  }

  void content_of(const Entity& entity) {
    if (!take_headers(entity)) {
      return;
    }
    opened_.content = read_content(entity, limits_);
  }

  void inline_text(const Result& outer) {
    const auto charset = armour_header(opened_.ciphertexts.front(), "Charset");
    if (is_whole_clearsigned(opened_.inner)) {
      const auto inner = engine_.verify_clearsigned(opened_.inner);
      if (layer_counts(outer, inner, SignedBy::kCleartext, inner.plaintext)) {
        opened_.content = read_plain_text(inner.plaintext, charset.empty() ? "utf-8" : charset);
      }
      return;
    }
    if (mentions_clearsigned(opened_.inner)) {
      return refuse(Verdict::kMixedContent, "text around a cleartext-signed block");
    }
    if (outer.judgement != Judgement::kGood) {
      return refuse(Verdict::kNotSigned, "nothing that we act on is signed");
    }
    opened_.verdict = Verdict::kProved;
    opened_.signed_by = SignedBy::kMessage;
    remember(outer, opened_.inner);
    // DECISIONS 7: an inline text has no signed charset.
    opened_.content = read_plain_text(opened_.inner, charset.empty() ? "utf-8" : charset);
  }

  // A layer inside the encryption: it counts alone, or together with the message's own signature
  // when both are by one key.
  bool layer_counts(const Result& outer, const Result& inner, SignedBy where,
                    std::string_view signed_text) {
    const bool outer_signed = outer.judgement == Judgement::kGood;
    if (!outer_signed) {
      note(inner);
      opened_.detail = inner.detail;
    }
    if (inner.judgement != Judgement::kGood) {
      refuse(verdict_of(inner.judgement), inner.detail);
      return false;
    }
    if (outer_signed && outer.signatures.front().primary != inner.signatures.front().primary) {
      refuse(Verdict::kMixedContent, "two signatures by two keys");
      return false;
    }
    opened_.verdict = Verdict::kProved;
    opened_.signed_by = outer_signed ? SignedBy::kMessage : where;
    if (outer_signed) {
      remember(outer, opened_.inner);
    }
    remember(inner, signed_text);
    return true;
  }

  std::optional<Result> verify_multipart(const Entity& root) {
    const auto refuse_shape = [&](const char* rule) {
      refuse(Verdict::kMixedContent, rule);
      return std::nullopt;
    };
    if (root.parts.size() != 2 || !root.parts[1].is("application", "pgp-signature")) {
      return refuse_shape("a multipart/signed that is not of RFC 3156 section 5");
    }
    std::string signature;
    if (!decode_transfer(root.parts[1].encoding, root.parts[1].body, signature)) {
      return refuse_shape("a signature part that cannot be decoded");
    }
    return engine_.verify_detached(canonical(root.parts[0].whole), signature);
  }

  // DECISIONS 6: sealed attachments of an inline mail, each signed by the same key at the same
  // time.
  void attachments(const FoundShape& found) {
    for (std::size_t i = 1; i < opened_.ciphertexts.size(); ++i) {
      auto result = engine_.decrypt_verify(opened_.ciphertexts[i]);
      if (result.judgement != Judgement::kGood) {
        return refuse(result.judgement == Judgement::kNotSigned ? Verdict::kMixedContent
                                                                : verdict_of(result.judgement),
                      "sealed attachment " + std::to_string(i) + ": " + result.detail);
      }
      const auto& signature = result.signatures.front();
      const auto apart = signature.made_at > opened_.signer->signed_at
                             ? signature.made_at - opened_.signer->signed_at
                             : opened_.signer->signed_at - signature.made_at;
      if (signature.primary != opened_.signer->primary || apart > kTogether) {
        return refuse(Verdict::kMixedContent,
                      "an attachment signed by another key, or at another time");
      }
      remember(result, result.plaintext);
      opened_.content.attachments.push_back({found.ciphertexts[i].name, "application/octet-stream",
                                             std::move(result.plaintext), true});
    }
  }

  // --- what is kept of a result

  void note(const Result& result) {
    if (result.signatures.size() == 1) {
      const auto& signature = result.signatures.front();
      opened_.signer =
          Signer{signature.primary, signature.fingerprint, signature.made_at, signature.digest};
    }
  }

  void remember(const Result& result, std::string_view signed_text) {
    const auto& signature = result.signatures.front();
    opened_.signature_identities.push_back(
        signature_identity(signature.fingerprint, signature.made_at, signed_text));
  }

  // RFC 9788 and its forerunner: header fields on the root of what is signed.
  bool take_headers(const Entity& entity) {
    if (!has_protected_headers(entity)) {
      return true;
    }
    auto read = read_headers(entity, limits_, false);
    if (const auto* refusal = std::get_if<HeaderRefusal>(&read)) {
      refuse(Verdict::kMalformed, "protected headers: " + refusal->rule);
      return false;
    }
    auto& inside = std::get<Headers>(read);
    auto& headers = opened_.headers;
    if (!inside.from.spec.empty()) {
      headers = inside;
      opened_.headers_signed = true;
      opened_.recipients_signed = true;
    } else if (!inside.to.empty() || !inside.cc.empty()) {
      headers.to = inside.to;
      headers.cc = inside.cc;
      opened_.recipients_signed = true;
    }
    if (!entity.values("Subject").empty()) {
      headers.subject = inside.subject;
    }
    if (headers.message_id.empty()) {
      headers.message_id = opened_.outer.message_id;
    }
    return true;
  }

  std::string_view raw_;
  Engine& engine_;
  const Limits& limits_;
  Opened opened_;
};

}  // namespace

Opened open(std::string_view raw, Engine& engine, const Limits& limits) {
  return Opener(raw, engine, limits).run();
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
