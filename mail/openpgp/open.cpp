#include "mail/openpgp/open.hpp"

#include <algorithm>

#include "mail/openpgp/clearsigned.hpp"
#include "mail/openpgp/identity.hpp"
#include "mail/openpgp/sealed_part.hpp"
#include "mail/openpgp/shape.hpp"
#include "mail/openpgp/signed_parts.hpp"
#include "mail/openpgp/verdict.hpp"
#include "mail/openpgp/wrapping.hpp"
#include "mail/structure/automatic.hpp"
#include "mail/text/transfer.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr std::chrono::minutes kTogether{15};  // DECISIONS 6: parts signed in one go

std::string words(const ScanRefusal& refusal) {
  return (refusal.part.empty() ? "" : "part " + refusal.part + ": ") + refusal.rule;
}

constexpr std::string_view kWriteAnew = "write it anew, without forwarding or redirecting it";
constexpr std::string_view kOneSignature = "sign it once, with OpenPGP and your registered key";
constexpr std::string_view kOneProgram = "let one program alone encrypt it: switch the plug-in off";

bool has_protected_headers(const Entity& entity) {
  return !entity.parameter("hp").empty() || entity.parameter("protected-headers") == "v1";
}

class Opener {
 public:
  Opener(std::string_view raw, Engine& engine, const Limits& limits)
      : raw_(raw), engine_(engine), limits_(limits) {}

