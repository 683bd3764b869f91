#include "gateway/letters/non_delivery.hpp"

#include <algorithm>
#include <array>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/machine.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace {

struct StatusWords {
  std::string_view detail;  // what stands after the class and its dot
  Phrase words;
};

// RFC 3463 section 3; the first that fits, so particular ones stand before their subject.
constexpr std::array<StatusWords, 16> kStatusWords{{
    {"1.1", "status_no_mailbox"},
    {"1.2", "status_no_domain"},
    {"1.10", "status_no_mailbox"},
    {"1.", "status_address"},
    {"2.1", "status_closed"},
    {"2.2", "status_full"},
    {"2.3", "status_too_large"},
    {"2.", "status_mailbox"},
    {"3.4", "status_too_large_for_server"},
    {"3.", "status_server_trouble"},
    {"4.7", "status_time_over"},
    {"4.", "status_not_reached"},
    {"5.", "status_not_understood"},
    {"6.", "status_form_of_letter"},
    {"7.", "status_rules"},
    {"0.", "status_no_reason"},
}};

// "550" of "550 5.1.1 no such user".
std::string reply_code(const std::string& answer) {
  const bool code = answer.size() >= 3 && answer[0] >= '2' && answer[0] <= '5' &&
                    std::all_of(answer.begin(), answer.begin() + 3,
                                [](char c) { return c >= '0' && c <= '9'; }) &&
                    (answer.size() == 3 || answer[3] == ' ' || answer[3] == '-');
  return code ? answer.substr(0, 3) : std::string();
}

std::string whom(const Undelivered& what, const Words& words) {
  return !what.name.empty()    ? known_name(what.name, words)
         : !what.party.empty() ? what.party
                               : words("the_recipient");
}

std::string code_row(const QueuedLetter& letter, const Words& words) {
  const auto reply = reply_code(letter.answer);
  auto text = letter.status;
  const auto meaning = status_words(letter.status, words);
  text += meaning.empty() ? "" : ", " + meaning;
  if (!reply.empty()) {
    text += (text.empty() ? "" : " ") + ("(" + words("reply_code", {{"code", reply}}) + ")");
  }
  return text.empty() ? words("none_was_given") : text;
}

std::string attempts_of(const QueuedLetter& letter, const Words& words) {
  return words("attempts", {{"count", static_cast<std::size_t>(letter.attempts)}});
}

bool is_dropped(const Undelivered& what) { return what.notice.letter.state == "dropped"; }

std::string what_to_do(const NoticeSource& source, const Undelivered& what, const std::string& zone,
                       const Words& words) {
  const auto& letter = what.notice.letter;
  const Place who{"who", whom(what, words)};
  if (is_dropped(what)) {
    return words("letter_was_dropped", {who});
  }
  if (what.notice.failed) {
    return words("letter_failed", {who});
  }
  return letter.state == "queued"
             ? words("letter_is_tried",
                     {who,
                      {"until",
                       spoken_time(letter.created + source.site.delivery.give_up, zone, words)}})
             : words("letter_is_tried_by_server", {who});
}

std::string state_row(const Undelivered& what, const Words& words) {
  const Place attempts{"attempts", attempts_of(what.notice.letter, words)};
  return is_dropped(what)     ? words("given_up_after", {attempts})
         : what.notice.failed ? words("not_delivered_after", {attempts})
                              : words("not_yet_delivered_after", {attempts});
}

}  // namespace

std::string status_words(std::string_view status, const Words& words) {
  const auto dot = status.find('.');
  if (dot == std::string_view::npos) {
    return {};
  }
  const auto rest = status.substr(dot + 1);
  const auto* found = std::find_if(kStatusWords.begin(), kStatusWords.end(), [&](const auto& one) {
    return one.detail.back() == '.' ? rest.starts_with(one.detail) : rest == one.detail;
  });
  return found == kStatusWords.end() ? std::string() : words(found->words);
}

