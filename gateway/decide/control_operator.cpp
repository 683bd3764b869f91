// What only the operator can do: keys. It is registered, the members with the right `operate` are
// told; nothing in a mail changes a directory or a key ring. A new key is proved by mail
// (key_update.cpp), and confirmed by the operator all the same.
#include "gateway/decide/control_parts.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
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

void tell_operators(const Situation& situation, const Case& subject, const Title& title,
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
  if (code != "KEY_UPDATE") {
    refuse(decision, "form-problems", "Action", "the gateway has no such action",
           "send a mail with the subject \"help\"");
    return;
  }
  if (!takes_offered_key(situation, decision)) {
    return;
  }
  auto subject = case_of_its_own(situation);
  register_in(subject, decision);
  tell_operators(
      situation, subject, [](const Words& said) { return said("new_key_announced"); }, decision);
  begin_key_update(situation, {subject.number, decision.message}, decision);
  decision.notices.push_back(Words::in(situation.sender.reads)("key_not_taken_yet"));
  decision.opened = std::move(subject);
}

}  // namespace pouch::gateway::detail
