// Orders in words that no form says (CORRESPONDENCE sections 5 and 6): `done` closes the leg that
// was answered, `undo` takes back what we read out of an answer's words, `more` asks for the full
// reply form. Whoever may not order it has written a word to somebody: it goes on as a note.
#include <algorithm>

#include "gateway/decide/control_parts.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
namespace {

Leg* leg_of_message(const PastMessage& past, Case& subject) {
  const auto found = std::find_if(subject.legs.begin(), subject.legs.end(), [&](const Leg& leg) {
    return !leg.desk.empty() && leg.desk == past.desk;
  });
  return found == subject.legs.end() ? nullptr : &*found;
}

void change_leg(const Situation& situation, LegState state, Leg& leg, const Case& subject,
                Decision& decision) {
  decision.audit.push_back({.actor = "gateway",
                            .act = "leg",
                            .number = MessageNumber{subject.number, decision.message}.text(),
                            .detail = leg.country + ": " + std::string(name(leg.state)) + " to " +
                                      std::string(name(state))});
  leg.state = state;
  leg.since = situation.now;
  leg.last_message = decision.message;
}

void tell_each(const Situation& situation, const Case& subject,
               const std::vector<Receiver>& receivers, const Title& title, Decision& decision) {
  for (const auto& one : receivers) {
    if (auto party = party_for(situation, subject, one)) {
      tell(subject, {std::move(*party)}, title, decision);
    } else {
      cannot_reach(subject, one, "no-key", decision);
    }
  }
}

std::vector<Receiver> requester_side_of(const Situation& situation, const Case& subject) {
  std::vector<Receiver> side{receiver_of(subject.requester, Role::kRequester, situation.directory)};
  if (!subject.requester_desk.empty() && subject.requester_desk != subject.requester) {
    side.push_back(receiver_of(subject.requester_desk, Role::kRequesterDesk, situation.directory));
  }
  return side;
}

// The requester says that a plain answer answers the request.
bool done(const Situation& situation, Decision& decision) {
  const auto past = past_message(situation);
  if (!past || !is_requester_side(actor_of(situation.sender), *situation.thread)) {
    return false;
  }
  auto subject = *situation.thread;
  auto* leg = leg_of_message(*past, subject);
  if (leg == nullptr || !is_open(leg->state)) {
    return false;  // closed already, or withdrawn: a word to the desk
  }
  register_in(subject, decision);
  change_leg(situation, LegState::kAnswered, *leg, subject, decision);
  tell_each(
      situation, subject, {receiver_of(leg->desk, Role::kAskedDesk, situation.directory)},
      [](const Words& said) { return said("closed_answer_is_enough"); }, decision);
  const auto& words = Words::in(situation.sender.reads);
  decision.notices.push_back(
      words("request_is_closed",
            {{"country", known_name(country_of(leg->country, situation.directory), words)}}));
  decision.changed = std::move(subject);
  return true;
}

// The desk says that we read its words wrongly: the answer is still owed.
bool undo(const Situation& situation, Decision& decision) {
  const auto past = past_message(situation);
  const auto actor = actor_of(situation.sender);
  const bool own = past && (actor.is(past->sender) || actor.is(past->desk));
  if (!own || past->form != "reply") {
    return false;
  }
  auto subject = *situation.thread;
  auto* leg = leg_of_message(*past, subject);
  if (leg == nullptr || leg->last_message != past->message || is_over(leg->state)) {
    return false;
  }
  register_in(subject, decision);
  change_leg(situation, LegState::kAcknowledged, *leg, subject, decision);
  const auto number = MessageNumber{subject.number, past->message}.text();
  const Title title = [&](const Words& said) {
    return said("not_yet_answered", {{"number", number}});
  };
  tell_each(situation, subject, requester_side_of(situation, subject), title, decision);
  decision.notices.push_back(Words::in(situation.sender.reads)("answer_stands_as_written"));
  decision.changed = std::move(subject);
  return true;
}

// Somebody of the asked desk has the request in hand: that acknowledges it, and the others of the
// desk hear who it is.
bool take(const Situation& situation, Decision& decision) {
  auto subject = *situation.thread;
  auto* leg = leg_of(situation, subject);
  if (leg == nullptr || leg->state == LegState::kWaiting || !is_open(leg->state)) {
    return false;
  }
  register_in(subject, decision);
  decision.acting_desk = leg->desk;
  if (leg->state == LegState::kSent || leg->state == LegState::kNotDelivered) {
    change_leg(situation, LegState::kAcknowledged, *leg, subject, decision);
    const Title title = [&](const Words& said) {
      return said("acknowledged_by",
                  {{"who", known_name(country_of(leg->country, situation.directory), said)}});
    };
    tell_each(situation, subject, requester_side_of(situation, subject), title, decision);
  }
  tell_colleagues(situation, *leg, subject, decision);
  decision.notices.push_back(Words::in(situation.sender.reads)("you_have_taken_it_over"));
  decision.changed = std::move(subject);
  return true;
}

bool more(const Situation& situation, Decision& decision) {
  if (situation.answers_kind != "request" || !situation.thread) {
    return false;
  }
  auto& answer = decision.answer.emplace();
  answer.kind = AnswerKind::kBlank;
  answer.form = "reply";
  answer.language = situation.sender.language;
  answer.all = true;
  answer.of_case = situation.thread->number.text();
  return true;
}

bool of_kept_searches(const Situation& situation, KeptOrder::What what, Decision& decision) {
  if (!situation.sender.has_right("search")) {
    refuse(decision, "no-right", "Form", "you have no right to send this (search)",
           "ask your focal point to have it entered in the directory");
    return true;
  }
  auto& answer = decision.answer.emplace();
  answer.kind = AnswerKind::kKept;
  answer.kept.what = what;
  answer.kept.name = situation.order->name;
  answer.kept.readers = reader_tags(situation.sender, situation.directory);
  return true;
}

// The secrets come in a letter of their own: this one may be answered, quoted and filed.
bool let_in(const Situation& situation, Decision& decision) {
  const auto& sender = situation.sender;
  if (situation.site.web.listen.empty()) {
    refuse(decision, "no-right", "Form", "this site has no page for a browser",
           "search and ask by mail: send \"help\"");
  } else if (!sender.has_right("search") && !sender.has_right("operate") &&
             !sender.has_right("audit")) {
    refuse(decision, "no-right", "Form", "you have no right to see anything there (search)",
           "ask your focal point to have it entered in the directory");
  } else {
    auto& answer = decision.answer.emplace();
    answer.kind = AnswerKind::kWeb;
    answer.said = "WAY IN: a letter with a link follows";
    answer.lines = {"It holds for ten minutes, once. Our page is " + situation.site.web.origin +
                    " and no other."};
  }
  return true;
}

bool not_understood(const Situation& situation, Decision& decision) {
  auto& answer = decision.answer.emplace();
  answer.kind = AnswerKind::kNotUnderstood;
  answer.said = situation.order->query;  // as it was written
  decision.reason = "not-understood";
  return true;
}

}  // namespace

