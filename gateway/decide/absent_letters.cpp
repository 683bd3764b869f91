// Letters for somebody absent go to who stands in. Who is absent stays a party: what is the case's
// is theirs to read when they are back.
#include <algorithm>

#include "gateway/cases/utc.hpp"
#include "gateway/decide/absent.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
namespace {

// A request letter was routed at this hour already; what the gateway says to the writer is theirs.
bool is_redirected(const LetterPlan& plan) {
  return plan.kind != LetterKind::kRequest && !is_of_the_gateway(name(plan.kind));
}

std::optional<Party> party_of_present(const Situation& situation, const Present& present) {
  const auto day = day_of(situation.now);
  auto party = present.who.desk != nullptr
                   ? party_of(*present.who.desk, situation.directory, situation.site)
                   : party_of(as_sender(present.who, situation.directory, day), situation.site);
  std::erase_if(party.keys, [&](const auto& key) { return !situation.key_usable(key); });
  party.instead_of = present.instead_of;
  return party.keys.empty() ? std::nullopt : std::optional(std::move(party));
}

bool is_in(const Decision& decision, const std::string& id) {
  return std::any_of(decision.letters.begin(), decision.letters.end(), [&](const auto& plan) {
    return std::any_of(plan.to.begin(), plan.to.end(),
                       [&](const Party& party) { return party.id == id; });
  });
}

// Why a letter stays with the person to whom it was written (DOMAIN section 5); empty: it need not.
std::string confidence_of(const Situation& situation, const Case& subject, const Words& words,
                          const Decision& decision) {
  if (has_code(subject.handling, "H2") || has_code(decision.inherited, "H2")) {
    return words("h2_keeps_it");
  }
  const bool privileged = has_code(decision.inherited, "privileged") ||
                          (situation.form != nullptr && situation.form->yes("privileged"));
  return privileged ? words("it_is_privileged") : std::string();
}

void say_stays(const Party& party, const std::string& why, const Words& words, Decision& decision) {
  decision.notices.push_back(
      words("letter_waits_in_mailbox", {{"who", known_name(party.name, words)}, {"why", why}}));
}

}  // namespace

void send_to_stand_ins(const Situation& situation, const Case& subject, Decision& decision) {
  const auto& words = Words::in(situation.sender.reads);
  const auto confidence = confidence_of(situation, subject, words, decision);
  for (auto& plan : decision.letters) {
    for (auto& party : plan.to) {
      const auto present = is_redirected(plan)
                               ? present_for(situation.directory, party.id, situation.now)
                               : std::nullopt;
      if (!present || !present->instead_of || present->who.id() == situation.sender.id) {
        continue;
      }
      // A desk is more than one person.
      if (!confidence.empty() && situation.directory.desk(party.id) == nullptr) {
        say_stays(party, confidence, words, decision);
        continue;
      }
      auto other = party_of_present(situation, *present);
      if (!other) {
        say_stays(party, words("nothing_can_be_sealed"), words, decision);
        continue;
      }
      const auto& id = other->id;
      const bool known = std::any_of(decision.audience.to.begin(), decision.audience.to.end(),
                                     [&](const Receiver& one) { return one.id == id; });
      if (!known) {
        decision.audience.to.push_back(receiver_of(id, Role::kSubstitute, situation.directory));
      }
      if (is_in(decision, id)) {
        continue;  // they get it as who they are; the absent one's own letter waits for them
      }
      decision.audit.push_back({.actor = "gateway",
                                .act = "stands in",
                                .number = MessageNumber{subject.number, decision.message}.text(),
                                .detail = id + " for " + party.id});
      party = std::move(*other);
    }
  }
}

}  // namespace pouch::gateway::detail
