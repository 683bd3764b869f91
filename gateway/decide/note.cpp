// Plain mails and the form `note`: in a thread to its parties, a fresh one to the sender's own
// focal point (SPEC section 6, DECISIONS 17).
#include "gateway/decide/parts.hpp"
#include "gateway/decide/standing.hpp"

namespace pouch::gateway::detail {
namespace {

void send_to_legs(const Situation& situation, const Case& subject, Decision& decision) {
  const auto number = subject.number.text() + "/" + std::to_string(decision.message);
  for (const auto& leg : subject.legs) {
    const auto* desk = situation.directory.desk(leg.desk);
    if (desk == nullptr || leg.state == LegState::kWaiting || situation.sender.acts_for(desk->id)) {
      continue;
    }
    if (auto party = usable_party(situation, *desk)) {
      decision.letters.push_back({LetterKind::kNote, {*party}, leg.country, std::nullopt, ""});
      decision.notices.push_back("sent to " + party->id);
      decision.audit.push_back({"gateway", "routed", number, "to " + party->id});
    } else {
      decision.warnings.push_back({0, "", "nobody-reached",
                                   desk->id + " has no usable key today, it did not get this",
                                   "the operator has been told"});
      decision.audit.push_back({"gateway", "unreachable", number, desk->id});
    }
  }
}

}  // namespace

void decide_thread_note(const Situation& situation, Decision& decision) {
  auto subject = *situation.thread;
  if (!subject.group.empty()) {
    decide_group_note(situation, decision);
    return;
  }
  auto* leg = leg_of(situation, subject);
  const bool requester_side = is_requester_side(situation, subject);
  if (leg == nullptr && !requester_side) {
    refuse(decision, "no-right", "", "you are not a party of " + subject.number.text(),
           "pass your mail to the focal point of your country that is");
    return;
  }
  decision.message = ++subject.messages;
  if (situation.form != nullptr) {
    subject.handling = join_handling(subject.handling, situation.form->list("handling"));
  }
  if (leg != nullptr && !requester_side) {
    decision.acting_desk = leg->desk;
    leg->last_message = decision.message;
    // DECISIONS 17: a plain Reply is carried; the leg is acknowledged, its clock runs on.
    if (leg->state == LegState::kSent || leg->state == LegState::kNotDelivered) {
      leg->state = LegState::kAcknowledged;
      leg->since = situation.now;
    }
    send_to_requester(situation, subject, LetterKind::kReply, decision);
  } else {
    if (situation.sender.acts_for(subject.requester_desk)) {
      decision.acting_desk = subject.requester_desk;
    }
    // What was asked back has been answered: the leg runs again.
    for (auto& other : subject.legs) {
      if (other.state == LegState::kClarificationAsked) {
        other.state = LegState::kAcknowledged;
        other.since = situation.now;
      }
    }
    send_to_legs(situation, subject, decision);
    if (subject.kind == CaseKind::kNote || situation.sender.id != subject.requester) {
      send_to_requester(situation, subject, LetterKind::kNote, decision);
    }
  }
  decision.changed = std::move(subject);
}

void decide_fresh_note(const Situation& situation, Decision& decision) {
  const auto day = std::chrono::floor<std::chrono::days>(situation.now);
  Case subject{situation.fresh};
  subject.kind = CaseKind::kNote;
  subject.community = routing_community(situation.sender);
  subject.requester = situation.sender.id;
  subject.requester_address = situation.sender.address;
  subject.requester_country = situation.sender.country;
  subject.opened = situation.now;
  subject.messages = 1;
  subject.handling = join_handling({}, situation.form != nullptr ? situation.form->list("handling")
                                                                 : std::vector<std::string>{});
  decision.message = 1;
  const auto desks = situation.directory.focal_points(situation.sender.country, subject.community,
                                                      agency_of(situation.sender), "", day);
  Leg leg;
  leg.country = situation.sender.country;
  leg.since = situation.now;
  leg.last_message = 1;
  leg.state = LegState::kWaiting;
  for (const auto* desk : desks) {
    if (auto party = usable_party(situation, *desk)) {
      leg.desk = desk->id;
      leg.state = LegState::kSent;
      if (!situation.sender.acts_for(desk->id)) {
        decision.letters.push_back({LetterKind::kNote, {*party}, leg.country, std::nullopt, ""});
        decision.notices.push_back("sent to your own focal point, " + desk->id);
        decision.audit.push_back(
            {"gateway", "routed", subject.number.text() + "/1", "to " + desk->id});
      } else {
        decision.notices.push_back(
            "registered; you are the focal point, so it went to nobody else");
      }
      break;
    }
  }
  if (leg.state == LegState::kWaiting) {
    decision.notices.push_back("WAITS: your country has no focal point with a usable key today");
    decision.warnings.push_back({0, "", "leg-waits", "your own focal point cannot be reached today",
                                 "the operator has been told"});
    decision.audit.push_back({"gateway", "waits", subject.number.text() + "/1", leg.country});
  }
  decision.notices.push_back(
      "A mail without a form goes to your own focal point. To ask another country, send a form: "
      "a request starts with the line \"Form: request\".");
  subject.legs.push_back(std::move(leg));
  decision.opened = std::move(subject);
}

}  // namespace pouch::gateway::detail
