// Who of a desk has taken a leg over, said to the others of it: to its mailbox, and to the members
// who act for it. One line; they may read the case anyway, so they are no receivers of what the
// mail itself says.
#include <algorithm>

#include "gateway/cases/utc.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {

void tell_colleagues(const Situation& situation, const Leg& leg, const Case& subject,
                     Decision& decision) {
  const auto& sender = situation.sender;
  if (situation.directory.member(sender.id) == nullptr) {
    return;  // the desk itself speaks: no person is named
  }
  std::vector<std::string> colleagues{leg.desk};
  const auto day = day_of(situation.now);
  for (const auto& member : situation.directory.members) {
    if (member.validity.holds(day) &&
        std::find(member.desks.begin(), member.desks.end(), leg.desk) != member.desks.end()) {
      colleagues.push_back(member.id);
    }
  }
  for (const auto& id : colleagues) {
    auto party = id == sender.id ? std::nullopt
                                 : party_for(situation, subject,
                                             receiver_of(id, Role::kParty, situation.directory));
    if (!party) {
      continue;  // a colleague without a key today finds it at the desk
    }
    LetterPlan plan{.kind = LetterKind::kControl, .to = {std::move(*party)}};
    plan.country = leg.country;
    plan.title = Words::in(language_of(plan.to))("taken_over_by", {{"who", sender.name}});
    decision.letters.push_back(std::move(plan));
    decision.audit.push_back({.actor = "gateway",
                              .act = "told",
                              .number = MessageNumber{subject.number, decision.message}.text(),
                              .detail = "taken over by " + sender.id + ", to " + id});
  }
}

}  // namespace pouch::gateway::detail
