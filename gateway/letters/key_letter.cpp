#include "gateway/letters/key_letter.hpp"

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {
namespace {

using detail::paragraph;
using detail::row;

std::string what_to_do(const KeyNews& news) {
  if (news.old_fingerprint.empty()) {
    return "Please import the attached file pouch-key.asc into your mail program. It is the key "
           "that you have already, with a new date: without it your mail program will stop "
           "encrypting to us when the old date has come.";
  }
  return "Please import the attached file pouch-key.asc into your mail program, and use the new "
         "key from now on. Letters from us are signed with it. This letter is still signed with "
         "the key that you know.";
}

}  // namespace

mail::Draft write_key_news(const NoticeSource& source, const Party& to, const KeyNews& news,
                           const LetterThread& thread) {
  const bool replaced = !news.old_fingerprint.empty();
  auto draft =
      detail::automatic(source.site, LetterKind::kWelcome, nullptr, to, thread, source.now);
  draft.subject = source.site.name + (replaced ? " has a new key: please import it"
                                               : "'s key has a new date: please import it");
  draft.text = draft.subject + "\n\n" + paragraph(what_to_do(news)) + "\n";
  draft.text += row(replaced ? "New key" : "Key", detail::spoken(news.fingerprint));
  draft.text += row("Good until", news.ends ? spoken_time(*news.ends, to.time_zone) : "no end");
  if (replaced) {
    draft.text += row("Old key", detail::spoken(news.old_fingerprint));
    draft.text +=
        row("Opened until", news.old_until ? spoken_time(*news.old_until, to.time_zone) : "");
  }
  draft.text += detail::reply_line({});
  draft.text += detail::heading("IS IT THE RIGHT KEY?") +
                paragraph(replaced ? "Compare the fingerprint of the new key with the operator "
                                     "by telephone before you send the next case."
                                   : "The fingerprint is the one that you have. If it is not, call "
                                     "the operator of the gateway.");
  draft.attachments.push_back(
      {.name = "pouch-key.asc", .media_type = "application/pgp-keys", .bytes = news.armoured});
  return draft;
}

}  // namespace pouch::gateway
