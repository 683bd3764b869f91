#include "gateway/decide/standing.hpp"

#include <algorithm>
#include <set>

#include "gateway/decide/acknowledged.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/reach.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway::detail {

bool is_requester_side(const Situation& situation, const Case& subject) {
  return situation.sender.id == subject.requester ||
         situation.sender.acts_for(subject.requester_desk);
}

Standing standing_of(const Situation& situation, const Case& subject) {
  Standing standing;
  standing.requester = is_requester_side(situation, subject);
  auto copy = subject;
  const auto* leg = leg_of(situation, copy);
  standing.leg = leg != nullptr && leg->state != LegState::kWaiting;
  if (!situation.records.letters) {
    return standing;
  }
  const auto own = addresses_of(situation.sender, situation.directory);
  std::set<int> messages;
  for (const auto& letter : situation.records.letters(subject.number)) {
    const bool his = std::any_of(own.begin(), own.end(), [&](const std::string& address) {
      return mail::same_address(address, letter.recipient);
    });
    if (his && !is_of_the_gateway(letter.kind) && letter.message > 0) {
      standing.receiver = true;
      messages.insert(letter.message);
    }
  }
  standing.messages.assign(messages.begin(), messages.end());
  return standing;
}

CaseView view_of(const Situation& situation, const Case& subject, const Standing& standing) {
  CaseView view{subject, standing.messages};
  std::vector<SeenMessage> seen;
  const auto actor = actor_of(situation.sender);
  if (situation.records.messages) {
    for (const auto& past : situation.records.messages(subject.number)) {
      const bool wrote =
          actor.id == past.sender || (!past.desk.empty() && actor.acts_for(past.desk));
      const bool got = std::any_of(past.audience.to.begin(), past.audience.to.end(),
                                   [&](const Receiver& one) { return actor.is(one.id); });
      if (wrote || got) {
        view.messages.push_back(past.message);
        const auto author = past.desk.empty() ? past.sender : past.desk;
        view.rows.push_back({.number = past.message,
                             .from = receiver_of(author, Role::kAuthor, situation.directory).name,
                             .at = past.received,
                             .audience = past.audience});
        seen.push_back({past.message, past.acknowledges, view.rows.back().from, past.received});
      }
    }
  }
  auto acknowledged = acknowledgements_among(seen);
  for (auto& row : view.rows) {
    row.acknowledged = std::move(acknowledged[row.number]);
  }
  std::sort(view.messages.begin(), view.messages.end());
  view.messages.erase(std::unique(view.messages.begin(), view.messages.end()), view.messages.end());
  if (standing.requester) {
    return view;
  }
  // A desk that was asked sees its own leg: what the others answered is the requester's.
  std::erase_if(view.subject.legs,
                [&](const Leg& leg) { return !may_answer(actor, leg, situation.directory); });
  return view;
}

}  // namespace pouch::gateway::detail
