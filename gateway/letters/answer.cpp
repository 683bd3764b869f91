#include "gateway/letters/answer.hpp"

#include <algorithm>

#include "gateway/decide/reading.hpp"
#include "gateway/letters/answer_parts.hpp"
#include "gateway/letters/banner.hpp"
#include "gateway/letters/case_lines.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/letters/titles.hpp"
#include "templates/showing/render.hpp"

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
  auto values = filled_in(*which, source.sender);
  if (!answer.of_case.empty()) {
    values["answers"] = answer.of_case;
  }
  draft.text =
      "## A Reply to this letter goes to the gateway only, which reads it as this form.\n" +
      templates::blank(*which, source.templates, values, source.templates.language(answer.language),
                       answer.all);
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
    text += "  - " + MessageNumber{number, message}.text() + "\n";
  }
  return text;
}

// The last message of which the reader got a letter: what they wrote is with them. 0: none.
int letter_got(const CaseView& view, const Sender& reader) {
  int got = view.rows.empty() && !view.messages.empty() ? view.messages.back() : 0;
  for (const auto& row : view.rows) {
    const auto& to = row.audience.to;
    const bool theirs = std::any_of(to.begin(), to.end(), [&](const Receiver& one) {
      return one.id == reader.id || reader.acts_for(one.id);
    });
    got = theirs ? row.number : got;
  }
  return got;
}

std::string linked_line(const CaseView& view) {
  constexpr std::size_t kMost = 10;
  std::vector<std::string> numbers;
  for (const auto& number : view.linked) {
    if (numbers.size() == kMost) {
      numbers.push_back("and " + std::to_string(view.linked.size() - kMost) + " more");
      break;
    }
    numbers.push_back(number.text());
  }
  return numbers.empty() ? std::string()
                         : "\n" + detail::row("Linked cases", detail::join(numbers, ", "));
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
  draft.text += linked_line(view);
  if (const int got = letter_got(view, source.sender); got > 0) {
    draft.text += "\n" + paragraph(
                             "A letter that you have lost comes again by a mail with the "
                             "subject \"resend " +
                             number + "/" + std::to_string(got) + "\".");
  }
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
  draft.text = "NOT SENT ON: your Reply came to the gateway\n\n";
  for (const auto& line : answer.lines) {
    draft.text += paragraph(line) + "\n";
  }
  draft.text += paragraph(
      "You replied to a letter that the gateway itself wrote, so nobody else has "
      "your words. To write to a country, press Reply on that country's letter, or "
      "send this again with one of these lines on top:");
  for (const auto& choice : answer.choices) {
    draft.text += "  To: " + choice.word + "\n" + detail::indented("reaches " + choice.meaning, 6);
  }
  draft.text += answer.choices.empty() ? "  To: BG\n" : "";
  draft.text += detail::reply_line(plan);
}

void write_not_understood(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                          mail::Draft& draft) {
  detail::write_help(source, answer, draft);
  draft.text += detail::reply_line(plan);
  draft.subject = "NOT UNDERSTOOD: " + answer.said;
  draft.text = paragraph("NOT UNDERSTOOD: \"" + answer.said + "\"") + "\n" +
               paragraph(
                   "This looks like a word to the gateway, but it knows none like it. Nothing was "
                   "sent to anybody. What it knows stands below.") +
               "\n" + draft.text;
}

void write_erased(const LetterPlan& plan, const Answer& answer, mail::Draft& draft) {
  draft.subject = "NOTED: your copies of " + answer.said + " are erased";
  draft.text = paragraph(draft.subject) + "\n" +
               paragraph("Thank you. It stands in the audit log that you said so.") +
               detail::reply_line(plan);
}

void write_again(const LetterPlan& plan, const Answer& answer, mail::Draft& draft) {
  draft.subject = "[" + answer.of->number.text() + "] SENT AGAIN";
  draft.text = draft.subject + "\n\n";
  for (const auto& line : answer.lines) {
    draft.text += detail::row("Sent again", line);
  }
  draft.text += detail::reply_line(plan);
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
                         const ArchiveAnswer* found, const LetterThread& thread,
                         const KeptResult* kept) {
  auto draft = detail::automatic(source.site, plan.kind, the_case(answer), plan.to.front(), thread,
                                 source.now);
  switch (answer.kind) {
    case AnswerKind::kHelp:
      detail::write_help(source, answer, draft);
      draft.text += detail::reply_line(plan);
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
      detail::write_found(source, answer, *found, draft);
      draft.text += detail::reply_line(plan);
      break;
    case AnswerKind::kKept:
      detail::write_kept(source, answer, *kept, draft);
      draft.text += detail::reply_line(plan);
      break;
    case AnswerKind::kNotSent:
      write_not_sent(plan, answer, draft);
      break;
    case AnswerKind::kErased:
      write_erased(plan, answer, draft);
      break;
    case AnswerKind::kKeyUpdate:
    case AnswerKind::kWeb:
      draft.subject = answer.said;
      draft.text = answer.said + "\n" + detail::reply_line(plan);
      for (const auto& line : answer.lines) {
        draft.text += "\n" + paragraph(line);
      }
      break;
    case AnswerKind::kNotUnderstood:
      write_not_understood(plan, source, answer, draft);
      break;
  }
  say_what_is_left(answer, draft);
  return draft;
}

}  // namespace pouch::gateway
