// A message of a case: an answer, a note, a word to a group or to one of it (CORRESPONDENCE section
// 2). First whom it reaches, then what narrows that, then the letters and what they do to legs.
#include <algorithm>

#include "gateway/decide/destination.hpp"
#include "gateway/decide/message_letters.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/permission.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
namespace {

bool reaches_requester(const Case& subject, const Audience& audience) {
  return std::any_of(audience.to.begin(), audience.to.end(), [&](const Receiver& one) {
    return one.id == subject.requester || one.id == subject.requester_desk;
  });
}

// What was asked back has been answered, by who asked: that desk's leg runs again.
void run_again(const Situation& situation, const Audience& audience, Case& subject) {
  if (!is_requester_side(actor_of(situation.sender), subject)) {
    return;
  }
  for (auto& leg : subject.legs) {
    const bool asked = std::any_of(audience.to.begin(), audience.to.end(),
                                   [&](const Receiver& one) { return one.id == leg.desk; });
    if (asked && leg.state == LegState::kClarificationAsked) {
      leg.state = LegState::kAcknowledged;
      leg.since = situation.now;
      resume(leg.clock, leg.deadline, situation.now);
    }
  }
}

bool is_answer_form(const Situation& situation) {
  return situation.form != nullptr && situation.which != nullptr &&
         situation.which->goes_to == "requester";
}

// The leg that the mail acts on; null: the mail is no word of an asked desk to the requester.
Leg* acted_leg(const Situation& situation, const Audience& audience, Case& subject) {
  const auto actor = actor_of(situation.sender);
  auto* leg = leg_of(situation, subject);
  const bool acts = leg != nullptr && leg->state != LegState::kWaiting &&
                    !(is_requester_side(actor, subject) && !is_answer_form(situation));
  return acts && reaches_requester(subject, audience) ? leg : nullptr;
}

bool owes_answer(const Situation& situation) {
  auto subject = *situation.thread;
  const auto* leg = leg_of(situation, subject);
  return leg != nullptr && leg->state != LegState::kWaiting;
}

void refuse_answer(const Case& subject, Decision& decision) {
  refuse(decision, "no-right", "Answers",
         "your desk has not been asked in " + subject.number.text(),
         "only the focal point that got the request can answer it; pass your answer to that desk");
}

// To a request that its requester has withdrawn nobody owes an answer, and none is sent before its
// writer says so. An ACK holds none; words to a letter written since are talk of those who know.
bool comes_too_late(const Situation& situation, const Leg& leg) {
  const bool insists = situation.order && situation.order->kind == OrderKind::kSend;
  if (leg.state != LegState::kWithdrawn || insists) {
    return false;
  }
  if (is_answer_form(situation)) {
    return situation.form->text("reply_kind") != "ACK";
  }
  const auto answered = past_message(situation);
  return !answered || answered->message < leg.last_message;
}

void ask_whether_to_send(const Situation& situation, const Case& subject, Decision& decision) {
  const auto& words = Words::in(situation.sender.reads);
  decision.outcome = Outcome::kRefused;
  decision.reason = "withdrawn";
  decision.ask = Ask{KeptFor::kConsent,
                     words("request_was_withdrawn"),
                     {words("answer_comes_late", {{"number", subject.number.text()}})},
                     {{"send", words("send_to_requester_anyway")}}};
}

void name_form(const Situation& situation, const Destination& to, Decision& decision) {
  if (situation.form == nullptr) {
    const bool group = to.subject.kind == CaseKind::kGroupNote;
    decision.form = group ? "case-note" : "note";
  }
}

// Whoever writes to a note that was closed opens it again, and is told.
void open_again(Case& subject, Decision& decision) {
  if (subject.closed) {
    subject.closed.reset();
    decision.warnings.push_back({.label = "Note",
                                 .code = "opened-again",
                                 .text = "this note was closed; with this message it is open again",
                                 .hint = ""});
    decision.audit.push_back({.actor = "gateway",
                              .act = "opened-again",
                              .number = MessageNumber{subject.number, decision.message}.text()});
  }
}

// Whoever has read a note of somebody else says so in a word: that is told where the note is shown,
// and opens nothing again.
bool acknowledge(const Situation& situation, const Case& subject, Decision& decision) {
  const auto past = situation.acknowledges ? past_message(situation) : std::nullopt;
  const auto actor = actor_of(situation.sender);
  if (!past || past->acknowledges > 0 || actor.is(past->sender) || actor.is(past->desk)) {
    return false;
  }
  decision.acknowledges = past->message;
  const auto number = MessageNumber{subject.number, past->message}.text();
  decision.notices.push_back(
      Words::in(situation.sender.reads)("you_acknowledge", {{"number", number}}));
  decision.audit.push_back({.actor = situation.sender.id, .act = "acknowledged", .number = number});
  return true;
}

// A fresh note goes no further than the writer's own focal point.
void say_how_to_go_abroad(const Situation& situation, const Case& subject, Decision& decision) {
  const auto number = MessageNumber{subject.number, 1}.text();
  const auto& leg = subject.legs.front();
  if (leg.state == LegState::kWaiting) {
    decision.audience.narrowed.push_back(
        {.id = leg.country, .name = "your own focal point", .code = "no-desk"});
    decision.for_operator.push_back(
        {number,
         {.id = "", .name = country_of(leg.country, situation.directory), .code = "no-desk"},
         true});
    decision.audit.push_back(
        {.actor = "gateway", .act = "waits", .number = number, .detail = leg.country});
  }
  decision.notices.push_back(Words::in(situation.sender.reads)("how_to_go_abroad"));
}

}  // namespace