  Opened run() {
    auto scanned = scan(raw_, limits_, Scanning::kTolerant);
    if (const auto* refusal = std::get_if<ScanRefusal>(&scanned)) {
      refuse(verdict_of(*refusal), words(*refusal));
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

  // Who signed all of it is told what is odd inside; else nobody is proved, and nobody is told.
  void refuse_inside(Verdict otherwise, std::string what, std::string remedy) {
    if (opened_.verdict != Verdict::kProved) {
      return refuse(otherwise, "inside the encryption: " + what);
    }
    opened_.content = Content();
    opened_.content.unreadable = what;
    opened_.content.remedy = std::move(remedy);
    refuse(Verdict::kUnreadable, std::move(what));
  }

  void refuse_inside(const ScanRefusal& refusal) {
    refuse_inside(verdict_of(refusal), words(refusal), std::string(kWriteAnew));
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
    std::string rule;
    const auto result = verify_multipart(root, rule);
    if (!result) {
      return refuse(Verdict::kMixedContent, rule);
    }
    note(*result);
    opened_.verdict = result->judgement == Judgement::kGood ? Verdict::kSignedOnly
                                                            : verdict_of(result->judgement);
    opened_.detail = result->detail;
    if (opened_.verdict == Verdict::kSignedOnly) {
      opened_.signed_by = SignedBy::kMultipartSigned;
      remember(*result, root.parts.front().whole);
      if (take_headers(root.parts.front())) {
        opened_.content = read_content(root.parts.front(), limits_);
      }
      opened_.verdict = Verdict::kSignedOnly;  // that it travelled in the clear comes first
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
      opened_.content = read_plain_text(result.plaintext, "utf-8", limits_);
    }
  }

  // --- sealed mail

  void sealed(FoundShape& found) {
    for (auto& ciphertext : found.ciphertexts) {
      opened_.ciphertexts.push_back(std::move(ciphertext.bytes));
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
    if (found.kind == FoundShape::Kind::kInline && !begins_with_mime(opened_.inner)) {
      inline_text(result);
    } else {
      mime(result);
    }
    if (opened_.verdict == Verdict::kProved) {
      attachments(found);
    }
    if (opened_.verdict == Verdict::kProved && !opened_.content.unreadable.empty()) {
      const auto content = std::move(opened_.content);
      refuse_inside(Verdict::kUnreadable, content.unreadable, content.remedy);
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

  // The message's own signature, which is over all that was decrypted.
  void take_outer(const Result& outer) {
    if (outer.judgement == Judgement::kGood) {
      opened_.verdict = Verdict::kProved;
      opened_.signed_by = SignedBy::kMessage;
      remember(outer, opened_.inner);
    }
  }

  Limits inner_limits() const {
    auto limits = limits_;
    limits.message = limits_.plaintext;
    return limits;
  }

  void mime(const Result& outer) {
    take_outer(outer);
    const auto scanned = scan(opened_.inner, inner_limits(), Scanning::kRoot);
    if (const auto* refusal = std::get_if<ScanRefusal>(&scanned)) {
      return refuse_inside(*refusal);
    }
    const auto& root = std::get<Entity>(scanned);
    if (root.is("multipart", "signed")) {
      return signed_inside(outer, root);
    }
    if (outer.judgement != Judgement::kGood) {
      return refuse(Verdict::kNotSigned, "nothing that we act on is signed");
    }
    content_of(opened_.inner);
  }

  void signed_inside(const Result& outer, const Entity& root) {
    std::string rule;
    const auto inner = verify_multipart(root, rule);
    if (!inner) {
      return refuse_inside(Verdict::kMixedContent, rule, std::string(kOneSignature));
    }
    const auto signed_text = root.parts.front().whole;
    if (layer_counts(outer, *inner, SignedBy::kMultipartSigned, signed_text)) {
      content_of(signed_text);
    }
  }

  // Only after the proof is what was signed looked into.
  void content_of(std::string_view signed_text) {
    const auto scanned = scan(signed_text, inner_limits());
    if (const auto* refusal = std::get_if<ScanRefusal>(&scanned)) {
      return refuse_inside(*refusal);
    }
    const auto& entity = std::get<Entity>(scanned);
    if (is_sealed_again(entity)) {
      return refuse_twice();
    }
    if (!take_headers(entity)) {
      return;
    }
    opened_.content = read_content(entity, limits_, opened_.inner);
    if (const auto* wrapping = wrapping_of(opened_.content)) {
      opened_.content.unreadable = wrapping->what;
      opened_.content.remedy = wrapping->remedy;
    }
  }

  // Not a file sealed for somebody, sent along: that is an attachment.
  bool is_sealed_again(const Entity& entity) const {
    using Kind = FoundShape::Kind;
    const auto found = find_shape(entity, limits_);
    return entity.is("multipart", "encrypted") || found.kind == Kind::kEncryptedMime ||
           (found.kind == Kind::kInline && entity.file_name().empty() &&
            found.shape != Shape::kPgpMimeRelabelled);
  }

  void refuse_twice() {
    refuse_inside(Verdict::kNotSigned,
                  "it is encrypted twice: inside the encryption stands another one",
                  std::string(kOneProgram));
  }

  void inline_text(const Result& outer) {
    take_outer(outer);
    const auto charset = armour_header(opened_.ciphertexts.front(), "Charset");
    if (is_whole_clearsigned(opened_.inner)) {
      const auto inner = engine_.verify_clearsigned(opened_.inner);
      if (layer_counts(outer, inner, SignedBy::kCleartext, inner.plaintext)) {
        opened_.content =
            read_plain_text(inner.plaintext, charset.empty() ? "utf-8" : charset, limits_);
      }
      return;
    }
    if (mentions_clearsigned(opened_.inner)) {
      return refuse_inside(Verdict::kMixedContent, "text around a cleartext-signed block",
                           std::string(kOneSignature));
    }
    if (is_whole_armour(opened_.inner)) {
      return refuse_twice();
    }
    if (outer.judgement != Judgement::kGood) {
      return refuse(Verdict::kNotSigned, "nothing that we act on is signed");
    }
    // DECISIONS 7: an inline text has no signed charset.
    opened_.content = read_plain_text(opened_.inner, charset.empty() ? "utf-8" : charset, limits_);
  }

  // A layer inside the encryption: it counts alone, or together with the message's own signature
  // when both are by one key.
  bool layer_counts(const Result& outer, const Result& inner, SignedBy where,
                    std::string_view signed_text) {
    if (outer.judgement != Judgement::kGood) {
      note(inner);
      opened_.detail = inner.detail;
    }
    if (inner.judgement != Judgement::kGood) {
      refuse_layer(inner);
      return false;
    }
    if (outer.judgement == Judgement::kGood &&
        outer.signatures.front().primary != inner.signatures.front().primary) {
      refuse_inside(Verdict::kMixedContent, "it is signed twice, by two keys",
                    std::string(kOneSignature));
      return false;
    }
    if (outer.judgement != Judgement::kGood) {
      opened_.verdict = Verdict::kProved;
      opened_.signed_by = where;
    }
    remember(inner, signed_text);
    return true;
  }

  void refuse_layer(const Result& inner) {
    const auto verdict = verdict_of(inner.judgement);
    if (opened_.verdict != Verdict::kProved) {
      return refuse(verdict, inner.detail);
    }
    refuse_inside(verdict,
                  "it is signed twice, and the signature inside does not count: " +
                      std::string(name(verdict)),
                  std::string(kOneSignature));
  }

  // Nothing, with the rule that is broken.
  std::optional<Result> verify_multipart(const Entity& root, std::string& rule) {
    const auto protocol = root.parameter("protocol");
    if (protocol.find("pkcs7") != std::string_view::npos) {
      rule = "a signature of S/MIME, which is not read here";
    } else if (root.parts.size() != 2 || !root.parts[1].is("application", "pgp-signature")) {
      rule = "a multipart/signed that is not of RFC 3156 section 5";
    }
    const auto parts = rule.empty() ? signed_parts(root) : std::nullopt;
    if (rule.empty() && !parts) {
      rule = "a signature part that cannot be decoded";
    }
    if (!rule.empty()) {
      return std::nullopt;
    }
    return engine_.verify_detached(parts->text, parts->signature);
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
      opened_.content.attachments.push_back({.name = found.ciphertexts[i].name,
                                             .media_type = "application/octet-stream",
                                             .bytes = std::move(result.plaintext),
                                             .signed_separately = true,
                                             .ciphertext = i});
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
    auto read = read_headers(entity, limits_, false);
    const auto* refusal = std::get_if<HeaderRefusal>(&read);
    opened_.signed_mark =
        refusal == nullptr ? std::get<Headers>(read).automatic : automatic_mark(entity, Address());
    if (!has_protected_headers(entity)) {
      return true;
    }
    if (refusal != nullptr) {
      refuse_inside(Verdict::kMalformed, "its protected header: " + refusal->rule,
                    std::string(kWriteAnew));
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

}  // namespace pouch::mail::openpgp
