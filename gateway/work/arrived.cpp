#include "gateway/work/arrived.hpp"

#include "gateway/work/operator_letter.hpp"

namespace pouch::gateway {

std::vector<StoredPart> parts_of(const Arrived& arrived) {
  std::vector<StoredPart> parts;
  for (const auto& attachment : arrived.opened.content.attachments) {
    parts.push_back({.name = attachment.name,
                     .media_type = attachment.media_type,
                     .bytes = attachment.bytes,
                     .signed_separately = attachment.signed_separately,
                     .charset = attachment.charset});
  }
  for (auto& evidence : arrived.crypto.evidence(arrived.opened)) {
    parts.push_back({.name = evidence.name,
                     .media_type = evidence.media_type,
                     .bytes = std::move(evidence.bytes),
                     .evidence = true});
  }
  return parts;
}

bool tell_operators(const Arrived& arrived, const std::string& title, const std::string& text,
                    const std::string& seed, std::size_t first, Commit& commit) {
  return tell(reachable_operators(arrived.runtime, arrived.crypto), arrived, title, text, seed,
              first, commit);
}

bool tell(const std::vector<Sender>& whom, const Arrived& arrived, const std::string& title,
          const std::string& text, const std::string& seed, std::size_t first, Commit& commit) {
  auto letters = notices_to(whom, arrived.runtime, arrived.store.letters(), arrived.crypto, title,
                            text, seed, first);
  commit.audit.push_back(
      {.actor = "gateway",
       .act = letters.empty() ? "untold" : "told",
       .detail = title + (letters.empty() ? ": no operator could be told" : "")});
  const bool any = !letters.empty();
  for (auto& letter : letters) {
    commit.letters.push_back(std::move(letter));
  }
  return any;
}

}  // namespace pouch::gateway
