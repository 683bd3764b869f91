// The form `control` (DOMAIN section 2.11): which action, on which case, by which right.
#include <algorithm>

#include "gateway/cases/utc.hpp"
#include "gateway/decide/control_parts.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/words/words.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway::detail {
namespace {

std::vector<config::Principal> principals(const config::Directory& directory) {
  std::vector<config::Principal> all;
  for (const auto& desk : directory.desks) {
    all.push_back({nullptr, &desk});
  }
  for (const auto& member : directory.members) {
    all.push_back({&member, nullptr});
  }
  return all;
}

std::optional<Party> usable(const Situation& situation, const config::Principal& principal) {
  auto party = principal.desk != nullptr
                   ? party_of(*principal.desk, situation.directory, situation.site)
                   : party_of(as_sender(principal, situation.directory, day_of(situation.now)),
                              situation.site);
  std::erase_if(party.keys, [&](const std::string& key) { return !situation.key_usable(key); });
  return party.keys.empty() ? std::nullopt : std::optional<Party>(std::move(party));
}

void add_once(std::optional<Party> party, std::vector<Party>& parties) {
  const bool known = party && std::any_of(parties.begin(), parties.end(),
                                          [&](const Party& one) { return one.id == party->id; });
  if (party && !known) {
    parties.push_back(std::move(*party));
  }
}

}  // namespace

std::optional<Target> target_of(const Situation& situation, Decision& decision) {
  if (situation.thread) {
    auto standing = standing_of(situation, *situation.thread);
    const int message = situation.named ? situation.named->message : 0;
    if (standing.any() && message <= situation.thread->messages) {
      return Target{*situation.thread, std::move(standing)};
    }
  }
  const auto number = situation.named ? situation.named->text() : std::string("that number");
  refuse(decision, "no-right", "Target", "there is nothing under " + number + " that is yours",
         "copy the number from the subject of a letter of that case; parties alone may ask");
  return std::nullopt;
}

void register_in(Case& subject, Decision& decision) {
  decision.message = ++subject.messages;
  decision.form = "control";
}

void tell(const Case& subject, std::vector<Party> to, const Title& title, Decision& decision) {
  std::string ids;
  decision.audience.ground = Ground::kParties;
  for (const auto& party : to) {
    ids += (ids.empty() ? "" : ", ") + party.id;
    decision.audience.to.push_back(
        {.id = party.id, .name = party.name, .country = party.country, .role = Role::kParty});
  }
  LetterPlan plan{.kind = LetterKind::kControl, .to = std::move(to)};
  plan.title = title(Words::in(language_of(plan.to)));
  for (const auto& leg : subject.legs) {
    if (plan.to.size() == 1 && leg.desk == plan.to.front().id) {
      plan.country = leg.country;
    }
  }
  const bool is_group = !subject.group.empty() && plan.to.size() > 1;
  plan.group = is_group ? subject.group : std::string();
  decision.letters.push_back(std::move(plan));
  decision.audit.push_back({.actor = "gateway",
                            .act = "routed",
                            .number = MessageNumber{subject.number, decision.message}.text(),
                            .detail = title(Words::english()) + ", to " + ids});
}

void cannot_tell(const Situation& situation, const Case& subject, const std::string& id,
                 Decision& decision) {
  cannot_reach(subject, receiver_of(id, Role::kParty, situation.directory), "no-key", decision);
}

std::vector<Party> other_parties(const Situation& situation, const Case& subject,
                                 Decision& decision) {
  std::vector<Party> parties;
  const auto add = [&](const std::string& id) {
    const auto principal = situation.directory.principal_by_id(id);
    if (id.empty() || id == situation.sender.id || situation.sender.acts_for(id) || !principal) {
      return;
    }
    auto party =
        principal->holds(day_of(situation.now)) ? usable(situation, *principal) : std::nullopt;
    if (!party) {
      cannot_tell(situation, subject, id, decision);
    } else if (id == subject.requester) {
      party->address = subject.requester_address;
    }
    add_once(std::move(party), parties);
  };
  for (const auto& leg : subject.legs) {
    add(leg.state == LegState::kWaiting ? std::string() : leg.desk);
  }
  add(subject.requester);
  add(subject.requester_desk);
  if (const auto* group = situation.directory.group(subject.group)) {
    std::for_each(group->desks.begin(), group->desks.end(), add);
    std::for_each(group->members.begin(), group->members.end(), add);
  }
  return parties;
}

std::vector<Party> operators(const Situation& situation) {
  std::vector<Party> parties;
  for (const auto& principal : principals(situation.directory)) {
    if (principal.has_right("operate") && principal.holds(day_of(situation.now)) &&
        principal.id() != situation.sender.id) {
      add_once(usable(situation, principal), parties);
    }
  }
  return parties;
}

std::optional<config::Principal> principal_at(const Situation& situation, std::string_view words) {
  for (const auto& principal : principals(situation.directory)) {
    const auto addresses = principal.addresses();
    const bool named = principal.id() == words ||
                       (principal.member != nullptr && principal.member->name == words) ||
                       std::any_of(addresses.begin(), addresses.end(), [&](const auto& address) {
                         return mail::same_address(address, words);
                       });
    if (named && principal.holds(day_of(situation.now))) {
      return principal;
    }
  }
  return std::nullopt;
}

std::optional<Party> party_at(const Situation& situation, std::string_view address) {
  const auto principal = principal_at(situation, address);
  auto party = principal ? usable(situation, *principal) : std::nullopt;
  if (party) {
    party->address = std::string(address);
  }
  return party;
}

void decide_control(const Situation& situation, Decision& decision) {
  const auto action = situation.form->text("action");
  if (action == "STATUS") {
    control_status(situation, decision);
  } else if (action == "OPEN_REQUESTS") {
    control_open(situation, decision);
  } else if (action == "RESEND") {
    control_resend(situation, decision);
  } else if (action == "RECALL") {
    control_recall(situation, decision);
  } else if (action == "CLOSE") {
    control_close(situation, decision);
  } else if (action == "CORRECT") {
    control_correct(situation, decision);
  } else if (action == "ASK_PERMISSION" || action == "PERMIT" || action == "DENY_PERMISSION") {
    control_permission(situation, decision);
  } else if (action == "HANDOVER") {
    control_handover(situation, decision);
  } else if (action == "EXTEND_RETENTION") {
    control_keep(situation, decision);
  } else if (action == "ERASE_REQUEST") {
    control_erase(situation, decision);
  } else if (action == "HOLD" || action == "END_HOLD") {
    control_hold(situation, action == "END_HOLD", decision);
  } else if (action == "ABSENCE") {
    control_absence(situation, decision);
  } else if (action == "TEMPLATE") {
    control_template(situation, decision);
  } else if (action == "HELP") {
    control_help(decision);
  } else {
    control_operator(situation, action, decision);
  }
}

}  // namespace pouch::gateway::detail
