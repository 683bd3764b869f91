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
#include "gateway/words/known_names.hpp"
#include "gateway/words/known_sentences.hpp"
#include "gateway/words/words.hpp"
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
  const auto& words = Words::in(source.sender.reads);
  const auto* which = source.templates.find(answer.form);
  if (which == nullptr) {
    draft.subject = words("no_such_form");
    draft.text = words("there_is_no_form", {{"form", answer.form}}) + "\n";
    return;
  }
  const auto* language = source.templates.language(answer.language);
  draft.subject = words("blank_form", {{"form", templates::title_in(*which, language)}});
  auto values = filled_in(*which, source.sender);
  if (!answer.of_case.empty()) {
    values["answers"] = answer.of_case;
  }
  draft.text = "## " + words("reply_is_this_form") + "\n" +
               templates::blank(*which, source.templates, values, language, answer.all);
}

// "Bulgaria answered, Serbia sent".
std::string kind_of(const Case& subject, const Words& words) {
  switch (subject.kind) {
    case CaseKind::kRequest:
      return words("case_request");
    case CaseKind::kNote:
      return words("case_note");
    case CaseKind::kGroupNote:
      return words("case_group_note");
    case CaseKind::kArchive:
      return words("case_archive");
  }
  return {};
}

std::string states(const Case& subject, const config::Directory& directory, const Words& words) {
  std::vector<std::string> said;
  for (const auto& leg : subject.legs) {
    said.push_back(detail::country_name(directory, leg.country, words) + " " +
                   state_word(leg.state, words));
  }
  return said.empty() ? kind_of(subject, words) : detail::join(said, ", ");
}

