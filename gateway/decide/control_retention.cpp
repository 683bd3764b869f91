// How long a case is kept (DOMAIN section 8), said by a Reply to a letter on it (KEEP, ERASE) or by
// the form `control`: the requester's side decides on the case, a supplier on the day that it has
// set; nobody else, and a legal hold stands above both.
#include <charconv>

#include "gateway/cases/local_day.hpp"
#include "gateway/cases/utc.hpp"
#include "gateway/decide/control_parts.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
namespace {

RetentionDay today(const Situation& situation) { return day_of(situation.now); }

bool is_supplier(const Situation& situation, const RetentionDue& due) {
  return due.why == DueFor::kSupplier &&
         (situation.sender.id == due.supplier || situation.sender.acts_for(due.supplier));
}

// The day of the field `Until`, whose values are times.
std::optional<RetentionDay> day_of_until(const templates::Form& form) {
  const auto text = form.text("until");
  int year = 0;
  unsigned month = 0, day = 0;
  const auto number = [&](std::size_t from, std::size_t count, auto& into) {
    if (text.size() < from + count) {
      return false;
    }
    const auto* begin = text.data() + from;
    return std::from_chars(begin, begin + count, into).ptr == begin + count;
  };
  if (!number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  return date.ok() ? std::optional(RetentionDay(date)) : std::nullopt;
}

bool may_keep(const Situation& situation, const Target& target, const RetentionDue& due,
              Decision& decision) {
  const auto number = target.subject.number.text();
  if (due.why == DueFor::kSupplier && !is_supplier(situation, due)) {
    const auto supplier = receiver_of(due.supplier, Role::kParty, situation.directory).name;
    refuse(decision, "no-right", "Target",
           supplier + " wants its data in " + number + " erased by " + spoken_day(due.on) +
               ", and nobody else can move that day",
           "ask " + supplier +
               ": it moves the day by a Reply with KEEP and the reason to its own "
               "letter on it");
    return false;
  }
  if (due.why != DueFor::kSupplier && !target.standing.requester) {
    refuse(decision, "no-right", "Target",
           "how long " + number + " is kept is for its requester, or their desk, to say",
           "write to them: Reply to their letter");
    return false;
  }
  return true;
}

// Its state may still be asked for, and a word to the gateway is not written to the case.
bool is_for_the_gateway(const Situation& situation) {
  if (situation.form == nullptr) {
    return is_of_the_gateway(situation.answers_kind);
  }
  const auto action = situation.form->text("action");
  return action == "STATUS" || action == "HELP" || action == "TEMPLATE" ||
         action == "OPEN_REQUESTS" || situation.form->name == "search";
}

// By the right that the sender has; a requester's own limit moves with the review.
RetentionOrder keeping(const Situation& situation, const Target& target, const RetentionDue& due) {
  RetentionOrder order{target.subject.number};
  order.by = situation.sender.id;
  order.who = is_supplier(situation, due) ? due.supplier : std::string();
  order.of_case = target.standing.requester;
  return order;
}

std::optional<RetentionDay> until_when(const Situation& situation, const RetentionView& view,
                                       Decision& decision) {
  const auto latest = latest_keeping(today(situation), view.yearly, view.rules);
  const auto wanted = day_of_until(*situation.form);
  if (!wanted || *wanted <= latest) {
    return wanted.value_or(latest);
  }
  refuse(decision, "form-problems", "Until",
         view.yearly ? "victims, witnesses or minors are in it: it is reviewed each year"
                     : "that is later than the next review may be",
         "at the latest " + spoken_day(latest) + "; without a day it is kept until then");
  return std::nullopt;
}

}  // namespace

void control_keep(const Situation& situation, Decision& decision) {
  auto target = target_of(situation, decision);
  if (!target) {
    return;
  }
  const auto view = situation.records.retention(target->subject.number);
  if (!may_keep(situation, *target, view.due, decision)) {
    return;
  }
  const auto until = until_when(situation, view, decision);
  if (!until) {
    return;
  }
  auto order = keeping(situation, *target, view.due);
  order.until = *until;
  auto& subject = target->subject;
  register_in(subject, decision);
  decision.audit.push_back({.actor = situation.sender.id,
                            .act = "kept on",
                            .number = MessageNumber{subject.number, decision.message}.text(),
                            .detail = "until " + spoken_day(*until)});
  const auto& words = Words::in(situation.sender.reads);
  decision.notices.push_back(words("it_is_kept_until", {{"day", spoken_day(*until, words)}}));
  decision.retention = std::move(order);
  decision.changed = std::move(subject);
}

void control_erase(const Situation& situation, Decision& decision) {
  auto target = target_of(situation, decision);
  if (!target) {
    return;
  }
  auto& subject = target->subject;
  const auto number = subject.number.text();
  if (!target->standing.requester) {
    return refuse(decision, "no-right", "Target",
                  "what is in " + number +
                      " is not yours alone: its requester, or their desk, "
                      "can have it erased",
                  "for data that you supplied, send an answer with a line \"Erase by:\" and the "
                  "day: it is obeyed");
  }
  if (situation.records.retention(subject.number).held) {
    return refuse(decision, "legal-hold", "Target",
                  "a legal hold stands on " + number + ": nothing of it is erased while it does",
                  "ask the operator of the gateway who has laid it, and until when");
  }
  register_in(subject, decision);
  RetentionOrder order{subject.number, RetentionOrder::What::kErase};
  order.by = situation.sender.id;
  decision.audit.push_back({.actor = situation.sender.id,
                            .act = "erasure ordered",
                            .number = MessageNumber{subject.number, decision.message}.text()});
  decision.notices.push_back(Words::in(situation.sender.reads)("it_is_erased_now"));
  decision.retention = std::move(order);
  decision.changed = std::move(subject);
}

void control_hold(const Situation& situation, bool ends, Decision& decision) {
  auto target = target_of(situation, decision);
  if (!target) {
    return;
  }
  auto& subject = target->subject;
  const auto number = subject.number.text();
  if (situation.sender.community != "prosecution") {
    return refuse(
        decision, "no-right", "Action",
        "a legal hold on " + number + " is a prosecutor's to lay and to end",
        "to keep a case of your own longer: \"Action: extend retention\", or KEEP and the "
        "reason as a Reply to the letter on it");
  }
  if (situation.records.retention(subject.number).held != ends) {
    return refuse(decision, "form-problems", "Target",
                  ends ? "no legal hold stands on " + number
                       : "a legal hold stands on " + number + " already",
                  "nothing: it is as you want it");
  }
  register_in(subject, decision);
  const auto& words = Words::in(situation.sender.reads);
  decision.notices.push_back(ends ? words("legal_hold_has_ended") : words("legal_hold_stands"));
  decision.retention = RetentionOrder{
      subject.number, ends ? RetentionOrder::What::kEndHold : RetentionOrder::What::kHold};
  decision.retention->by = situation.sender.id;
  decision.changed = std::move(subject);
}

bool confirm_erasure(const Situation& situation, Decision& decision) {
  // Number and address, of a letter that went to this sender.
  const auto space = situation.context.find(' ');
  const auto number = CaseNumber::parse(std::string_view(situation.context).substr(0, space));
  if (situation.answers_kind != "erasure" || space == std::string::npos || !number) {
    return false;
  }
  RetentionOrder order{*number, RetentionOrder::What::kConfirm};
  order.by = situation.sender.id;
  order.who = situation.context.substr(space + 1);
  decision.audit.push_back({.actor = situation.sender.id,
                            .act = "copies erased",
                            .number = number->text(),
                            .detail = "those of " + order.who});
  decision.retention = std::move(order);
  auto& answer = decision.answer.emplace();
  answer.kind = AnswerKind::kErased;
  answer.said = number->text();
  decision.reason = "copies-erased";
  return true;
}

bool is_erased(const Situation& situation, Decision& decision) {
  const auto at = situation.thread && situation.records.erased
                      ? situation.records.erased(situation.thread->number)
                      : std::nullopt;
  if (!at || is_for_the_gateway(situation)) {
    return false;
  }
  refuse(decision, "erased", "",
         situation.thread->number.text() + " was erased on " + spoken_day(day_of(*at)) +
             ": nothing can be added to it",
         "what is still needed is asked for by a new request");
  return true;
}

}  // namespace pouch::gateway::detail
