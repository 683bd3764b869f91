#include "gateway/site/parts_of_mail.hpp"

namespace pouch::gateway {

std::vector<StoredPart> parts_of_mail(const mail::Content& content) {
  std::vector<StoredPart> parts;
  for (const auto& attachment : content.attachments) {
    parts.push_back({.name = attachment.name,
                     .media_type = attachment.media_type,
                     .bytes = attachment.bytes,
                     .signed_separately = attachment.signed_separately,
                     .charset = attachment.charset});
  }
  return parts;
}

std::vector<StoredPart> parts_of_mail(const mail::openpgp::Opened& opened,
                                      const std::vector<mail::openpgp::Evidence>& evidence) {
  auto parts = parts_of_mail(opened.content);
  const auto files = parts.size();
  for (std::size_t i = 0; i < files; ++i) {
    const auto place = place_in_evidence(opened, opened.content.attachments[i]);
    if (place && place->evidence < evidence.size()) {
      parts[i].taken = TakenFrom{.evidence = files + place->evidence,
                                 .message = evidence[place->evidence].message,
                                 .offset = place->offset,
                                 .size = place->size,
                                 .encoding = place->encoding};
    }
  }
  for (const auto& one : evidence) {
    parts.push_back(
        {.name = one.name, .media_type = one.media_type, .bytes = one.bytes, .evidence = true});
  }
  return parts;
}

}  // namespace pouch::gateway
