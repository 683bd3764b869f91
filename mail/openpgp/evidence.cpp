// The entity as its writer signed it, without the layer of encryption (open.hpp).
#include "mail/openpgp/open.hpp"

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
    all.push_back({name, "application/octet-stream", engine.unwrap(opened.ciphertexts[i])});
  }
  return all;
}

}  // namespace pouch::mail::openpgp
