#include "gateway/letters/late_leg.hpp"

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {

mail::Draft write_late_leg(const NoticeSource& source, const Party& to, const LateLeg& leg,
                           const LetterThread& thread) {
  const auto& words = Words::in(to.language);
  const auto& zone = to.time_zone;
  auto draft = detail::automatic(source.site, LetterKind::kReceipt, &leg.number.number, to, thread,
                                 source.now);
  draft.subject = "[" + leg.number.text() + "] " +
                  words("sent_after_waiting", {{"country", known_name(leg.country, words)}});
  draft.text = draft.subject + "\n\n";
  draft.text += detail::row(words("row_to"), known_name(leg.desk, words));
  draft.text += detail::row(words("row_waited_since"), spoken_time(leg.waited_since, zone, words));
  draft.text += detail::row(words("row_sent"), spoken_time(source.now, zone, words));
  draft.text += detail::row(words("row_answer_due"),
                            leg.deadline ? spoken_time(*leg.deadline, zone, words) : std::string());
  draft.text += detail::reply_line(words);
  draft.text += "\n" + detail::paragraph(words("way_is_clear"));
  return draft;
}

}  // namespace pouch::gateway