void decide_message(const Situation& situation, Decision& decision) {
  if (is_answer_form(situation) && !owes_answer(situation)) {
    return refuse_answer(*situation.thread, decision);
  }
  auto to = destination(situation, decision);
  if (!to) {
    return;
  }
  auto& subject = to->subject;
  const auto* answering = acted_leg(situation, to->audience, subject);
  if (is_answer_form(situation) && answering == nullptr && situation.to_names.empty()) {
    return refuse_answer(subject, decision);
  }
  if (answering != nullptr && comes_too_late(situation, *answering)) {
    return ask_whether_to_send(situation, subject, decision);
  }
  decision.message = ++subject.messages;
  if (!acknowledge(situation, subject, decision)) {
    open_again(subject, decision);
  }
  name_form(situation, *to, decision);
  subject.handling =
      join_handling(subject.handling, situation.form != nullptr ? situation.form->list("handling")
                                                                : std::vector<std::string>{});
  share_with_police(situation, to->audience);
  narrow(situation, to->parent ? &*to->parent : nullptr, to->audience, decision.inherited);
  decision.audience = std::move(to->audience);
  auto* leg = acted_leg(situation, decision.audience, subject);
  if (leg != nullptr) {
    act_on_leg(situation, *leg, subject, decision);
  } else {
    if (situation.sender.acts_for(subject.requester_desk)) {
      decision.acting_desk = subject.requester_desk;
    } else if (const auto* own = leg_of(situation, subject); own != nullptr && !to->fresh) {
      decision.acting_desk = own->desk;
    }
    run_again(situation, decision.audience, subject);
  }
  say_permission(situation, subject, decision);
  write_letters(situation, subject, leg != nullptr || subject.kind == CaseKind::kNote, decision);
  if (leg != nullptr && situation.form != nullptr && situation.form->text("reply_kind") == "ACK") {
    tell_colleagues(situation, *leg, subject, decision);  // who acknowledges has it in hand
  }
  if (to->fresh && subject.kind == CaseKind::kNote) {
    say_how_to_go_abroad(situation, subject, decision);
  }
  (to->fresh ? decision.opened : decision.changed) = std::move(subject);
}

}  // namespace pouch::gateway::detail
