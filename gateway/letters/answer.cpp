#include "gateway/letters/answer.hpp"

#include <algorithm>

#include "gateway/decide/reading.hpp"
#include "gateway/letters/banner.hpp"
#include "gateway/letters/case_lines.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/letters/titles.hpp"
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

using detail::paragraph;

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

void write_help(const LetterPlan& plan, const LetterSource& source, mail::Draft& draft) {
  draft.subject = "How to write to " + source.site.name;
  draft.text = "HOW TO WRITE TO " + source.site.address + "\n\n" +
               paragraph(
                   "Sign and encrypt every mail. Write a form into it, or attach the same "
                   "data as JSON. A mail without a form goes to your own focal point. A Reply to "
                   "a letter goes to whom its first screen names.");
  draft.text += detail::reply_line(plan);
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
                    "  Press Reply, write above the letter or into its form, sign and encrypt. "
                    "Each letter says on its first screen to whom a Reply goes.");
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
  draft.text =
      "## A Reply to this letter goes to the gateway only, which reads it as this form.\n" +
      templates::blank(*which, source.templates, filled_in(*which, source.sender),
                       source.templates.language(answer.language));
}

// "Bulgaria answered, Serbia sent".
std::string states(const Case& subject, const config::Directory& directory) {
  std::vector<std::string> words;
  for (const auto& leg : subject.legs) {
    words.push_back(detail::country_name(directory, leg.country) + " " +
                    std::string(name(leg.state)));
  }
  return words.empty() ? std::string(name(subject.kind)) : detail::join(words, ", ");
}

std::string messages_of(const CaseView& view, const std::string& zone) {
  const auto& number = view.subject.number;
  if (!view.rows.empty()) {
    return message_lines(number, view.rows, zone);
  }
  std::string text;
  for (const int message : view.messages) {
    text += "  - " + number.text() + "/" + std::to_string(message) + "\n";
  }
  return text;
}

void write_state(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                 mail::Draft& draft) {
  const auto& view = answer.cases.front();
  const auto& subject = view.subject;
  const auto number = subject.number.text();
  const auto zone = detail::zone_of(plan, source.site);
  draft.subject = "[" + number + "] STATE: " + states(subject, source.directory);
  draft.text = paragraph(draft.subject) + "\n";
  draft.text += detail::row("Kind", name(subject.kind));
  draft.text += detail::row("Opened", spoken_time(subject.opened, zone));
  draft.text += detail::row("Asked by", detail::name_of(source.directory, subject.requester));
  draft.text += detail::reply_line(plan);
  if (!subject.legs.empty()) {
    draft.text += detail::heading("STATE OF EACH COUNTRY") +
                  leg_lines(subject.legs, source.directory, zone, source.now);
  }
  draft.text += detail::heading("MESSAGES THAT YOU WROTE OR GOT") + messages_of(view, zone);
  draft.text += "\n" + paragraph(
                           "A letter that you have lost comes again by a mail with the "
                           "subject \"resend " +
                           number + "/1\".");
}

void write_open(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                mail::Draft& draft) {
  draft.subject = "Open requests: " + std::to_string(answer.cases.size());
  draft.text = "WHAT IS OPEN FOR YOU AND YOUR DESKS\n" + detail::reply_line(plan);
  std::size_t count = 0;
  for (const auto& view : answer.cases) {
    if (count++ == kMostCases) {
      draft.text += "\n  and " + std::to_string(answer.cases.size() - kMostCases) + " more\n";
      break;
    }
    const bool own = view.subject.requester == source.sender.id;
    draft.text +=
        detail::heading(view.subject.number.text() + ", asked by " +
                        (own ? std::string("you")
                             : detail::name_of(source.directory, view.subject.requester))) +
        leg_lines(view.subject.legs, source.directory, detail::zone_of(plan, source.site),
                  source.now);
  }
  if (answer.cases.empty()) {
    draft.text += "\n  nothing\n";
  }
}

// A Reply to the gateway itself that is neither a form nor an order.
void write_not_sent(const LetterPlan& plan, const Answer& answer, mail::Draft& draft) {
  draft.subject = "NOT SENT ON: your Reply came to the gateway";
  draft.text = "NOT SENT ON: your Reply came to the gateway\n\n" +
               paragraph(
                   "You replied to a letter that the gateway itself wrote, so nobody else has "
                   "your words. To write to a country, press Reply on that country's letter, or "
                   "send this again with one of these lines on top:");
  for (const auto& choice : answer.choices) {
    draft.text += detail::row("  To: " + choice.word, "to reach " + choice.meaning);
  }
  draft.text += answer.choices.empty() ? "  To: BG\n" : "";
  draft.text += detail::reply_line(plan);
}

void write_not_understood(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                          mail::Draft& draft) {
  write_help(plan, source, draft);
  draft.subject = "NOT UNDERSTOOD: " + answer.said;
  draft.text = paragraph("NOT UNDERSTOOD: \"" + answer.said + "\"") + "\n" +
               paragraph(
                   "This looks like a word to the gateway, but it knows none like it. Nothing was "
                   "sent to anybody. What it knows stands below.") +
               "\n" + draft.text;
}

void write_again(const LetterPlan& plan, const Answer& answer, mail::Draft& draft) {
  draft.subject = "[" + answer.of->number.text() + "] SENT AGAIN";
  draft.text = draft.subject + "\n\n";
  for (const auto& line : answer.lines) {
    draft.text += detail::row("Sent again", line);
  }
  draft.text += detail::reply_line(plan);
}

std::string hit_lines(const config::Directory& directory, const ArchiveHit& hit) {
  const auto& message = hit.message;
  auto text = detail::heading(message.number.text() + "/" + std::to_string(message.message) + ", " +
                              utc_time(message.received).substr(0, 10) + ", " + message.form);
  text += detail::row("  From", detail::name_of(directory, message.sender));
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
    draft.attachments.push_back({stem + "text.txt", "text/plain", hit.contents.text});
    if (!hit.contents.form_json.empty()) {
      draft.attachments.push_back(
          {stem + hit.message.form + ".json", "application/json", hit.contents.form_json});
    }
    for (const auto& part : hit.contents.parts) {
      draft.attachments.push_back({stem + part.name, part.media_type, part.bytes});
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
    draft.text += hit_lines(source.directory, hit);
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
  auto draft = detail::automatic(source.site, plan.kind, the_case(answer), plan.to.front(), thread,
                                 source.now);
  switch (answer.kind) {
    case AnswerKind::kHelp:
      write_help(plan, source, draft);
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
      write_again(plan, answer, draft);
      break;
    case AnswerKind::kFound:
      write_found(source, answer, *found, draft);
      draft.text += detail::reply_line(plan);
      break;
    case AnswerKind::kNotSent:
      write_not_sent(plan, answer, draft);
      break;
    case AnswerKind::kNotUnderstood:
      write_not_understood(plan, source, answer, draft);
      break;
  }
  return draft;
}

}  // namespace pouch::gateway
