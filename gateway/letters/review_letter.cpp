#include "gateway/letters/review_letter.hpp"

#include "gateway/cases/local_day.hpp"
#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {
namespace {

std::string headline(const Review& review) {
  const auto day = "TO BE ERASED on " + spoken_day(review.end);
  switch (review.which) {
    case RetentionLetter::kNotice:
      return day + (review.may_keep ? ", unless you keep it" : "");
    case RetentionLetter::kMonth:
      return "REMINDER: " + day + ", in a month" + (review.may_keep ? ", unless you keep it" : "");
    case RetentionLetter::kWeek:
      return "LAST REMINDER: " + day + ", in a week" +
             (review.may_keep ? ", unless you keep it" : "");
  }
  return day;
}

std::string reason(const Review& review) {
  switch (review.due.why) {
    case DueFor::kReview:
      return "personal data are kept no longer than they are needed; it is time to look at this "
             "case";
    case DueFor::kYearlyReview:
      return "victims, witnesses or minors are in it: it is looked at each year";
    case DueFor::kSupplier:
      return (review.may_keep ? std::string("you have") : review.supplier + " has") +
             " set this day for data that it holds";
  }
  return {};
}

std::string choices(const Review& review) {
  std::string text;
  if (review.may_keep) {
    text += "  KEEP and the reason\n" +
            detail::indented("for example: KEEP the trial runs until 2028. It is kept until " +
                                 spoken_day(review.latest) + ", and you are asked again before.",
                             6);
  } else {
    text += detail::indented("Only " + review.supplier + " can move the day.", 2);
  }
  if (review.may_erase) {
    text += "  ERASE\n" + detail::indented("It is erased at once. That cannot be undone.", 6);
  }
  return text;
}

}  // namespace

mail::Draft write_review(const NoticeSource& source, const Party& to, const Review& review,
                         const LetterThread& thread) {
  auto draft =
      detail::automatic(source.site, LetterKind::kReview, &review.number, to, thread, source.now);
  draft.subject = "[" + review.number.text() + "] " + headline(review);
  draft.text = detail::paragraph(draft.subject) + "\n";
  draft.text += detail::row("Your reference", review.reference);
  draft.text += detail::row("Title", review.title);
  draft.text += detail::row("Why", reason(review));
  draft.text += detail::row("Erased on", spoken_day(review.end));
  draft.text += detail::reply_line({});
  draft.text += detail::heading("REPLY WITH ONE OF THESE ON TOP") + choices(review);
  draft.text += "\n" + detail::paragraph(
                           "Without an answer it is erased on that day: what was written, the "
                           "attachments, and what searches find of it. Its number and dates stay, "
                           "and the log of who did what. Whoever got letters of it is then asked "
                           "to erase their copies.");
  return draft;
}

mail::Draft write_erasure(const NoticeSource& source, const Party& to, const CaseNumber& number,
                          Time erased, const LetterThread& thread) {
  auto draft =
      detail::automatic(source.site, LetterKind::kErasure, nullptr, to, thread, source.now);
  draft.subject = "[" + number.text() + "] ERASED: please erase your copies";
  draft.text = detail::paragraph(draft.subject) + "\n";
  draft.text += detail::row("Case", number.text());
  draft.text += detail::row("Erased here", spoken_time(erased, to.time_zone));
  draft.text += detail::reply_line({});
  draft.text += detail::heading("WHAT TO DO") +
                detail::paragraph(
                    "  Please erase every copy that you have: the mails of this case, their "
                    "attachments, print-outs, and what you took from them into systems of your "
                    "own, unless your law has you keep it. Then reply with one word on top:") +
                "\n  ERASED\n";
  return draft;
}

std::string review_for_operator(const Review& review) {
  return "Case " + review.number.text() + " is to be erased on " + spoken_day(review.end) +
         ". Nobody who may keep it could be told: no registered owner has a usable key today. "
         "Please find its owner; `pouch retention hold " +
         review.number.text() + " --reason ...` stops the erasure meanwhile.\n";
}

}  // namespace pouch::gateway
