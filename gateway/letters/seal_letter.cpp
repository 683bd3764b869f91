#include "gateway/letters/seal_letter.hpp"

#include <numeric>

namespace pouch::gateway {
namespace {

// A row is cheaper than a file, which is synced by itself; and less than that does not weigh.
constexpr std::size_t kMostInRow = 64u << 10;

std::size_t octets_of(const mail::Draft& draft) {
  return std::accumulate(
      draft.attachments.begin(), draft.attachments.end(), draft.text.size(),
      [](std::size_t sum, const mail::Part& part) { return sum + part.bytes.size(); });
}

std::shared_ptr<LetterFile> write_file(const mail::Draft& draft, const std::string& gateway_key,
                                       const std::vector<std::string>& keys, Crypto& crypto,
                                       const std::filesystem::path& state) {
  auto file = std::make_shared<LetterFile>(state);
  const auto frame = mail::frame_of(draft);
  file->write(frame.before);
  crypto.seal_into(
      file->descriptor(), [&](const mail::Put& put) { mail::write_protected(draft, put); },
      mail::protected_size(draft), gateway_key, keys);
  file->write(frame.after);
  file->close();
  return file;
}

}  // namespace

SealedLetter seal_letter(const mail::Draft& draft, const LetterPlan& plan, const std::string& id,
                         const std::string& gateway_key, Crypto& crypto,
                         const std::filesystem::path& state) {
  SealedLetter letter;
  letter.id = id;
  letter.kind = name(plan.kind);
  letter.message_id = draft.message_id;
  letter.text = draft.subject + "\n\n" + draft.text;
  letter.country = plan.country;
  letter.signed_with = gateway_key;
  auto& keys = letter.keys;
  for (const auto& party : plan.to) {
    letter.recipients.push_back(party.address);
    keys.insert(keys.end(), party.keys.begin(), party.keys.end());
  }
  if (octets_of(draft) > kMostInRow) {
    letter.file = write_file(draft, gateway_key, keys, crypto, state);
  } else {
    letter.wire =
        mail::compose_sealed(draft, crypto.seal(mail::compose_protected(draft), gateway_key, keys));
  }
  return letter;
}

}  // namespace pouch::gateway
