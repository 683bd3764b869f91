#include "gateway/letters/group_welcome.hpp"

#include <algorithm>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {

mail::Draft write_group_welcome(const NoticeSource& source, const Party& to,
                                const GroupWelcome& welcome, const LetterThread& thread) {
  using detail::heading;
  using detail::paragraph;
  const auto& group = welcome.group;
  auto draft = detail::automatic(source.site, LetterKind::kJoined, nullptr, to, thread, source.now);
  const auto& words = Words::in(to.language);
  auto others = welcome.others;
  std::transform(others.begin(), others.end(), others.begin(),
                 [&](const std::string& name) { return known_name(name, words); });
  draft.subject = words("welcome_to_group", {{"group", group.id}});
  draft.text = draft.subject + "\n" + detail::reply_line(words) + "\n";
  draft.text +=
      detail::row(words("row_address_of_group"), group.address) +
      detail::row(words("row_in_it_since"), spoken_time(welcome.since, to.time_zone, words)) +
      detail::row(words("row_besides_you"), detail::join(others, ", "));
  draft.text += heading(words("what_you_may_read"));
  draft.text += paragraph(group.whole_history ? words("may_read_all") : words("may_read_from_now"));
  draft.text += paragraph(words("side_talks"));
  draft.text += heading(words("how_to_write_to_it"));
  draft.text += paragraph(words("mail_to_all_of_group", {{"address", group.address}}));
  draft.text += paragraph(words("reply_goes_to_group_again"));
  return draft;
}

}  // namespace pouch::gateway
