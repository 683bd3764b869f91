#include "gateway/letters/key_letter.hpp"

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
mail::Draft write_key_news(const NoticeSource& source, const Party& to, const KeyNews& news,
                           const LetterThread& thread) {
  using detail::paragraph;
  using detail::row;
  const bool replaced = !news.old_fingerprint.empty();
  auto draft =
      detail::automatic(source.site, LetterKind::kWelcome, nullptr, to, thread, source.now);
  const auto& words = Words::in(to.language);
  const auto& zone = to.time_zone;
  const Place gateway{"gateway", source.site.name};
  draft.subject = replaced ? words("has_new_key", {gateway}) : words("key_has_new_date", {gateway});
  draft.text = draft.subject + "\n\n" +
               paragraph(replaced ? words("import_new_key") : words("import_new_date")) + "\n";
  draft.text +=
      row(replaced ? words("row_new_key") : words("row_key"), detail::spoken(news.fingerprint));
  draft.text += row(words("row_good_until"),
                    news.ends ? spoken_time(*news.ends, zone, words) : words("no_end"));
  if (replaced) {
    draft.text += row(words("row_old_key"), detail::spoken(news.old_fingerprint));
    draft.text += row(words("row_opened_until"),
                      news.old_until ? spoken_time(*news.old_until, zone, words) : std::string());
  }
  draft.text += detail::reply_line(words);
  draft.text += detail::heading(words("is_it_the_right_key")) +
                paragraph(replaced ? words("compare_new_key") : words("fingerprint_that_you_have"));
  draft.attachments.push_back(
      {.name = "pouch-key.asc", .media_type = "application/pgp-keys", .bytes = news.armoured});
  return draft;
}

}  // namespace pouch::gateway
