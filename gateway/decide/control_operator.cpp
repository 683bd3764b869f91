// What only the operator can do: directory, keys, retention. It is registered, those concerned and
// the members with the right `operate` are told; nothing in a mail changes a directory or a key
// ring.
#include <array>

#include "gateway/decide/control_parts.hpp"
#include "gateway/decide/parts.hpp"

namespace pouch::gateway::detail {
namespace {

struct Action {
  std::string_view code, title, next;
  bool of_case;
};

constexpr std::array<Action, 3> kActions{{
    {"ERASE_REQUEST", "Erasure asked for",
     "nothing is erased by this mail: the operator decides with the owner of the data, and the "
     "parties confirm the erasure of their copies",
     true},
    {"EXTEND_RETENTION", "Longer retention asked for",
     "nothing is kept longer by this mail alone: the operator enters the date when the reason "
     "holds",
     true},
    {"KEY_UPDATE", "New key announced",
     "the attached key was NOT taken into use: the operator compares its fingerprint with you by "
     "another way first; until then your registered key counts",
     false},
}};

const Action* action_named(std::string_view code) {
  for (const auto& action : kActions) {
    if (action.code == code) {
      return &action;
    }
  }
  return nullptr;
}

}  // namespace

Case case_of_its_own(const Situation& situation) {
  Case subject{situation.fresh};
  subject.kind = CaseKind::kNote;
  subject.community = routing_community(situation.sender);
  subject.requester = situation.sender.id;
  subject.requester_address = situation.sender.address;
  subject.requester_country = situation.sender.country;
  subject.handling = join_handling({}, {});
  subject.opened = situation.now;
  return subject;
}

void tell_operators(const Situation& situation, const Case& subject, const std::string& title,
                    Decision& decision) {
  auto parties = operators(situation);
  if (parties.empty()) {
    decision.warnings.push_back(
        {.label = "",
         .code = "nobody-reached",
         .text = "no operator is registered who could be told by mail",
         .hint = "tell them by another way, and name " + subject.number.text()});
    decision.audit.push_back({.actor = "gateway",
                              .act = "unreachable",
                              .number = MessageNumber{subject.number, decision.message}.text(),
                              .detail = "operator"});
    return;
  }
  tell(subject, std::move(parties), title, decision);
  decision.letters.back().group.clear();
}

void control_operator(const Situation& situation, std::string_view code, Decision& decision) {
  const auto* action = action_named(code);
  if (action == nullptr) {
    refuse(decision, "form-problems", "Action", "the gateway has no such action",
           "send a mail with the subject \"help\"");
    return;
  }
  if (!action->of_case) {
    auto subject = case_of_its_own(situation);
    register_in(subject, decision);
    tell_operators(situation, subject, std::string(action->title), decision);
    decision.notices.push_back(std::string(action->next));
    decision.opened = std::move(subject);
    return;
  }
  auto target = target_of(situation, decision);
  if (!target) {
    return;
  }
  auto& subject = target->subject;
  register_in(subject, decision);
  for (auto& party : other_parties(situation, subject, decision)) {
    tell(subject, {std::move(party)}, std::string(action->title), decision);
  }
  tell_operators(situation, subject, std::string(action->title), decision);
  decision.notices.push_back(std::string(action->next));
  decision.changed = std::move(subject);
}

}  // namespace pouch::gateway::detail