std::string kind_in_words(std::string_view kind, const Words& words) {
  auto key = "letter_kind_" + std::string(kind);
  std::replace(key.begin(), key.end(), '-', '_');
  const auto& known = Words::english().texts();
  return known.find(key) == known.end() ? std::string(kind) : words.by_key(key, {});
}

mail::Draft write_non_delivery(const NoticeSource& source, const Party& to,
                               const MessageNumber& number, const Undelivered& what,
                               const LetterThread& thread) {
  const auto& words = Words::in(to.language);
  const auto& zone = to.time_zone;
  const auto& letter = what.notice.letter;
  const Place who{"who", whom(what, words)};
  auto draft =
      detail::automatic(source.site, LetterKind::kNotice, &number.number, to, thread, source.now);
  draft.subject =
      "[" + number.text() + "] " +
      (what.notice.failed ? words("not_delivered_to", {who}) : words("delayed_to", {who}));
  draft.text = draft.subject + "\n\n";
  draft.text += detail::row(words("row_letter"),
                            words("letter_to", {{"kind", kind_in_words(letter.kind, words)}, who}));
  draft.text += detail::row(words("row_written"), spoken_time(letter.created, zone, words));
  draft.text += detail::row(words("row_state"), state_row(what, words));
  draft.text += detail::row(words("row_status"), code_row(letter, words));
  draft.text +=
      detail::row(words("row_last_word"), spoken_time(letter.at.value_or(source.now), zone, words));
  draft.text += detail::reply_line(words);
  draft.text += detail::heading(words("what_you_can_do")) +
                detail::paragraph(what_to_do(source, what, zone, words));
  draft.attachments.push_back({.name = "receipt.json",
                               .media_type = "application/json",
                               .bytes = delivery_json({what}, source.now, false)});
  return draft;
}

mail::Draft write_operator_notice(const NoticeSource& source, const Party& to,
                                  const std::vector<Undelivered>& what,
                                  const LetterThread& thread) {
  auto draft = detail::automatic(source.site, LetterKind::kNotice, nullptr, to, thread, source.now);
  const auto& words = Words::in(to.language);
  const auto failed = static_cast<std::size_t>(
      std::count_if(what.begin(), what.end(), [](const auto& one) { return one.notice.failed; }));
  draft.subject = words("letters_in_trouble", {{"failed", std::to_string(failed)},
                                               {"delayed", std::to_string(what.size() - failed)}});
  draft.text = draft.subject + "\n" + detail::reply_line(words);
  for (const auto& one : what) {
    const auto& letter = one.notice.letter;
    const auto kind = kind_in_words(letter.kind, words);
    const auto state = one.notice.failed ? words("not_delivered") : words("delayed");
    draft.text += detail::heading(state + ": " + letter.id);
    draft.text += detail::row(
        words("row_letter"), letter.number.empty()
                                 ? kind
                                 : words("letter_of", {{"kind", kind}, {"number", letter.number}}));
    draft.text +=
        detail::row(words("row_to"),
                    letter.recipient + (one.party.empty() ? "" : " (" + whom(one, words) + ")"));
    draft.text +=
        detail::row(words("row_written"), spoken_time(letter.created, to.time_zone, words));
    draft.text += detail::row(words("row_state"), state_row(one, words));
    draft.text += detail::row(words("row_status"), code_row(letter, words));
  }
  draft.text +=
      detail::heading(words("what_you_can_do")) + detail::paragraph(words("queue_list_shows"));
  draft.attachments.push_back({.name = "receipt.json",
                               .media_type = "application/json",
                               .bytes = delivery_json(what, source.now, true)});
  return draft;
}

mail::Draft write_to_operator(const NoticeSource& source, const Party& to, const std::string& title,
                              const std::string& text, const LetterThread& thread) {
  auto draft = detail::automatic(source.site, LetterKind::kNotice, nullptr, to, thread, source.now);
  draft.subject = title;
  draft.text = title + "\n" + detail::reply_line(Words::in(to.language)) + "\n" + text;
  return draft;
}

}  // namespace pouch::gateway
