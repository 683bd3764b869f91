#include "gateway/letters/non_delivery.hpp"

#include <algorithm>
#include <array>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/machine.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {
namespace {

struct StatusWords {
  std::string_view detail, words;  // what stands after the class and its dot
};

// RFC 3463 section 3; the first that fits, so particular ones stand before their subject.
constexpr std::array<StatusWords, 16> kStatusWords{{
    {"1.1", "the mailbox does not exist"},
    {"1.2", "the mail domain does not exist"},
    {"1.10", "the mailbox does not exist"},
    {"1.", "something is wrong with the address"},
    {"2.1", "the mailbox is closed"},
    {"2.2", "the mailbox is full"},
    {"2.3", "the letter is too large for the mailbox"},
    {"2.", "something is wrong with the mailbox"},
    {"3.4", "the letter is too large for the mail server"},
    {"3.", "the mail server has trouble"},
    {"4.7", "it was tried until its time was over"},
    {"4.", "the mail server could not be reached"},
    {"5.", "the mail servers did not understand each other"},
    {"6.", "the mail server did not like the form of the letter"},
    {"7.", "the mail server refuses it by its rules"},
    {"0.", "the mail server gave no particular reason"},
}};

// "550" of "550 5.1.1 no such user".
std::string reply_code(const std::string& answer) {
  const bool code = answer.size() >= 3 && answer[0] >= '2' && answer[0] <= '5' &&
                    std::all_of(answer.begin(), answer.begin() + 3,
                                [](char c) { return c >= '0' && c <= '9'; }) &&
                    (answer.size() == 3 || answer[3] == ' ' || answer[3] == '-');
  return code ? answer.substr(0, 3) : std::string();
}

std::string whom(const Undelivered& what) {
  return what.name.empty() ? what.party.empty() ? "the recipient" : what.party : what.name;
}

std::string state_word(const Undelivered& what) {
  return what.notice.failed ? "NOT DELIVERED" : "DELAYED";
}

std::string code_row(const QueuedLetter& letter) {
  const auto reply = reply_code(letter.answer);
  auto text = letter.status;
  const auto words = status_words(letter.status);
  text += words.empty() ? "" : ", " + words;
  if (!reply.empty()) {
    text += (text.empty() ? "" : " ") + ("(reply " + reply + ")");
  }
  return text.empty() ? "none was given" : text;
}

std::string attempts_of(const QueuedLetter& letter) {
  return std::to_string(letter.attempts) + (letter.attempts == 1 ? " attempt" : " attempts");
}

bool is_dropped(const Undelivered& what) { return what.notice.letter.state == "dropped"; }

std::string what_to_do(const NoticeSource& source, const Undelivered& what,
                       const std::string& zone) {
  const auto& letter = what.notice.letter;
  if (is_dropped(what)) {
    return "The gateway's operator gave this letter up: it will not be sent again. Your message "
           "stays in its case. Reach " +
           whom(what) +
           " by another channel, and ask the operator why before you write the same again.";
  }
  if (what.notice.failed) {
    return "Nothing is lost: the letter is kept, sealed, and the gateway's operator can send the "
           "same letter again once the mailbox can be reached. Until then reach " +
           whom(what) +
           " by another channel if it is urgent. Do not send the message again: it would count as "
           "a second one.";
  }
  return "You need do nothing. The letter goes on being tried" +
         (letter.state == "queued"
              ? " until " + spoken_time(letter.created + source.site.delivery.give_up, zone)
              : std::string(" by the mail server that took it")) +
         "; you hear again only if it fails. If it is urgent, reach " + whom(what) +
         " by another channel.";
}

}  // namespace

std::string status_words(std::string_view status) {
  const auto dot = status.find('.');
  if (dot == std::string_view::npos) {
    return {};
  }
  const auto rest = status.substr(dot + 1);
  const auto* found = std::find_if(kStatusWords.begin(), kStatusWords.end(), [&](const auto& one) {
    return one.detail.back() == '.' ? rest.starts_with(one.detail) : rest == one.detail;
  });
  return found == kStatusWords.end() ? std::string() : std::string(found->words);
}

mail::Draft write_non_delivery(const NoticeSource& source, const Party& to,
                               const MessageNumber& number, const Undelivered& what,
                               const LetterThread& thread) {
  const auto& letter = what.notice.letter;
  auto draft =
      detail::automatic(source.site, LetterKind::kNotice, &number.number, to, thread, source.now);
  draft.subject = "[" + number.text() + "] " + state_word(what) + " to " + whom(what);
  draft.text = draft.subject + "\n\n";
  draft.text += detail::row("Letter", letter.kind + " to " + whom(what));
  draft.text += detail::row("Written", spoken_time(letter.created, to.time_zone));
  draft.text += detail::row("State", (is_dropped(what)     ? "given up by the operator, after "
                                      : what.notice.failed ? "not delivered, after "
                                                           : "not yet delivered, after ") +
                                         attempts_of(letter));
  draft.text += detail::row("Status", code_row(letter));
  draft.text += detail::row("Last word", spoken_time(letter.at.value_or(source.now), to.time_zone));
  draft.text += detail::reply_line({});
  draft.text += detail::heading("WHAT YOU CAN DO") +
                detail::paragraph(what_to_do(source, what, to.time_zone));
  draft.attachments.push_back({.name = "receipt.json",
                               .media_type = "application/json",
                               .bytes = delivery_json({what}, source.now, false)});
  return draft;
}

mail::Draft write_operator_notice(const NoticeSource& source, const Party& to,
                                  const std::vector<Undelivered>& what,
                                  const LetterThread& thread) {
  auto draft = detail::automatic(source.site, LetterKind::kNotice, nullptr, to, thread, source.now);
  const auto failed = std::count_if(what.begin(), what.end(),
                                    [](const Undelivered& one) { return one.notice.failed; });
  const auto delayed = static_cast<std::ptrdiff_t>(what.size()) - failed;
  draft.subject = "Letters: " + std::to_string(failed) + " not delivered, " +
                  std::to_string(delayed) + " delayed";
  draft.text = draft.subject + "\n" + detail::reply_line({});
  for (const auto& one : what) {
    const auto& letter = one.notice.letter;
    draft.text += detail::heading(state_word(one) + ": " + letter.id);
    draft.text +=
        detail::row("Letter", letter.kind + (letter.number.empty() ? "" : " of " + letter.number));
    draft.text +=
        detail::row("To", letter.recipient + (one.party.empty() ? "" : " (" + whom(one) + ")"));
    draft.text += detail::row("Written", spoken_time(letter.created, to.time_zone));
    draft.text += detail::row("State", letter.state + ", after " + attempts_of(letter));
    draft.text += detail::row("Status", code_row(letter));
  }
  draft.text += detail::heading("WHAT YOU CAN DO") +
                detail::paragraph(
                    "pouch queue list shows what the servers said. Fix the address or the server, "
                    "then pouch queue retry ID sends the same letter again; pouch queue drop ID "
                    "gives it up.");
  draft.attachments.push_back({.name = "receipt.json",
                               .media_type = "application/json",
                               .bytes = delivery_json(what, source.now, true)});
  return draft;
}

mail::Draft write_to_operator(const NoticeSource& source, const Party& to, const std::string& title,
                              const std::string& text, const LetterThread& thread) {
  auto draft = detail::automatic(source.site, LetterKind::kNotice, nullptr, to, thread, source.now);
  draft.subject = title;
  draft.text = title + "\n" + detail::reply_line({}) + "\n" + detail::paragraph(text);
  return draft;
}

}  // namespace pouch::gateway
