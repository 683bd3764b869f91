#include "gateway/letters/review_letter.hpp"

#include "gateway/cases/local_day.hpp"
#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace {

std::string headline(const Review& review, const Words& words) {
  const auto erased = words("to_be_erased", {{"day", spoken_day(review.end, words)}});
  const auto unless = review.may_keep ? ", " + words("unless_you_keep_it") : std::string();
  switch (review.which) {
    case RetentionLetter::kNotice:
      break;
    case RetentionLetter::kMonth:
      return words("review_month", {{"what", erased}}) + unless;
    case RetentionLetter::kWeek:
      return words("review_week", {{"what", erased}}) + unless;
  }
  return erased + unless;
}

std::string reason(const Review& review, const Words& words) {
  switch (review.due.why) {
    case DueFor::kReview:
      return words("review_in_time");
    case DueFor::kYearlyReview:
      return words("review_yearly");
    case DueFor::kSupplier:
      return review.may_keep
                 ? words("review_you_set_it")
                 : words("review_supplier_set_it", {{"who", known_name(review.supplier, words)}});
  }
  return {};
}

std::string choices(const Review& review, const Words& words) {
  std::string text;
  if (review.may_keep) {
    text += "  " + words("keep_and_reason") + "\n" +
            detail::indented(words("keep_example", {{"day", spoken_day(review.latest, words)}}), 6);
  } else {
    text += detail::indented(
        words("only_supplier_moves_it", {{"who", known_name(review.supplier, words)}}), 2);
  }
  if (review.may_erase) {
    text += "  ERASE\n" + detail::indented(words("erased_at_once"), 6);
  }
  return text;
}

}  // namespace

mail::Draft write_review(const NoticeSource& source, const Party& to, const Review& review,
                         const LetterThread& thread) {
  const auto& words = Words::in(to.language);
  auto draft =
      detail::automatic(source.site, LetterKind::kReview, &review.number, to, thread, source.now);
  draft.subject = "[" + review.number.text() + "] " + headline(review, words);
  draft.text = detail::paragraph(draft.subject) + "\n";
  draft.text += detail::row(words("row_your_reference"), review.reference);
  draft.text += detail::row(words("row_title"), review.title);
  draft.text += detail::row(words("row_why"), reason(review, words));
  draft.text += detail::row(words("row_erased_on"), spoken_day(review.end, words));
  draft.text += detail::reply_line(words);
  draft.text += detail::heading(words("reply_with_one_on_top")) + choices(review, words);
  draft.text += "\n" + detail::paragraph(words("without_an_answer_erased"));
  return draft;
}

mail::Draft write_erasure(const NoticeSource& source, const Party& to, const CopiesAsked& asked,
                          const LetterThread& thread) {
  const auto& words = Words::in(to.language);
  auto draft =
      detail::automatic(source.site, LetterKind::kErasure, nullptr, to, thread, source.now);
  draft.subject = "[" + asked.number.text() + "] " +
                  (asked.again ? words("copies_still_to_erase") : words("erased_please_erase"));
  draft.text = detail::paragraph(draft.subject) + "\n";
  draft.text += detail::row(words("row_case"), asked.number.text());
  draft.text +=
      detail::row(words("row_erased_here"), spoken_time(asked.erased, to.time_zone, words));
  draft.text += detail::reply_line(words);
  draft.text += detail::heading(words("what_to_do")) +
                detail::paragraph("  " + words("please_erase_copies")) + "\n  ERASED\n";
  return draft;
}

}  // namespace pouch::gateway
