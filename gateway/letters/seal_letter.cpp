#include "gateway/letters/seal_letter.hpp"

namespace pouch::gateway {

SealedLetter seal_letter(const mail::Draft& draft, const LetterPlan& plan, const std::string& id,
                         const std::string& gateway_key, mail::openpgp::Engine& engine) {
  SealedLetter letter;
  letter.id = id;
  letter.kind = name(plan.kind);
  letter.message_id = draft.message_id;
  letter.text = draft.subject + "\n\n" + draft.text;
  letter.country = plan.country;
  std::vector<std::string> keys;
  for (const auto& party : plan.to) {
    letter.recipients.push_back(party.address);
    keys.insert(keys.end(), party.keys.begin(), party.keys.end());
  }
  letter.wire =
      mail::compose_sealed(draft, engine.seal(mail::compose_protected(draft), gateway_key, keys));
  return letter;
}

}  // namespace pouch::gateway
