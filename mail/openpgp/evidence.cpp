// The entity as its writer signed it, without the layer of encryption (open.hpp).
#include "mail/openpgp/open.hpp"

#include <functional>

namespace pouch::mail::openpgp {

std::vector<Evidence> evidence(const Opened& opened, Engine& engine) {
  if (opened.verdict != Verdict::kProved) {
    return {};
  }
  switch (opened.signed_by) {
    case SignedBy::kMultipartSigned:
      return {{"original.eml", "application/octet-stream", opened.inner}};
    case SignedBy::kCleartext:
      return {{"original.asc", "text/plain", opened.inner}};
    case SignedBy::kMessage:
      break;
  }
  std::vector<Evidence> all;
  for (std::size_t i = 0; i < opened.ciphertexts.size(); ++i) {
    const auto name = opened.ciphertexts.size() == 1 ? std::string("original.pgp")
                                                     : "original-" + std::to_string(i + 1) + ".pgp";
    all.push_back({name, "application/octet-stream", engine.unwrap(opened.ciphertexts[i]), true});
  }
  return all;
}

std::optional<EvidencePlace> place_in_evidence(const Opened& opened, const Attachment& attachment) {
  if (opened.verdict != Verdict::kProved || opened.signed_by == SignedBy::kCleartext) {
    return std::nullopt;
  }
  if (attachment.ciphertext > 0) {
    return opened.signed_by == SignedBy::kMessage
               ? std::optional(EvidencePlace{attachment.ciphertext, 0, attachment.bytes.size(), ""})
               : std::nullopt;
  }
  const auto all = opened.inner.view();
  const auto part = attachment.encoded;
  const std::less_equal<> not_behind;
  if (part.empty() || !not_behind(all.data(), part.data()) ||
      !not_behind(part.data() + part.size(), all.data() + all.size())) {
    return std::nullopt;
  }
  return EvidencePlace{0, static_cast<std::size_t>(part.data() - all.data()), part.size(),
                       attachment.encoding};
}

}  // namespace pouch::mail::openpgp
