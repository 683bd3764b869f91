#include "gateway/letters/reminder.hpp"

#include "gateway/letters/banner.hpp"
#include "gateway/letters/case_lines.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/fields.hpp"
#include "gateway/letters/how_to_answer.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/letters/titles.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace {

std::string when_due(const std::optional<Time>& deadline, const std::string& zone,
                     const Words& words) {
  return deadline ? spoken_time(*deadline, zone, words) : std::string();
}

Phrase headline(Tick tick) {
  switch (tick) {
    case Tick::kUnread:
    case Tick::kUnreadCentre:
      return "remind_unread";
    case Tick::kUnacknowledged:
      return "remind_unacknowledged";
    case Tick::kHalf:
      return "remind_half";
    case Tick::kMost:
      return "remind_most";
    case Tick::kDue:
    case Tick::kLiaison:
    case Tick::kCentre:
      break;
  }
  return "remind_due";
}

Phrase what_helps(Tick tick) {
  return tick == Tick::kUnacknowledged || tick == Tick::kUnread || tick == Tick::kUnreadCentre
             ? Phrase("say_that_you_have_it")
             : Phrase("need_more_time");
}

std::string title_of(const LateAnswer& late, const Words& words) {
  const bool unread = late.tick == Tick::kUnread || late.tick == Tick::kUnreadCentre;
  const Place who{"who", known_name(late.asked, words)};
  return unread ? words("not_read_yet", {who}) : words("late_no_answer", {who});
}

Phrase what_was_done(const LateAnswer& late) {
  switch (late.tick) {
    case Tick::kUnreadCentre:
    case Tick::kUnread:
      return "late_flash";
    case Tick::kLiaison:
      return "late_liaison";
    case Tick::kCentre:
      return "late_centre";
    case Tick::kUnacknowledged:
    case Tick::kHalf:
    case Tick::kMost:
    case Tick::kDue:
      break;
  }
  return "late_desk_reminded";
}

}  // namespace

mail::Draft write_reminder(const LetterPlan& plan, const LetterSource& source, const Leg& leg,
                           Tick tick, const LetterThread& thread) {
  const auto zone = detail::zone_of(plan, source.site);
  const auto& words = detail::words_of(plan);
  auto draft = detail::automatic(source.site, LetterKind::kReminder, &source.subject->number,
                                 plan.to.front(), thread, source.now);
  draft.subject = "[" + source.message->number.text() + "] " +
                  detail::with_about(words("reminder", {{"what", words(headline(tick))}}),
                                     detail::about(source, language_of(plan.to)));
  draft.text = detail::paragraph(draft.subject) + "\n";
  draft.text += detail::handling_row(source.subject->handling, words);
  if (source.form != nullptr) {
    draft.text += detail::row(words("row_handling_text"), source.form->text("handling_text"));
  }
  draft.text += detail::row(words("row_answer_due"), when_due(leg.deadline, zone, words));
  draft.text +=
      detail::row(words("row_first_due"), when_due(leg.clock.first_deadline, zone, words));
  draft.text +=
      detail::row(words("row_classification"),
                  detail::with_label(source.subject->classification, "classification",
                                     detail::labels_for(plan, source.templates), source.templates));
  draft.text += detail::row(words("row_wanted_by"), detail::actor(source, words));
  if (const auto& away = plan.to.front().instead_of) {
    draft.text +=
        detail::row(words("row_absent"),
                    words("you_stand_in", {{"away", detail::away_in_words(*away, zone, words)}}));
  }
  draft.text +=
      detail::row(words("row_with_you_since"), when_due(leg.clock.delivered, zone, words));
  draft.text += detail::row(words("row_its_state"), state_word(leg.state, words));
  draft.text += detail::reply_line(plan, words);
  draft.text += "\n" + detail::paragraph(words(what_helps(tick)));
  if (source.form != nullptr) {
    draft.text += detail::questions(plan, source) + detail::how_to_answer(plan, source, thread);
  }
  return draft;
}

mail::Draft write_late_answer(const NoticeSource& source, const Party& to, const LateAnswer& late,
                              const LetterThread& thread) {
  const auto& words = Words::in(to.language);
  const auto& zone = to.time_zone;
  auto draft = detail::automatic(source.site, LetterKind::kEscalation, &late.number.number, to,
                                 thread, source.now);
  draft.subject = "[" + late.number.text() + "] " + title_of(late, words);
  draft.text = detail::paragraph(draft.subject) + "\n";
  draft.text += detail::row(words("row_asked_by"), known_name(late.requester, words));
  draft.text += detail::row(words("row_accepted"), spoken_time(late.accepted, zone, words));
  draft.text += detail::row(words("row_with"), known_name(late.desk, words));
  draft.text +=
      detail::row(words("row_there_since"), when_due(late.leg.clock.delivered, zone, words));
  draft.text +=
      detail::row(words("row_its_state"),
                  words("state_since", {{"state", state_word(late.leg.state, words)},
                                        {"since", spoken_time(late.leg.since, zone, words)}}));
  draft.text += detail::row(words("row_answer_due"), when_due(late.leg.deadline, zone, words));
  draft.text +=
      detail::row(words("row_first_due"), when_due(late.leg.clock.first_deadline, zone, words));
  draft.text += detail::reply_line(words);
  draft.text += "\n" + detail::paragraph(words(what_was_done(late)));
  return draft;
}

}  // namespace pouch::gateway