std::string messages_of(const CaseView& view, const std::string& zone, const Words& words) {
  const auto& number = view.subject.number;
  if (!view.rows.empty()) {
    return message_lines(number, view.rows, zone, words);
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

std::string linked_line(const CaseView& view, const Words& words) {
  constexpr std::size_t kMost = 10;
  std::vector<std::string> numbers;
  for (const auto& number : view.linked) {
    if (numbers.size() == kMost) {
      numbers.push_back(words("more_things", {{"count", view.linked.size() - kMost}}));
      break;
    }
    numbers.push_back(number.text());
  }
  return numbers.empty()
             ? std::string()
             : "\n" + detail::row(words("row_linked_cases"), detail::join(numbers, ", "));
}

void write_state(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                 mail::Draft& draft) {
  const auto& view = answer.cases.front();
  const auto& subject = view.subject;
  const auto number = subject.number.text();
  const auto zone = detail::zone_of(plan, source.site);
  const auto& words = detail::words_of(plan);
  draft.subject = "[" + number + "] " +
                  words("state_title", {{"states", states(subject, source.directory, words)}});
  draft.text = paragraph(draft.subject) + "\n";
  draft.text += detail::row(words("row_kind"), kind_of(subject, words));
  draft.text += detail::row(words("row_opened"), spoken_time(subject.opened, zone, words));
  draft.text += detail::row(words("row_asked_by"),
                            detail::name_of(source.directory, subject.requester, words));
  draft.text += detail::reply_line(plan, words);
  if (!subject.legs.empty()) {
    draft.text += detail::heading(words("state_of_each_country")) +
                  leg_lines(subject.legs, source.directory, zone, source.now, words);
  }
  draft.text +=
      detail::heading(words("messages_you_wrote_or_got")) + messages_of(view, zone, words);
  draft.text += linked_line(view, words);
  if (const int got = letter_got(view, source.sender); got > 0) {
    draft.text += "\n" + paragraph(words("lost_letter_comes_again",
                                         {{"number", number + "/" + std::to_string(got)}}));
  }
}

bool is_note(const CaseView& view) { return view.subject.kind != CaseKind::kRequest; }

void write_open(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                mail::Draft& draft) {
  const auto& words = detail::words_of(plan);
  const auto notes =
      static_cast<std::size_t>(std::count_if(answer.cases.begin(), answer.cases.end(), is_note));
  const Place requests{"count", answer.cases.size() - notes};
  draft.subject = notes == 0
                      ? words("open_requests", {requests})
                      : words("open_requests_notes", {requests, {"notes", std::to_string(notes)}});
  draft.text = words("what_is_open_for_you") + "\n" + detail::reply_line(plan, words);
  std::size_t count = 0;
  for (const auto& view : answer.cases) {
    if (count++ == kMostCases) {
      draft.text +=
          "\n  " + words("more_things", {{"count", answer.cases.size() - kMostCases}}) + "\n";
      break;
    }
    if (is_note(view)) {
      draft.text +=
          detail::heading(words("note_number", {{"number", view.subject.number.text()}})) +
          detail::row(words("row_title"), view.title) +
          detail::row(words("row_opened_by"),
                      detail::name_of(source.directory, view.subject.requester, words)) +
          detail::row(words("row_messages_had"), std::to_string(view.messages.size()));
      continue;
    }
    const bool own = view.subject.requester == source.sender.id;
    draft.text +=
        detail::heading(
            view.subject.number.text() + ", " +
            (own ? words("asked_by_you")
                 : words("asked_by", {{"who", detail::name_of(source.directory,
                                                              view.subject.requester, words)}}))) +
        leg_lines(view.subject.legs, source.directory, detail::zone_of(plan, source.site),
                  source.now, words);
  }
  if (answer.cases.empty()) {
    draft.text += "\n  " + words("nothing") + "\n";
  }
}

// A Reply to the gateway itself that is neither a form nor an order.
void write_not_sent(const LetterPlan& plan, const Answer& answer, mail::Draft& draft) {
  const auto& words = detail::words_of(plan);
  draft.subject = words("not_sent_on");
  draft.text = draft.subject + "\n\n";
  for (const auto& line : answer.lines) {
    draft.text += paragraph(known_sentence(line, words)) + "\n";
  }
  draft.text += paragraph(answer.choices.empty() ? words("you_replied_in_no_case")
                                                 : words("you_replied_to_the_gateway"));
  for (const auto& choice : answer.choices) {
    draft.text +=
        "  To: " + choice.word + "\n" +
        detail::indented(words("reaches", {{"whom", known_name(choice.meaning, words)}}), 6);
  }
  draft.text += detail::reply_line(plan, words);
}

void write_not_understood(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                          mail::Draft& draft) {
  const auto& words = detail::words_of(plan);
  detail::write_help(source, answer, draft);
  draft.text += detail::reply_line(plan, words);
  draft.subject = words("not_understood") + ": " + answer.said;
  draft.text = paragraph(words("not_understood") + ": \"" + answer.said + "\"") + "\n" +
               paragraph(words("looks_like_a_word")) + "\n" + draft.text;
}

void write_erased(const LetterPlan& plan, const Answer& answer, mail::Draft& draft) {
  const auto& words = detail::words_of(plan);
  draft.subject = words("noted_erased", {{"number", answer.said}});
  draft.text = paragraph(draft.subject) + "\n" + paragraph(words("thank_you_noted")) +
               detail::reply_line(plan, words);
}

void write_again(const LetterPlan& plan, const Answer& answer, mail::Draft& draft) {
  const auto& words = detail::words_of(plan);
  draft.subject = "[" + answer.of->number.text() + "] " + words("sent_again");
  draft.text = draft.subject + "\n\n";
  for (const auto& line : answer.lines) {
    draft.text += detail::row(words("row_sent_again"), line);
  }
  draft.text += detail::reply_line(plan, words);
}

// Words beside an order go nowhere; their writer must know.
void say_what_is_left(const Answer& answer, const Words& words, mail::Draft& draft) {
  if (!answer.left.empty()) {
    draft.text += detail::heading(words("not_sent_on_to_anybody")) +
                  paragraph("  " + words("you_wrote_this_beside")) +
                  detail::indent(answer.left, 2) + "\n";
  }
}

}  // namespace

mail::Draft write_answer(const LetterPlan& plan, const LetterSource& source, const Answer& answer,
                         const ArchiveAnswer* found, const LetterThread& thread,
                         const KeptResult* kept) {
  auto draft = detail::automatic(source.site, plan.kind, the_case(answer), plan.to.front(), thread,
                                 source.now);
  const auto& words = detail::words_of(plan);
  switch (answer.kind) {
    case AnswerKind::kHelp:
      detail::write_help(source, answer, draft);
      draft.text += detail::reply_line(plan, words);
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
      draft.text += detail::reply_line(plan, words);
      break;
    case AnswerKind::kKept:
      detail::write_kept(source, answer, *kept, draft);
      draft.text += detail::reply_line(plan, words);
      break;
    case AnswerKind::kNotSent:
      write_not_sent(plan, answer, draft);
      break;
    case AnswerKind::kErased:
      write_erased(plan, answer, draft);
      break;
    case AnswerKind::kKeyUpdate:
    case AnswerKind::kWeb:
      draft.subject = known_sentence(answer.said, words);
      draft.text = draft.subject + "\n" + detail::reply_line(plan, words);
      for (const auto& line : answer.lines) {
        draft.text += "\n" + paragraph(known_sentence(line, words));
      }
      break;
    case AnswerKind::kNotUnderstood:
      write_not_understood(plan, source, answer, draft);
      break;
  }
  say_what_is_left(answer, words, draft);
  return draft;
}

}  // namespace pouch::gateway
