// What the requester does to his case: withdraw it, close it, hand it over.
#include <algorithm>

#include "gateway/decide/control_parts.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr std::size_t kNamed = 12;  // people named in a hint

std::optional<Target> own_case(const Situation& situation, std::string_view what,
                               Decision& decision) {
  auto target = target_of(situation, decision);
  if (target && !target->standing.requester) {
    refuse(decision, "no-right", "Target",
           "only the requester of " + target->subject.number.text() + " or their desk can " +
               std::string(what),
           "write a note in the thread instead: Reply to the letter");
    return std::nullopt;
  }
  return target;
}

// Whose side a case is on: who may go on with it.
struct Side {
  std::string country, community;
};

// An operator hands over for somebody who has gone, within the side whose case it is.
bool hands_over_for_others(const Situation& situation) {
  return situation.thread && situation.sender.has_right("operate") &&
         !standing_of(situation, *situation.thread).requester;
}

Side side_of(const Situation& situation) {
  return hands_over_for_others(situation)
             ? Side{situation.thread->requester_country, situation.thread->community}
             : Side{situation.sender.country, situation.sender.community};
}

// Ids of that side that would have been right.
std::string successors(const Situation& situation) {
  const auto side = side_of(situation);
  const auto day = std::chrono::floor<std::chrono::days>(situation.now);
  std::string ids;
  std::size_t count = 0;
  const auto add = [&](const std::string& id, const auto& entry) {
    const bool fits = entry.country == side.country && entry.community == side.community &&
                      entry.validity.holds(day);
    if (fits && id != situation.sender.id && count++ < kNamed) {
      ids += (ids.empty() ? "" : ", ") + id;
    }
  };
  for (const auto& desk : situation.directory.desks) {
    add(desk.id, desk);
  }
  for (const auto& member : situation.directory.members) {
    add(member.id, member);
  }
  return ids;
}

void not_a_successor(const Situation& situation, const std::string& why, Decision& decision) {
  const auto* value = situation.form->find("substitute");
  refuse(decision, "form-problems", value != nullptr ? value->label : "Substitute", why,
         "one of: " + successors(situation));
  decision.problems.back().code = "not-a-member";
  decision.problems.back().line = value != nullptr ? value->line : 0;
}

}  // namespace

void control_recall(const Situation& situation, Decision& decision) {
  auto target = own_case(situation, "withdraw it", decision);
  if (!target) {
    return;
  }
  auto& subject = target->subject;
  if (subject.kind == CaseKind::kGroupNote || (situation.named && situation.named->message > 1)) {
    refuse(decision, "form-problems", "Target", "what has been read cannot be taken back",
           "correct it: \"Action: correct\"; a recall withdraws a request as a whole");
    return;
  }
  const bool open = std::any_of(subject.legs.begin(), subject.legs.end(),
                                [](const Leg& leg) { return is_open(leg.state); });
  if (!open) {
    refuse(decision, "form-problems", "Target",
           "nothing of " + subject.number.text() + " is open any more",
           "ask for its state: \"Action: status\"");
    return;
  }
  register_in(subject, decision);
  const auto number = MessageNumber{subject.number, decision.message}.text();
  const auto parties = other_parties(situation, subject, decision);
  for (auto& leg : subject.legs) {
    if (is_open(leg.state)) {
      decision.audit.push_back(
          {.actor = "gateway",
           .act = "leg",
           .number = number,
           .detail = leg.country + ": " + std::string(name(leg.state)) + " to withdrawn"});
      leg.state = LegState::kWithdrawn;
      leg.since = situation.now;
      leg.last_message = decision.message;
    }
  }
  for (const auto& party : parties) {
    tell(
        subject, {party}, [](const Words& said) { return said("withdrawn_by_requester"); },
        decision);
  }
  decision.changed = std::move(subject);
}

void control_close(const Situation& situation, Decision& decision) {
  auto target = own_case(situation, "close it", decision);
  if (!target) {
    return;
  }
  auto& subject = target->subject;
  if (subject.kind == CaseKind::kRequest) {
    refuse(decision, "form-problems", "Target", "a request ends with its answers, it is not closed",
           "reply \"done\" to an answer that is enough, or send \"recall " + subject.number.text() +
               "\"");
    return;
  }
  if (subject.closed) {
    refuse(decision, "form-problems", "Target", subject.number.text() + " is closed already",
           "whoever writes to it opens it again");
    return;
  }
  register_in(subject, decision);
  subject.closed = situation.now;
  if (auto parties = other_parties(situation, subject, decision); !parties.empty()) {
    tell(
        subject, std::move(parties), [](const Words& said) { return said("note_closed"); },
        decision);
  }
  decision.audit.push_back({.actor = "gateway",
                            .act = "closed",
                            .number = MessageNumber{subject.number, decision.message}.text(),
                            .detail = "by " + situation.sender.id});
  decision.notices.push_back(Words::in(situation.sender.reads)("who_writes_opens_again"));
  decision.changed = std::move(subject);
}

void control_handover(const Situation& situation, Decision& decision) {
  auto target = hands_over_for_others(situation) ? std::optional(Target{*situation.thread, {}})
                                                 : own_case(situation, "hand it over", decision);
  if (!target) {
    return;
  }
  auto& subject = target->subject;
  if (subject.kind == CaseKind::kGroupNote) {
    refuse(decision, "form-problems", "Target", "a note to a group belongs to the group",
           "write to the group who goes on with it");
    return;
  }
  const auto words = situation.form->text("substitute");
  const auto principal = principal_at(situation, words);
  const auto side = side_of(situation);
  if (!principal || principal->country() != side.country ||
      principal->community() != side.community) {
    not_a_successor(situation,
                    "\"" + std::string(words) +
                        "\" is no member or desk of the country and community valid today",
                    decision);
    return;
  }
  if (principal->id() == subject.requester) {
    not_a_successor(situation, "the case is in these hands already", decision);
    return;
  }
  auto party = party_at(situation, principal->addresses().front());
  if (!party) {
    not_a_successor(situation, principal->id() + " has no usable key today", decision);
    return;
  }
  register_in(subject, decision);
  const auto before = subject.requester;
  const auto others = other_parties(situation, subject, decision);
  subject.requester = principal->id();
  subject.requester_address = party->address;
  const auto successor = party->name;
  // Of the case he gets what its requester wrote; answers to come go to him.
  LetterPlan first{.kind = LetterKind::kCopy, .to = {*party}};
  first.title = Words::in(party->language)("handed_over_what_was_asked");
  first.again = 1;
  tell(
      subject, {std::move(*party)}, [](const Words& said) { return said("handed_over_to_you"); },
      decision);
  decision.letters.push_back(std::move(first));
  for (const auto& other : others) {
    // Those who were asked go on as before; the requester's own side is told.
    const bool own_side = other.id == before || other.id == subject.requester_desk;
    if (own_side && other.id != subject.requester) {  // the successor has been told
      const Title title = [&](const Words& said) {
        return said("handed_over_to", {{"who", known_name(successor, said)}});
      };
      tell(subject, {other}, title, decision);
    }
  }
  decision.audit.push_back({.actor = "gateway",
                            .act = "handover",
                            .number = MessageNumber{subject.number, decision.message}.text(),
                            .detail = before + " to " + subject.requester});
  const auto& said = Words::in(situation.sender.reads);
  decision.notices.push_back(said("answers_go_to", {{"who", known_name(successor, said)}}));
  decision.changed = std::move(subject);
}

}  // namespace pouch::gateway::detail
