// Mail to a group's address: sealed once for all of the group, the writer excepted (SPEC section
// 6).
#include <algorithm>
#include <set>

#include "gateway/decide/parts.hpp"

namespace pouch::gateway::detail {
namespace {

struct Audience {
  bool writer_belongs = false;
  std::vector<Party> others;
  std::vector<std::string> unreachable;
};

void add(const Situation& situation, Party party, Audience& audience) {
  std::erase_if(party.keys, [&](const auto& key) { return !situation.key_usable(key); });
  if (party.keys.empty()) {
    audience.unreachable.push_back(party.id);
  } else {
    audience.others.push_back(std::move(party));
  }
}

Audience audience_of(const Situation& situation, const config::Group& group) {
  const auto day = std::chrono::floor<std::chrono::days>(situation.now);
  Audience audience;
  for (const auto& id : group.desks) {
    const auto* desk = situation.directory.desk(id);
    if (desk == nullptr || !desk->validity.holds(day)) {
      continue;
    }
    if (situation.sender.acts_for(id)) {
      audience.writer_belongs = true;
    } else {
      add(situation, party_of(*desk, situation.site), audience);
    }
  }
  for (const auto& id : group.members) {
    const auto* member = situation.directory.member(id);
    if (member == nullptr || !member->validity.holds(day)) {
      continue;
    }
    if (situation.sender.id == id) {
      audience.writer_belongs = true;
    } else {
      add(situation,
          {member->id, member->name, member->addresses.front(), member->keys,
           situation.site.time_zone},
          audience);
    }
  }
  return audience;
}

Case group_case(const Situation& situation, const config::Group& group) {
  if (situation.thread && situation.thread->group == group.id) {
    return *situation.thread;
  }
  Case subject{situation.fresh};
  subject.kind = CaseKind::kGroupNote;
  subject.community = group.community;
  subject.requester = situation.sender.id;
  subject.requester_address = situation.sender.address;
  subject.requester_country = situation.sender.country;
  subject.group = group.id;
  subject.opened = situation.now;
  return subject;
}

// Answers to the gateway's own address go to the writer of the note alone.
void answer_writer(const Situation& situation, Decision& decision) {
  auto subject = *situation.thread;
  const auto* group = situation.directory.group(subject.group);
  if (group == nullptr || !audience_of(situation, *group).writer_belongs) {
    refuse(decision, "no-right", "", "you do not belong to the group of " + subject.number.text(),
           "write to your own focal point");
    return;
  }
  decision.message = ++subject.messages;
  decision.form = situation.form != nullptr ? situation.form->name : "case-note";
  send_to_requester(situation, subject, LetterKind::kNote, decision);
  decision.changed = std::move(subject);
}

}  // namespace

void decide_group_note(const Situation& situation, Decision& decision) {
  if (situation.groups.empty()) {
    answer_writer(situation, decision);
    return;
  }
  if (situation.groups.size() > 1) {
    refuse(decision, "no-right", "To", "the mail names more than one group",
           "write to each group in a mail of its own");
    return;
  }
  const auto* group = situation.directory.group(situation.groups.front());
  const auto audience = audience_of(situation, *group);
  if (!audience.writer_belongs) {
    refuse(decision, "no-right", "To", "you do not belong to the group " + group->id,
           "write to your own focal point instead");
    return;
  }
  auto subject = group_case(situation, *group);
  const bool fresh = subject.messages == 0;
  decision.message = ++subject.messages;
  decision.form = situation.form != nullptr ? situation.form->name : "case-note";
  if (situation.form != nullptr) {
    subject.handling = join_handling(subject.handling, situation.form->list("handling"));
  } else {
    subject.handling = join_handling(subject.handling, {});
  }
  const auto number = subject.number.text() + "/" + std::to_string(decision.message);
  if (!audience.others.empty()) {
    decision.letters.push_back(
        {LetterKind::kCaseNote, audience.others, "", std::nullopt, group->id});
    decision.notices.push_back("sent to the group " + group->id + ", " +
                               std::to_string(audience.others.size()) + " other than you");
    decision.audit.push_back({"gateway", "routed", number, "to group " + group->id});
  }
  for (const auto& id : audience.unreachable) {
    decision.warnings.push_back({0, "To", "nobody-reached",
                                 id + " has no usable key today and did not get this",
                                 "the operator has been told"});
    decision.audit.push_back({"gateway", "unreachable", number, id});
  }
  (fresh ? decision.opened : decision.changed) = std::move(subject);
}

}  // namespace pouch::gateway::detail