std::optional<PastMessage> past_message(const Situation& situation) {
  if (!situation.records.messages || !situation.named || situation.named->message == 0) {
    return std::nullopt;
  }
  for (auto& past : situation.records.messages(situation.named->number)) {
    if (past.message == situation.named->message) {
      return std::move(past);
    }
  }
  return std::nullopt;
}

bool obey(const Situation& situation, Decision& decision) {
  const bool in_case = situation.thread && situation.named;
  switch (situation.order->kind) {
    case OrderKind::kDone:
      return in_case && done(situation, decision);
    case OrderKind::kTake:
      return in_case && take(situation, decision);
    case OrderKind::kUndo:
      return in_case && undo(situation, decision);
    case OrderKind::kMore:
      return more(situation, decision);
    case OrderKind::kKept:
      return of_kept_searches(situation, KeptOrder::What::kList, decision);
    case OrderKind::kDrop:
      return of_kept_searches(situation, KeptOrder::What::kDrop, decision);
    case OrderKind::kWeb:
      return let_in(situation, decision);
    case OrderKind::kErased:
      return confirm_erasure(situation, decision);
    case OrderKind::kNotUnderstood:
      return not_understood(situation, decision);
    case OrderKind::kSend:  // what was kept comes as what it is; nothing is kept any more
      return false;
    case OrderKind::kHelp:
    case OrderKind::kStatus:
    case OrderKind::kOpen:
    case OrderKind::kSearch:
    case OrderKind::kTemplate:
    case OrderKind::kResend:
    case OrderKind::kRecall:
    case OrderKind::kFetch:
    case OrderKind::kPage:
    case OrderKind::kKeep:
    case OrderKind::kAbsence:
    case OrderKind::kKeepCase:
    case OrderKind::kErase:
    case OrderKind::kPermit:
    case OrderKind::kDeny:
      return false;  // a form says the same
  }
  return false;
}

}  // namespace pouch::gateway::detail
