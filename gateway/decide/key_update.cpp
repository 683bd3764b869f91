// A member's or desk's new key (cases/key_update.hpp): what is announced, and the code that comes
// back. The proof is a mail signed with the key that counts, holding a code that only the new key
// opens: so both secret keys are in one hand, and nothing of a key that came by mail is believed,
// or enters the ring, before the operator has confirmed it. A code signed with the new key would
// ask for just that.
#include <algorithm>

#include "gateway/decide/control_parts.hpp"
#include "gateway/decide/parts.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway::detail {
namespace {

std::string address_in(const std::string& user_id) {
  const auto begin = user_id.rfind('<'), end = user_id.rfind('>');
  return begin == std::string::npos || end == std::string::npos || end < begin
             ? user_id
             : user_id.substr(begin + 1, end - begin - 1);
}

bool names_one_of(const std::vector<std::string>& user_ids,
                  const std::vector<std::string>& addresses) {
  return std::any_of(user_ids.begin(), user_ids.end(), [&](const std::string& id) {
    return std::any_of(addresses.begin(), addresses.end(), [&](const std::string& address) {
      return mail::same_address(address_in(id), address);
    });
  });
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    text += (text.empty() ? "" : " or ") + word;
  }
  return text;
}

void refuse_by(std::string label, std::string rule, std::string text, std::string hint,
               Decision& decision) {
  refuse(decision, "key-update", std::move(label), std::move(text), std::move(hint));
  decision.problems.back().code = std::move(rule);
}

void refuse_key(Decision& decision, std::string rule, std::string text, std::string hint) {
  refuse_by("Key", std::move(rule), std::move(text), std::move(hint), decision);
}

void refuse_code(Decision& decision, std::string rule, std::string text, std::string hint) {
  refuse_by("Code", std::move(rule), std::move(text), std::move(hint), decision);
}

constexpr const char* kAnnounce =
    "announce the key again: a mail with the form \"control\", \"Action: key update\", signed with "
    "the key that counts today";

bool is_another_of_theirs(const config::Principal& holder, const Situation& situation) {
  const auto& keys = holder.member != nullptr ? holder.member->keys : holder.desk->keys;
  const auto& fresh = situation.key_offer->fingerprint;
  return fresh != situation.signed_with && std::find(keys.begin(), keys.end(), fresh) != keys.end();
}

}  // namespace

bool takes_offered_key(const Situation& situation, Decision& decision) {
  const auto& offer = situation.key_offer;
  const auto holder = situation.directory.principal_by_id(situation.sender.id);
  if (!offer || !holder) {
    refuse_key(decision, "no-key-file", "the mail has no attachment of that name with a key in it",
               "attach your new public key, and name the file: \"Key: new-key.asc\"");
    return false;
  }
  if (offer->secret) {
    decision.keep_nothing = true;
    refuse_key(decision, "private-key",
               "WARNING: " + offer->wrong +
                   ". We kept nothing of your mail; but take this key as seen by others",
               offer->hint);
    return false;
  }
  if (!offer->wrong.empty()) {
    refuse_key(decision, "unusable-key", offer->wrong, offer->hint);
    return false;
  }
  const auto other = situation.directory.principal_ever(offer->fingerprint);
  if (other && other->id() != holder->id()) {
    refuse_key(decision, "key-of-another", "this key is registered for somebody else",
               "attach your own new public key");
    return false;
  }
  if (is_another_of_theirs(*holder, situation)) {
    refuse_key(decision, "key-known", "this key is registered for you already",
               "sign with it: it counts; to give it a new date, sign the announcement with it");
    return false;
  }
  if (!names_one_of(offer->user_ids, holder->addresses())) {
    refuse_key(decision, "key-address",
               "the key has no user ID with your address " + listed(holder->addresses()),
               "add one (gpg --quick-add-uid FINGERPRINT 'Name <address>') and send the key again");
    return false;
  }
  return true;
}

