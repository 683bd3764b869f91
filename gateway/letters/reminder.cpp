#include "gateway/letters/reminder.hpp"

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/fields.hpp"
#include "gateway/letters/how_to_answer.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/letters/titles.hpp"

namespace pouch::gateway {
namespace {

std::string when_due(const std::optional<Time>& deadline, const std::string& zone) {
  return deadline ? spoken_time(*deadline, zone) : std::string();
}

std::string headline(Tick tick) {
  switch (tick) {
    case Tick::kUnread:
    case Tick::kUnreadCentre:
      return "please say that you have read this request";
    case Tick::kUnacknowledged:
      return "please say that you have this request";
    case Tick::kHalf:
      return "half of the time for your answer has passed";
    case Tick::kMost:
      return "most of the time for your answer has passed";
    case Tick::kDue:
    case Tick::kLiaison:
    case Tick::kCentre:
      return "your answer is due";
  }
  return {};
}

std::string what_helps(Tick tick) {
  if (tick == Tick::kUnacknowledged || tick == Tick::kUnread || tick == Tick::kUnreadCentre) {
    return "To say that you have it, reply: acknowledged. The answer itself may come later.";
  }
  return "If you need more time, reply with a day, for example: until 12 December. If it is not "
         "for you, reply: not for us.";
}

std::string title_of(const LateAnswer& late) {
  const bool unread = late.tick == Tick::kUnread || late.tick == Tick::kUnreadCentre;
  return unread ? "NOT READ YET by " + late.asked : "LATE: no answer from " + late.asked;
}

std::string what_was_done(const LateAnswer& late) {
  switch (late.tick) {
    case Tick::kUnreadCentre:
    case Tick::kUnread:
      return "This request is FLASH, and nobody there has said that it was read. Please call the "
             "desk.";
    case Tick::kLiaison:
      return "The desk was reminded, also when the answer was due. Please ask it what stands in "
             "the way.";
    case Tick::kCentre:
      return "The desk and the liaison desk were told. Please ask them what stands in the way.";
    case Tick::kUnacknowledged:
    case Tick::kHalf:
    case Tick::kMost:
    case Tick::kDue:
      break;
  }
  return "The desk was reminded. If the answer stays away, its liaison desk is told next, then the "
         "operational centre. You need do nothing.";
}

}  // namespace

mail::Draft write_reminder(const LetterPlan& plan, const LetterSource& source, const Leg& leg,
                           Tick tick, const LetterThread& thread) {
  const auto zone = detail::zone_of(plan, source.site);
  auto draft = detail::automatic(source.site, LetterKind::kReminder, &source.subject->number,
                                 plan.to.front(), thread, source.now);
  draft.subject = "[" + source.message->number.text() + "] " +
                  detail::with_about("REMINDER, " + headline(tick), detail::about(source));
  draft.text = detail::paragraph(draft.subject) + "\n";
  draft.text += detail::handling_row(source.subject->handling);
  if (source.form != nullptr) {
    draft.text += detail::row("Handling text", source.form->text("handling_text"));
  }
  draft.text += detail::row("Answer due", when_due(leg.deadline, zone));
  draft.text += detail::row("First due", when_due(leg.clock.first_deadline, zone));
  draft.text += detail::row("Classification", source.subject->classification);
  draft.text += detail::row("Wanted by", detail::actor(source));
  if (const auto& away = plan.to.front().instead_of) {
    draft.text += detail::row("Absent", detail::away_in_words(*away, zone) + ", you stand in");
  }
  draft.text += detail::row("With you since", when_due(leg.clock.delivered, zone));
  draft.text += detail::row("Its state", std::string(name(leg.state)));
  draft.text += detail::reply_line(plan);
  draft.text += "\n" + detail::paragraph(what_helps(tick));
  if (source.form != nullptr) {
    draft.text += detail::questions(source) + detail::how_to_answer(source, thread);
  }
  return draft;
}

mail::Draft write_late_answer(const NoticeSource& source, const Party& to, const LateAnswer& late,
                              const LetterThread& thread) {
  auto draft = detail::automatic(source.site, LetterKind::kEscalation, &late.number.number, to,
                                 thread, source.now);
  draft.subject = "[" + late.number.text() + "] " + title_of(late);
  draft.text = detail::paragraph(draft.subject) + "\n";
  draft.text += detail::row("Asked by", late.requester);
  draft.text += detail::row("Accepted", spoken_time(late.accepted, to.time_zone));
  draft.text += detail::row("With", late.desk);
  draft.text += detail::row("There since", when_due(late.leg.clock.delivered, to.time_zone));
  draft.text += detail::row("Its state", std::string(name(late.leg.state)) + ", since " +
                                             spoken_time(late.leg.since, to.time_zone));
  draft.text += detail::row("Answer due", when_due(late.leg.deadline, to.time_zone));
  draft.text += detail::row("First due", when_due(late.leg.clock.first_deadline, to.time_zone));
  draft.text += detail::reply_line({});
  draft.text += "\n" + detail::paragraph(what_was_done(late));
  return draft;
}

}  // namespace pouch::gateway
