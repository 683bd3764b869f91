#include "gateway/letters/letter.hpp"

#include <algorithm>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/calendar.hpp"
#include "gateway/letters/case_lines.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/fields.hpp"
#include "gateway/letters/how_to_answer.hpp"
#include "gateway/letters/machine.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/problems.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/letters/titles.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"
#include "mail/ascii.hpp"
#include "templates/showing/render.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kReplyForm = "reply-form.txt";
constexpr std::string_view kCalendar = "dates.ics";

mail::Draft envelope_of(const LetterPlan& plan, const LetterSource& source,
                        const LetterThread& thread) {
  auto draft =
      detail::envelope(source.site, plan.kind, &source.subject->number, thread, source.now);
  const auto& words = detail::words_of(plan);
  draft.from.display =
      words("via", {{"who", known_name(source.sender.name, words)}, {"gateway", source.site.name}});
  const auto* group = plan.group.empty() ? nullptr : source.directory.group(plan.group);
  if (group != nullptr) {
    // One mail for the whole group; Reply goes to the group again (SPEC section 6).
    draft.to.push_back({group->id, group->address});
    draft.reply_to.push_back({group->id, group->address});
    return draft;
  }
  for (const auto& party : plan.to) {
    draft.to.push_back({detail::name_of(source.directory, party.id, words), party.address});
  }
  return draft;
}

// What the gateway attaches has names of its own; an officer's file of such a name must not be
// taken for it.
std::string name_of(const StoredPart& part, const std::string& machine_part) {
  const auto name = mail::to_lower(part.name);
  const bool ours = name == machine_part || name == "request.json" || name == "message.json" ||
                    name == "receipt.json" || name == "case-receipt.json" || name == kReplyForm ||
                    name == kCalendar || name.starts_with("original.") ||
                    name.starts_with("original-") || name.starts_with("earlier-");
  return ours && !part.evidence ? "sent-" + part.name : part.name;
}

void attach(const LetterPlan& plan, const LetterSource& source, mail::Draft& draft) {
  const auto name = (source.form != nullptr ? source.form->name : std::string("message")) + ".json";
  for (const auto& part : source.contents->parts) {
    if (!part.evidence) {
      draft.attachments.push_back({.name = name_of(part, name),
                                   .media_type = part.media_type,
                                   .bytes = part.bytes,
                                   .charset = part.charset});
    }
  }
  if (plan.kind == LetterKind::kRequest && source.form != nullptr) {
    draft.attachments.push_back(
        {.name = std::string(kReplyForm),
         .media_type = "text/plain",
         .bytes = reply_form(source.templates, source.subject->number, *source.form,
                             source.templates.language(language_of(plan.to))),
         .charset = "utf-8"});
  }
  if (const auto days = detail::days_of(source, detail::words_of(plan)); !days.empty()) {
    const auto& row = *source.message;
    draft.attachments.push_back({.name = std::string(kCalendar),
                                 .media_type = "text/calendar",
                                 .bytes = detail::calendar(days, row.number.message, row.received),
                                 .charset = "utf-8"});
  }
  draft.attachments.push_back(
      {.name = name, .media_type = "application/json", .bytes = message_json(source, plan)});
  for (const auto& part : source.contents->parts) {
    if (part.evidence) {
      draft.attachments.push_back(
          {.name = part.name, .media_type = part.media_type, .bytes = part.bytes});
    }
  }
}

// DECISIONS 26: what would be too large goes without the evidence, and says how to get it.
void keep_within(std::size_t limit, const LetterSource& source, const Words& words,
                 mail::Draft& draft) {
  std::size_t size = draft.text.size();
  for (const auto& part : draft.attachments) {
    size += part.bytes.size();
  }
  constexpr std::size_t kArmour = 2;  // base64 inside base64 stays below twice the octets
  if (size * kArmour <= limit) {
    return;
  }
  const auto is_evidence = [&](const mail::Part& part) {
    return std::any_of(
        source.contents->parts.begin(), source.contents->parts.end(),
        [&](const auto& stored) { return stored.evidence && stored.name == part.name; });
  };
  const auto before = draft.attachments.size();
  std::erase_if(draft.attachments, is_evidence);
  if (draft.attachments.size() != before) {
    draft.text +=
        "\n" + words("evidence_left_out", {{"number", source.message->number.text()}}) + "\n";
  }
}

