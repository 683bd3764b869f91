#include "gateway/letters/group_welcome.hpp"

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {

mail::Draft write_group_welcome(const NoticeSource& source, const Party& to,
                                const GroupWelcome& welcome, const LetterThread& thread) {
  using detail::heading;
  using detail::paragraph;
  const auto& group = welcome.group;
  auto draft = detail::automatic(source.site, LetterKind::kJoined, nullptr, to, thread, source.now);
  draft.subject = "Welcome to the group " + group.id;
  draft.text = draft.subject + "\n" + detail::reply_line({}) + "\n";
  draft.text += detail::row("Address of the group", group.address) +
                detail::row("You are in it since", spoken_time(welcome.since, to.time_zone)) +
                detail::row("In it besides you", detail::join(welcome.others, ", "));
  draft.text += heading("WHAT YOU MAY READ");
  draft.text += paragraph(
      group.whole_history
          ? "Everything that was written to the group, also before your time: search for it, or "
            "ask for a letter by its number (\"resend NUMBER\")."
          : "Everything that is written to the group from now on. What was written before stays "
            "with those who were in it then, also the beginning of talks that go on: ask one of "
            "them to send you what you need.");
  draft.text += paragraph(
      "Side talks of two members are theirs alone. What is marked as privileged stays within the "
      "group.");
  draft.text += heading("HOW TO WRITE TO IT");
  draft.text += paragraph("A mail to " + group.address +
                          ", signed and encrypted, goes to all of the group. Your mail program "
                          "needs the gateway's key for this address: if it has none, ask the "
                          "operator for the key anew.");
  draft.text += paragraph(
      "A Reply to a letter of the group goes to the group again. To write to its author alone, put "
      "`To: ` and their name on top.");
  return draft;
}

}  // namespace pouch::gateway
