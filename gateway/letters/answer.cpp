#include "gateway/letters/answer.hpp"

#include <algorithm>

#include "gateway/decide/reading.hpp"
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

bool may_send(const templates::Template& which, const Sender& sender) {
  const auto& allowed = which.communities;
  return sender.has_right(which.right) &&
         (allowed.empty() ||
          std::find(allowed.begin(), allowed.end(), sender.community) != allowed.end());
}

std::string destination(const templates::Template& which) {
  if (which.goes_to == "countries") {
    return "to the focal points of the countries named";
  }
  if (which.goes_to == "group") {
    return "to a group's address";
  }
  if (which.goes_to == "requester") {
    return "to the requester";
  }
  return which.goes_to == "gateway" ? "answered by the gateway" : "to your own focal point";
}

void write_help(const LetterSource& source, mail::Draft& draft) {
  draft.subject = "How to write to " + source.site.name;
  draft.text = "HOW TO WRITE TO " + source.site.address + "\n\n" +
               paragraph(
                   "Sign and encrypt every mail. Write a form into it, or attach the same "
                   "data as JSON. A mail without a form goes to your own focal point.");
  draft.text += detail::heading("THE FORMS THAT YOU CAN SEND");
  for (const auto* which : source.templates.all()) {
    if (may_send(*which, source.sender)) {
      draft.text += detail::row("  " + which->name, which->title + ", " + destination(*which));
    }
  }
  draft.text += detail::heading("HOW TO ASK FOR A BLANK FORM") +
                paragraph(
                    "  Send a mail with the subject \"template NAME\", for example "
                    "\"template request\"; \"template request bg\" asks for it in that "
                    "language. It comes back filled in with what is known of you. Fill in "
                    "the rest and send it back: Reply is enough.");
  draft.text += detail::heading("HOW TO ANSWER A LETTER") +
                paragraph(
                    "  Press Reply, fill in the form in the quotation or write above it, "
                    "sign and encrypt. The number in the subject says which case it is.");
  draft.text += detail::heading("WHAT ELSE YOU CAN ASK");
  const auto* control = source.templates.find("control");
  if (control != nullptr) {
    for (const auto& field : control->fields) {
      if (field.id == "action") {
        draft.text += detail::row("  control", field.help);
      }
    }
  }
  draft.text += detail::row("  search", "the archive, with your rights; say why: it is logged");
}

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

std::string hit_lines(const ArchiveHit& hit) {
  const auto& message = hit.message;
  auto text = detail::heading(message.number.text() + "/" + std::to_string(message.message) + ", " +
                              utc_time(message.received).substr(0, 10) + ", " + message.form);
  text += detail::row(
      "  From", message.sender + (message.sender_country.empty() ? std::string()
                                                                 : ", " + message.sender_country));
  if (!hit.to.empty()) {
    text += detail::row("  To", detail::join(hit.to, ", "));
  }
  text += detail::row("  Handling", detail::join(hit.handling, ", "));
  if (!hit.contents.subject.empty()) {
    text += detail::row("  Subject", hit.contents.subject);
  }
  if (!hit.snippet.empty()) {
    text += detail::row("  Text", hit.snippet);
  }
  text += detail::row("  Matched", (hit.why.empty() ? std::string("by its fields") : hit.why) +
                                       ", " + std::to_string(hit.percent) + " %");
  return text;
}

// The messages themselves, as far as one mail may carry them.
void attach_full(const LetterSource& source, const ArchiveAnswer& found, mail::Draft& draft) {
  const std::size_t most = source.site.delivery.max_size / 2;  // base64 within base64
  std::size_t size = draft.text.size();
  std::vector<std::string> left_out;
  for (const auto& hit : found.hits) {
    const auto number = hit.message.number.text() + "/" + std::to_string(hit.message.message);
    const auto stem = hit.message.number.text() + "-" + std::to_string(hit.message.message) + "-";
    std::size_t needed = hit.contents.text.size() + hit.contents.form_json.size();
    for (const auto& part : hit.contents.parts) {
      needed += part.bytes.size();
    }
    if (size + needed > most) {
      left_out.push_back(number);
      continue;
    }
    size += needed;
    draft.attachments.push_back({stem + "text.txt", "text/plain", hit.contents.text, "utf-8"});
    if (!hit.contents.form_json.empty()) {
      draft.attachments.push_back(
          {stem + hit.message.form + ".json", "application/json", hit.contents.form_json});
    }
    for (const auto& part : hit.contents.parts) {
      draft.attachments.push_back({stem + part.name, part.media_type, part.bytes, part.charset});
    }
  }
  if (!left_out.empty()) {
    draft.text += "\n" + paragraph("Too large for one mail, fetch these by themselves (case:" +
                                   std::string("NUMBER): ") + detail::join(left_out, ", "));
  }
}

void write_found(const LetterSource& source, const Answer& answer, const ArchiveAnswer& found,
                 mail::Draft& draft) {
  const auto& question = *answer.question;
  const bool any = found.total > 0 && !found.hits.empty();
  draft.subject = "Search: " + std::string(any ? "hit" : "no hit");
  draft.text = "SEARCH IN THE ARCHIVE\n\n" + detail::row("Query", question.words) +
               detail::row("Justification", question.justification);
  if (!question.for_case.empty()) {
    draft.text += detail::row("For case", question.for_case);
  }
  draft.text += detail::row("Result", any ? "HIT" : "NO HIT");
  if (question.mode == SearchMode::kHitOrNot) {
    return;
  }
  draft.text += detail::row("Messages", std::to_string(any ? found.total : 0));
  if (question.mode == SearchMode::kCount) {
    return;
  }
  for (const auto& hit : found.hits) {
    draft.text += hit_lines(hit);
  }
  if (found.total > found.hits.size() && any) {
    draft.text +=
        "\n" + paragraph(std::to_string(found.hits.size()) + " of about " +
                         std::to_string(found.total) + " are shown; a limit up to 100 shows more.");
  }
  if (question.full) {
    attach_full(source, found, draft);
  }
}

}  // namespace

mail::Draft write_answer(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                         const ArchiveAnswer* found, const LetterThread& thread) {
  auto draft = envelope(plan, source, answer, thread);
  switch (answer.kind) {
    case AnswerKind::kHelp:
      write_help(source, draft);
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
      write_found(source, answer, *found, draft);
      break;
  }
  return draft;
}

}  // namespace pouch::gateway
