#include "gateway/letters/answer.hpp"

#include <algorithm>

#include "gateway/decide/reading.hpp"
#include "gateway/letters/answer_parts.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"
#include "templates/render.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostCases = 200;  // named in one letter

const CaseNumber* the_case(const Answer& answer) {
  if (answer.of) {
    return &answer.of->number;
  }
  return answer.kind == AnswerKind::kState && answer.cases.size() == 1
             ? &answer.cases.front().subject.number
             : nullptr;
}

mail::Draft envelope(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                     const LetterThread& thread) {
  mail::Draft draft;
  draft.from = {source.site.name, source.site.address};
  draft.to.push_back({plan.to.front().name, plan.to.front().address});
  draft.message_id = thread.message_id;
  draft.in_reply_to = thread.answered;
  draft.date = source.now;
  draft.automatic = true;
  draft.outer_subject = "...";
  if (const auto* number = the_case(answer)) {
    draft.outer_subject = "[" + number->text() + "]";
    draft.references.push_back(thread_root(source.site, *number));
  }
  if (!thread.answered.empty()) {
    draft.references.push_back(thread.answered);
  }
  return draft;
}

std::string paragraph(const std::string& text) { return detail::hold_width(text, 76) + "\n"; }

std::map<std::string, std::string> filled_in(const templates::Template& which,
                                             const Sender& sender) {
  const auto known = known_of(sender);
  std::map<std::string, std::string> values;
  for (const auto& field : which.fields) {
    const auto value = known.find(field.known);
    if (!field.known.empty() && value != known.end()) {
      values[field.id] = value->second;
    }
  }
  return values;
}

void write_blank(const LetterSource& source, const Answer& answer, mail::Draft& draft) {
  const auto* which = source.templates.find(answer.form);
  if (which == nullptr) {
    draft.subject = "No such form";
    draft.text = "There is no form \"" + answer.form + "\".\n";
    return;
  }
  draft.subject = "Blank form: " + which->title;
  draft.text = templates::blank(*which, source.templates, filled_in(*which, source.sender),
                                source.templates.language(answer.language));
}

std::string leg_lines(const Case& subject, const LetterPlan& plan, Time now) {
  std::string text;
  for (const auto& leg : subject.legs) {
    text += "  " + leg.country + "  " + std::string(name(leg.state)) +
            (leg.desk.empty() ? "" : ", at " + leg.desk) + ", since " +
            local_time(leg.since, plan.to.front().time_zone);
    if (leg.deadline && is_open(leg.state)) {
      text += ", due " + local_time(*leg.deadline, plan.to.front().time_zone) +
              (leg.overdue(now) ? ", OVERDUE" : "");
    }
    text += "\n";
  }
  return text;
}

void write_state(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                 mail::Draft& draft) {
  const auto& view = answer.cases.front();
  const auto& subject = view.subject;
  const auto number = subject.number.text();
  draft.subject = "[" + number + "] STATE";
  draft.text = "[" + number + "] STATE\n\n";
  draft.text += detail::row("Kind", name(subject.kind));
  draft.text += detail::row("Opened", local_time(subject.opened, plan.to.front().time_zone));
  draft.text += detail::row("Requester", subject.requester);
  if (!subject.legs.empty()) {
    draft.text += detail::heading("STATE OF EACH COUNTRY") + leg_lines(subject, plan, source.now);
  }
  draft.text += detail::heading("MESSAGES THAT YOU WROTE OR GOT");
  for (const int message : view.messages) {
    draft.text += "  " + number + "/" + std::to_string(message) + "\n";
  }
  draft.text += "\n" + paragraph(
                           "A letter that you have lost: \"Form: control\", \"Action: "
                           "resend\", \"Target: " +
                           number + "/1\".");
}

void write_open(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                mail::Draft& draft) {
  draft.subject = "Open requests: " + std::to_string(answer.cases.size());
  draft.text = "WHAT IS OPEN FOR YOU AND YOUR DESKS\n";
  std::size_t count = 0;
  for (const auto& view : answer.cases) {
    if (count++ == kMostCases) {
      draft.text += "\n  and " + std::to_string(answer.cases.size() - kMostCases) + " more\n";
      break;
    }
    const bool asked_by_him = view.subject.requester == source.sender.id;
    draft.text += detail::heading(
                      view.subject.number.text() +
                      (asked_by_him ? ", asked by you" : ", asked by " + view.subject.requester)) +
                  leg_lines(view.subject, plan, source.now);
  }
  if (answer.cases.empty()) {
    draft.text += "\n  nothing\n";
  }
}

void write_again(const Answer& answer, mail::Draft& draft) {
  draft.subject = "[" + answer.of->number.text() + "] SENT AGAIN";
  draft.text = draft.subject + "\n\n";
  for (const auto& line : answer.lines) {
    draft.text += detail::row("Sent again", line);
  }
}

// Words beside an order go nowhere; their writer must know.
void say_what_is_left(const Answer& answer, mail::Draft& draft) {
  if (!answer.left.empty()) {
    draft.text += detail::heading("NOT SENT ON TO ANYBODY") +
                  paragraph(
                      "  You wrote this beside it. To send it to people, write it in a mail "
                      "of its own or in a Reply to their letter:") +
                  detail::indent(answer.left, 2) + "\n";
  }
}

}  // namespace

mail::Draft write_answer(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                         const ArchiveAnswer* found, const LetterThread& thread) {
  auto draft = envelope(plan, source, answer, thread);
  switch (answer.kind) {
    case AnswerKind::kHelp:
      detail::write_help(source, answer, draft);
      break;
    case AnswerKind::kBlank:
      write_blank(source, answer, draft);
      break;
    case AnswerKind::kState:
      write_state(plan, source, answer, draft);
      break;
    case AnswerKind::kOpen:
      write_open(plan, source, answer, draft);
      break;
    case AnswerKind::kAgain:
      write_again(answer, draft);
      break;
    case AnswerKind::kFound:
      detail::write_found(source, answer, *found, draft);
      break;
  }
  say_what_is_left(answer, draft);
  return draft;
}

}  // namespace pouch::gateway
