#include "gateway/letters/audit_head.hpp"

#include "gateway/cases/form_times.hpp"
#include "gateway/cases/local_day.hpp"
#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {

mail::Draft write_audit_head(const NoticeSource& source, const Party& to, const std::string& day,
                             const std::string& head, const LetterThread& thread) {
  auto draft =
      detail::automatic(source.site, LetterKind::kAuditHead, nullptr, to, thread, source.now);
  const auto& words = Words::in(to.language);
  const auto file = "audit-head-" + day + ".asc";
  const auto date = form_day(day);
  draft.subject = words("audit_log_of", {{"day", date ? spoken_day(*date, words) : day}});
  draft.text = draft.subject + "\n" + detail::reply_line(words) + "\n" +
               detail::paragraph(words("audit_head_says", {{"file", file}})) + "\n" +
               detail::paragraph(words("audit_head_later")) + "\n  pouch audit verify --head " +
               file + "\n\n" + detail::paragraph(words("audit_head_enough"));
  draft.attachments.push_back({.name = file, .media_type = "text/plain", .bytes = head});
  return draft;
}

}  // namespace pouch::gateway
