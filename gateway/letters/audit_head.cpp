#include "gateway/letters/audit_head.hpp"

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {

mail::Draft write_audit_head(const NoticeSource& source, const Party& to, const std::string& day,
                             const std::string& head, const LetterThread& thread) {
  auto draft =
      detail::automatic(source.site, LetterKind::kAuditHead, nullptr, to, thread, source.now);
  const auto file = "audit-head-" + day + ".asc";
  draft.subject = "Audit log of " + day;
  draft.text =
      draft.subject + "\n" + detail::reply_line({}) + "\n" +
      detail::paragraph(
          "The file " + file +
          " says how far the audit log had come on that day, and is signed with the "
          "gateway's key. Please keep it where nobody of the gateway can change it.") +
      "\n" +
      detail::paragraph(
          "Whoever wants to know later whether the log was changed since then asks "
          "the operator to run, with your copy of the file:") +
      "\n  pouch audit verify --head " + file + "\n\n" +
      detail::paragraph("Each head proves the ones before it: the newest that you keep is enough.");
  draft.attachments.push_back({.name = file, .media_type = "text/plain", .bytes = head});
  return draft;
}

}  // namespace pouch::gateway
