#include "gateway/letters/late_leg.hpp"

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {

mail::Draft write_late_leg(const NoticeSource& source, const Party& to, const LateLeg& leg,
                           const LetterThread& thread) {
  auto draft = detail::automatic(source.site, LetterKind::kReceipt, &leg.number.number, to, thread,
                                 source.now);
  draft.subject = "[" + leg.number.text() + "] SENT TO " + leg.country + ", which had waited";
  draft.text = draft.subject + "\n\n";
  draft.text += detail::row("To", leg.desk);
  draft.text += detail::row("Waited since", spoken_time(leg.waited_since, to.time_zone));
  draft.text += detail::row("Sent", spoken_time(source.now, to.time_zone));
  draft.text +=
      detail::row("Answer due", leg.deadline ? spoken_time(*leg.deadline, to.time_zone) : "");
  draft.text += detail::reply_line({});
  draft.text += "\n" + detail::paragraph("What was in the way is put right. You need do nothing.");
  return draft;
}

}  // namespace pouch::gateway