void begin_key_update(const Situation& situation, const MessageNumber& message,
                      Decision& decision) {
  const auto& offer = *situation.key_offer;
  auto& change = decision.key_update.emplace();
  change.code = offer.code;
  change.begun = KeyUpdate{.holder = situation.sender.id,
                           .old_key = situation.signed_with,
                           .new_key = offer.fingerprint,
                           .message = message,
                           .asked = situation.now,
                           .until = situation.now + kKeyProofTime,
                           .armoured = offer.armoured,
                           .proof = offer.proof};
  decision.audit.push_back({.actor = situation.sender.id,
                            .act = "key-" + std::string(name(KeyUpdateState::kAsked)),
                            .number = message.text(),
                            .detail = offer.fingerprint + " for " + situation.signed_with});
}

namespace {

// Empty: the code counts.
void check_code(const Situation& situation, Decision& decision) {
  const auto& update = situation.key_answer->update;
  if (!update) {
    return refuse_code(decision, "unknown-code", "no key update has this code",
                       "copy the code whole from the opened file proof.asc");
  }
  if (update->holder != situation.sender.id) {
    return refuse_code(decision, "code-of-another", "this code belongs to somebody else's new key",
                       "return the code that came to you, in the file proof.asc");
  }
  if (update->old_key != situation.signed_with) {
    return refuse_code(decision, "other-key",
                       "your mail is not signed with the key that announced the new one",
                       "sign it with the same key as the announcement");
  }
  switch (update->state) {
    case KeyUpdateState::kAsked:
      break;
    case KeyUpdateState::kProved:
    case KeyUpdateState::kConfirmed:
      return refuse_code(decision, "code-used", "this code came before, and counts once",
                         "nothing is left to do: the operator confirms the key with you");
    case KeyUpdateState::kLapsed:
      return refuse_code(decision, "code-late", "the time of this code is over", kAnnounce);
    case KeyUpdateState::kRefused:
    case KeyUpdateState::kWithdrawn:
    case KeyUpdateState::kReplaced:
      return refuse_code(decision, "code-ended",
                         "this key update has ended: " + std::string(name(update->state)),
                         kAnnounce);
  }
  if (situation.now >= update->until) {
    refuse_code(decision, "code-late", "the time of this code is over", kAnnounce);
  }
}

void answer_with(std::string title, std::vector<std::string> lines, Decision& decision) {
  auto& answer = decision.answer.emplace();
  answer.kind = AnswerKind::kKeyUpdate;
  answer.said = std::move(title);
  answer.lines = std::move(lines);
  decision.reason = "key-update";
}

void take_step(const Situation& situation, KeyUpdateState to, Decision& decision) {
  const auto& update = *situation.key_answer->update;
  decision.key_update = KeyUpdateChange{.id = update.id, .to = to};
  decision.audit.push_back({.actor = situation.sender.id,
                            .act = "key-" + std::string(name(to)),
                            .number = update.message.text(),
                            .detail = update.new_key + " for " + update.old_key});
}

}  // namespace

bool answer_key_update(const Situation& situation, Decision& decision) {
  if (!situation.key_answer) {
    return false;
  }
  const auto& said = *situation.key_answer;
  if (said.has_code) {
    check_code(situation, decision);
    if (decision.outcome == Outcome::kAccepted) {
      take_step(situation, KeyUpdateState::kProved, decision);
      answer_with("Your new key is proved",
                  {"You can open what is sealed to your new key, and you hold the old one.",
                   "It does NOT count yet. The operator compares its fingerprint with you by "
                   "telephone, and then confirms it. Until then sign with the old key."},
                  decision);
    }
    return true;
  }
  if (!said.stops || !said.update) {
    return false;
  }
  if (!said.update->open()) {
    answer_with("Nothing to stop",
                {"This new key is not on its way any more: it is " +
                 std::string(name(said.update->state)) + "."},
                decision);
    return true;
  }
  take_step(situation, KeyUpdateState::kWithdrawn, decision);
  answer_with(
      "The new key is stopped",
      {"It is not taken, and the operator hears of it. The registered key counts as before.",
       "If it was not its holder who announced it, call the operator now: then somebody "
       "else has the registered key."},
      decision);
  return true;
}

}  // namespace pouch::gateway::detail