// What this message says, most wanted first.
std::string content(const LetterPlan& plan, const LetterSource& source) {
  const auto& words = detail::words_of(plan);
  if (source.form == nullptr) {
    const auto& text = source.contents->text;
    return text.empty() ? text
                        : detail::heading(plan.kind == LetterKind::kReply ? words("answer_heading")
                                                                          : words("text_heading")) +
                              detail::indented(text, 2);
  }
  const bool asks = plan.kind == LetterKind::kRequest || plan.kind == LetterKind::kCopy;
  const auto own = detail::own_words(plan, source);
  return (asks ? detail::questions(plan, source) + own
               : own + detail::questions_and_answers(plan, source)) +
         detail::persons_and_things(plan, source) + detail::narratives(plan, source) +
         detail::particulars(plan, source) + detail::free_text(plan, source);
}

// What others answered, or still owe, is the requester's to know.
bool goes_to_requester(const LetterPlan& plan, const Case& subject) {
  if (plan.kind != LetterKind::kReply || subject.legs.empty() || plan.to.size() != 1) {
    return false;
  }
  const auto& id = plan.to.front().meant_for();
  return id == subject.requester || id == subject.requester_desk;
}

// What the requester still waits for (CORRESPONDENCE section 5).
std::string still_open(const LetterPlan& plan, const LetterSource& source, const Words& words) {
  auto legs = source.subject->legs;
  std::erase_if(legs, [](const Leg& leg) { return !is_open(leg.state); });
  return legs.empty() ? "\n" + words("nothing_open") + "\n"
                      : detail::heading(words("what_is_still_open")) +
                            leg_lines(legs, source.directory, detail::zone_of(plan, source.site),
                                      source.now, words);
}

// A plain answer does not say by itself that it is the whole answer.
bool may_be_done(const LetterSource& source) {
  const auto& legs = source.subject->legs;
  const bool in_words = source.form == nullptr || source.form->text("reply_kind").empty();
  return in_words && std::any_of(legs.begin(), legs.end(), [&](const Leg& leg) {
           return leg.country == source.sender.country && is_open(leg.state);
         });
}

std::string body(const LetterPlan& plan, const LetterSource& source, const LetterThread& thread) {
  const auto& words = detail::words_of(plan);
  auto text =
      detail::banner(plan, source) + detail::reply_line(plan, words) + content(plan, source);
  const bool answers = plan.kind == LetterKind::kReply;
  if (answers && source.warnings != nullptr && !source.warnings->empty()) {
    text += detail::heading(words("what_pouch_noticed")) +
            detail::warning_lines(*source.warnings, plan, source);
  }
  if (goes_to_requester(plan, *source.subject)) {
    text += still_open(plan, source, words);
    text += may_be_done(source) ? "\n" + words("if_done") + "\n" : "";
  }
  if (plan.kind == LetterKind::kRequest && source.form != nullptr) {
    text += detail::how_to_answer(plan, source, thread);
  }
  return text + detail::proof(source, words);
}

}  // namespace

std::string reply_form(const templates::TemplateSet& templates, const CaseNumber& number,
                       const templates::Form& request, const templates::Language* language) {
  const auto* reply = templates.find("reply");
  if (reply == nullptr) {
    return {};
  }
  std::string questions;
  for (const auto& question : detail::questions_of(request, templates)) {
    questions += std::to_string(question.number) + ". " + question.text + "\n";
  }
  return templates::blank(*reply, templates, {{"answers", number.text()}, {"questions", questions}},
                          language, true);
}

mail::Draft write_letter(const LetterPlan& plan, const LetterSource& source,
                         const LetterThread& thread) {
  auto draft = envelope_of(plan, source, thread);
  draft.subject = "[" + source.message->number.text() + "] " + detail::title_of(plan, source);
  draft.text = body(plan, source, thread);
  attach(plan, source, draft);
  keep_within(source.site.delivery.max_size, source, detail::words_of(plan), draft);
  return draft;
}

}  // namespace pouch::gateway
