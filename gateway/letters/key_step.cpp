#include "gateway/letters/key_step.hpp"

#include <algorithm>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace {

using detail::paragraph;
using detail::row;

// One of them for each reader.
class Text {
 public:
  Text(const KeyStep& step, const Party& to, Time now)
      : step_(step), to_(to), words_(Words::in(to.language)), now_(now) {}

  std::string title() const {
    if (!step_.update) {
      const auto days = std::chrono::ceil<std::chrono::days>(step_.ends - now_).count();
      const Place count{"count", static_cast<std::size_t>(std::max<std::int64_t>(days, 0))};
      return mine() ? words_("your_key_ends_in", {count})
                    : words_("their_key_ends_in", {count, who()});
    }
    switch (step_.update->state) {
      case KeyUpdateState::kAsked:
        return mine() ? words_("show_new_key_is_yours") : words_("announces_new_key", {who()});
      case KeyUpdateState::kProved:
        return operators() ? words_("to_confirm_new_key", {who()})
               : mine()    ? words_("your_new_key_proved")
                           : words_("their_new_key_proved", {who()});
      case KeyUpdateState::kConfirmed:
        return mine() ? words_("your_new_key_counts") : words_("their_new_key_counts", {who()});
      case KeyUpdateState::kRefused:
        return mine() ? words_("your_new_key_not_taken")
                      : words_("their_new_key_not_taken", {who()});
      case KeyUpdateState::kWithdrawn:
        return mine() ? words_("your_new_key_stopped") : words_("their_new_key_stopped", {who()});
      case KeyUpdateState::kLapsed:
        return mine() ? words_("your_new_key_lapsed") : words_("their_new_key_lapsed", {who()});
      case KeyUpdateState::kReplaced:
        break;  // the newer announcement is told
    }
    return {};
  }

  std::string body() const { return (step_.update ? update_body() : end_body()) + "\n" + rows(); }

 private:
  bool mine() const { return step_.reader == KeyReader::kHolder; }
  bool operators() const { return step_.reader == KeyReader::kOperator; }
  Place who() const { return {"who", known_name(step_.name, words_)}; }

  std::string stop() const {
    return paragraph(mine() ? words_("stop_if_not_you") : words_("stop_if_not_them", {who()}));
  }

  bool same_key() const { return step_.update->new_key == step_.update->old_key; }

  std::string end_body() const {
    if (step_.holder == "gateway") {
      return paragraph(words_("renew_gateway_key"));
    }
    if (operators()) {
      return paragraph(words_("holder_was_told"));
    }
    if (!mine()) {
      return paragraph(words_("nothing_after_that") + " " + words_("told_too", {who()}));
    }
    return paragraph(words_("nothing_after_that") + " " + words_("give_new_date")) + "\n" +
           paragraph(words_("then_send_public_key")) +
           "\n    Form: control\n    Action: key update\n    Key: new-key.asc\n";
  }

  std::string update_body() const {
    switch (step_.update->state) {
      case KeyUpdateState::kAsked:
        return asked();
      case KeyUpdateState::kProved:
        return proved();
      case KeyUpdateState::kConfirmed:
        return paragraph(same_key() ? words_("same_key_new_date")
                         : mine()   ? words_("sign_with_new_key")
                                    : words_("operator_compared_it"));
      case KeyUpdateState::kRefused:
        return paragraph(words_("operator_did_not_take_it"));
      case KeyUpdateState::kWithdrawn:
        return paragraph(operators() ? words_("somebody_answered_stop")
                                     : words_("somebody_stopped_it"));
      case KeyUpdateState::kLapsed:
        return paragraph(words_("code_did_not_come_back"));
      case KeyUpdateState::kReplaced:
        break;
    }
    return {};
  }

  std::string asked() const {
    if (!mine()) {
      return paragraph(words_("holder_must_show_it")) + "\n" + stop();
    }
    return paragraph("1. " + words_("open_the_proof")) +
           paragraph("2. " +
                     words_("answer_with_code",
                            {{"until", spoken_time(step_.update->until, to_.time_zone, words_)}})) +
           paragraph("3. " + words_("operator_calls_you")) + "\n" + stop();
  }

  std::string proved() const {
    if (operators()) {
      return paragraph(words_("call_the_holder", {who()})) + "\n    pouch key confirm " +
             step_.holder + " --as FINGERPRINT\n    pouch key refuse " + step_.holder +
             " --reason TEXT\n";
    }
    return paragraph(mine() ? words_("operator_will_call_you")
                            : words_("operator_will_call_them", {who()})) +
           "\n" + stop();
  }

  std::string rows() const {
    auto text =
        row(words_("row_holder"), who().text + (operators() ? " (" + step_.holder + ")" : ""));
    if (!step_.update) {
      return text + row(words_("row_key"), detail::spoken(step_.fingerprint)) +
             row(words_("row_ends"), spoken_time(step_.ends, to_.time_zone, words_));
    }
    const bool same = same_key();
    text += same ? std::string()
                 : row(words_("row_registered_key"), detail::spoken(step_.update->old_key));
    text += row(same ? words_("row_same_key") : words_("row_new_key"),
                detail::spoken(step_.update->new_key));
    return text + row(words_("row_announced"),
                      step_.update->message.text() + ", " +
                          spoken_time(step_.update->asked, to_.time_zone, words_));
  }

  const KeyStep& step_;
  const Party& to_;
  const Words& words_;
  Time now_;
};

}  // namespace

std::string proof_text(const std::string& code, const Words& words) {
  return paragraph(words("proof_code_shows")) + "\n    " + code + "\n\n" +
         paragraph(words("proof_return_it"));
}

mail::Draft write_key_step(const NoticeSource& source, const Party& to, const KeyStep& step,
                           const LetterThread& thread) {
  const Text text(step, to, source.now);
  const auto kind = step.reader == KeyReader::kOperator ? LetterKind::kNotice : LetterKind::kKey;
  auto draft = detail::automatic(source.site, kind, nullptr, to, thread, source.now);
  draft.subject = text.title();
  draft.text =
      draft.subject + "\n" + detail::reply_line(Words::in(to.language)) + "\n" + text.body();
  if (step.reader == KeyReader::kHolder && step.update &&
      step.update->state == KeyUpdateState::kAsked) {
    draft.attachments.push_back({.name = "proof.asc",
                                 .media_type = "application/octet-stream",
                                 .bytes = step.update->proof});
  }
  return draft;
}

}  // namespace pouch::gateway
