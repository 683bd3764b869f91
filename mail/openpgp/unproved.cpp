#include "mail/openpgp/unproved.hpp"

#include <utility>

#include "mail/openpgp/shape.hpp"
#include "mail/openpgp/verdict.hpp"

namespace pouch::mail::openpgp {
namespace {

class Reading {
 public:
  Reading(std::string_view raw, const Opened& opened, Engine& engine, const Limits& limits)
      : raw_(raw), opened_(opened), engine_(engine), limits_(limits) {}

  Unproved run() {
    const auto scanned = scan(raw_, limits_, Scanning::kTolerant);
    if (const auto* refusal = std::get_if<ScanRefusal>(&scanned)) {
      result_.why = name(verdict_of(*refusal));
      return std::move(result_);
    }
    const auto& root = std::get<Entity>(scanned);
    take_headers(root);
    const auto found = find_shape(root, limits_);
    if (found.kind == FoundShape::Kind::kEncryptedMime || found.kind == FoundShape::Kind::kInline) {
      sealed(found);
    } else {
      take_content(signed_part(root));
    }
    return std::move(result_);
  }

 private:
  // What stands inside the encryption stands above what stands outside.
  void lay_over(const Headers& inside, bool has_subject) {
    auto& all = result_.headers;
    if (!inside.from.spec.empty()) {
      all.from = inside.from;
    }
    if (!inside.to.empty() || !inside.cc.empty()) {
      all.to = inside.to;
      all.cc = inside.cc;
    }
    if (has_subject) {
      all.subject = inside.subject;
    }
    if (!inside.message_id.empty()) {
      all.message_id = inside.message_id;
    }
    if (inside.date) {
      all.date = inside.date;
    }
  }

  // What breaks a rule in a header costs the reader of an archive that field alone.
  void take_headers(const Entity& entity) {
    auto read = read_headers(entity, limits_, false);
    if (const auto* headers = std::get_if<Headers>(&read)) {
      return lay_over(*headers, !entity.values("Subject").empty());
    }
    const auto subject = entity.values("Subject");
    if (!subject.empty()) {
      result_.headers.subject = decode_text(subject.front(), limits_);
    }
  }

  static const Entity& signed_part(const Entity& entity) {
    return entity.is("multipart", "signed") && entity.parts.size() == 2 ? entity.parts.front()
                                                                        : entity;
  }

  void take_content(const Entity& entity) {
    result_.content = read_content(entity, limits_);
    if (!result_.content.unreadable.empty()) {
      result_.why = name(Verdict::kUnreadable);
    }
  }

  void sealed(const FoundShape& found) {
    if (opened_.verdict == Verdict::kUndecryptable) {  // it was tried, with all keys of that home
      result_.why = name(opened_.verdict);
      return;
    }
    const auto first = plaintext_of(found.ciphertexts.front().bytes);
    if (!first) {
      return;
    }
    inner_ = *first;
    if (found.kind == FoundShape::Kind::kInline && !begins_with_mime(inner_)) {
      inline_text(found);
    } else {
      mime();
    }
    for (std::size_t i = 1; i < found.ciphertexts.size(); ++i) {
      if (auto file = plaintext_of(found.ciphertexts[i].bytes)) {
        result_.content.attachments.push_back(
            {found.ciphertexts[i].name, "application/octet-stream", std::move(*file)});
      }
    }
    result_.inner = inner_;
  }

  std::optional<Bytes> plaintext_of(const Bytes& ciphertext) {
    if (!opened_.inner.empty() && inner_.empty()) {
      return opened_.inner;
    }
    auto result = engine_.decrypt_unproved(ciphertext);
    if (!result.encrypted || result.plaintext.empty()) {
      result_.why = name(result.encrypted ? Verdict::kTooLarge : verdict_of(result.judgement));
      return std::nullopt;
    }
    return std::move(result.plaintext);
  }

  void mime() {
    auto limits = limits_;
    limits.message = limits_.plaintext;
    const auto scanned = scan(inner_, limits, Scanning::kTolerant);
    if (const auto* refusal = std::get_if<ScanRefusal>(&scanned)) {
      result_.why = name(verdict_of(*refusal));
      return;
    }
    const auto& entity = signed_part(std::get<Entity>(scanned));
    take_headers(entity);
    take_content(entity);
  }

  void inline_text(const FoundShape& found) {
    const auto charset = armour_header(found.ciphertexts.front().bytes, "Charset");
    result_.content = read_plain_text(inner_, charset.empty() ? "utf-8" : charset, limits_);
    if (!result_.content.unreadable.empty()) {
      result_.why = name(Verdict::kUnreadable);
    }
  }

  std::string_view raw_;
  const Opened& opened_;
  Engine& engine_;
  const Limits& limits_;
  Bytes inner_;
  Unproved result_;
};

}  // namespace

Unproved read_unproved(std::string_view raw, const Opened& opened, Engine& engine,
                       const Limits& limits) {
  return Reading(raw, opened, engine, limits).run();
}

}  // namespace pouch::mail::openpgp
