#include "gateway/letters/key_step.hpp"

#include <algorithm>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {
namespace {

using detail::paragraph;
using detail::row;

// One of them for each reader.
class Text {
 public:
  Text(const KeyStep& step, const Party& to, Time now) : step_(step), to_(to), now_(now) {}

  std::string title() const {
    const auto whose = mine() ? std::string("your") : step_.name + "'s";
    if (!step_.update) {
      return (mine() ? "Your" : whose) + " key ends in " + days_left();
    }
    switch (step_.update->state) {
      case KeyUpdateState::kAsked:
        return mine() ? "Show that the new key is yours" : step_.name + " announces a new key";
      case KeyUpdateState::kProved:
        return operators() ? "To confirm: " + whose + " new key is proved"
                           : (mine() ? "Your" : whose) + " new key is proved";
      case KeyUpdateState::kConfirmed:
        return (mine() ? "Your" : whose) + " new key counts from now on";
      case KeyUpdateState::kRefused:
        return (mine() ? "Your" : whose) + " new key was NOT taken";
      case KeyUpdateState::kWithdrawn:
        return "STOPPED: " + whose + " new key";
      case KeyUpdateState::kLapsed:
        return (mine() ? "Your" : whose) + " new key was NOT proved in time";
      case KeyUpdateState::kReplaced:
        break;  // the newer announcement is told
    }
    return {};
  }

  std::string body() const { return (step_.update ? update_body() : end_body()) + "\n" + rows(); }

 private:
  bool mine() const { return step_.reader == KeyReader::kHolder; }
  bool operators() const { return step_.reader == KeyReader::kOperator; }

  std::string stop() const {
    return "If " + (mine() ? std::string("you") : step_.name) +
           " did not ask for this, answer this letter with the one word `stop`, and call the "
           "operator: somebody else has the registered key.";
  }

  bool same_key() const { return step_.update->new_key == step_.update->old_key; }

  std::string days_left() const {
    const auto days = std::chrono::ceil<std::chrono::days>(step_.ends - now_).count();
    return std::to_string(days) + (days == 1 ? " day" : " days");
  }

  std::string end_body() const {
    if (step_.holder == "gateway") {
      return paragraph(
          "Give the gateway's own key a new date, and everybody gets it by a letter: "
          "pouch key renew");
    }
    if (operators()) {
      return paragraph(
          "The holder has been told, if a letter reached them. The public key with a "
          "new date, or a new key, comes as a key update by mail, or from the holder's "
          "hand: pouch key import FILE.");
    }
    const std::string after =
        "After that nothing can be sealed to the key, and a mail signed with it is refused.";
    if (!mine()) {
      return paragraph(after + " " + step_.name +
                       " has been told too. Please see to it that the "
                       "key is renewed in time.");
    }
    return paragraph(after +
                     " Please give the key a new date (in your mail program, or gpg "
                     "--quick-set-expire FINGERPRINT 2y and the same with '*' behind it), "
                     "or make a new one.") +
           "\n" +
           paragraph(
               "Then send the public key to us: the form \"control\", signed with the key "
               "that ends, with the file attached:") +
           "\n    Form: control\n    Action: key update\n    Key: new-key.asc\n";
  }

  std::string update_body() const {
    switch (step_.update->state) {
      case KeyUpdateState::kAsked:
        return asked();
      case KeyUpdateState::kProved:
        return proved();
      case KeyUpdateState::kConfirmed:
        return paragraph(same_key() ? "It is the same key, with its new date. Nothing else changes."
                         : mine()
                             ? "Please sign with the new key from now on: the old one does not "
                               "count any more. Keep it to read older mail. This letter is "
                               "sealed to the new key."
                             : "The operator has compared its fingerprint with its holder. "
                               "Letters are sealed to it, and the old key does not count any "
                               "more.");
      case KeyUpdateState::kRefused:
        return paragraph("The operator did not take it. The registered key counts as before.");
      case KeyUpdateState::kWithdrawn:
        return paragraph(operators()
                             ? "Whoever got a letter about it answered `stop`. Call the holder: "
                               "either they thought better of it, or somebody else has their "
                               "registered key. Then end it: pouch member end."
                             : "Somebody who got a letter about it stopped it. The registered key "
                               "counts as before. If it was announced by somebody else, the "
                               "registered key is in wrong hands: call the operator now.");
      case KeyUpdateState::kLapsed:
        return paragraph(
            "Its code did not come back. The registered key counts as before; the new "
            "one can be announced again.");
      case KeyUpdateState::kReplaced:
        break;
    }
    return {};
  }

  std::string asked() const {
    if (!mine()) {
      return paragraph(
                 "It does not count yet: first its holder must show that they have it, then "
                 "the operator compares its fingerprint with them by telephone.") +
             "\n" + paragraph(stop());
    }
    return paragraph("1. Open the attached file proof.asc with your NEW key: it holds a code.") +
           paragraph("2. Answer this letter with the code, signed with your OLD key, until " +
                     spoken_time(step_.update->until, to_.time_zone) + ".") +
           paragraph(
               "3. The operator calls you, and compares the fingerprint of the new key with "
               "you.") +
           "\n" + paragraph(stop());
  }

  std::string proved() const {
    if (operators()) {
      return paragraph("Call " + step_.name +
                       " on a number that you know, and let them READ the "
                       "fingerprint of the new key to you. A thief of the old key could have sent "
                       "all this: the call alone shows who it was.") +
             "\n    pouch key confirm " + step_.holder + " --as FINGERPRINT\n" +
             "    pouch key refuse " + step_.holder + " --reason TEXT\n";
    }
    return paragraph("It does NOT count yet. The operator calls " +
                     (mine() ? std::string("you") : step_.name) +
                     ", compares the fingerprint, and confirms it. Until then the registered key "
                     "counts.") +
           "\n" + paragraph(stop());
  }

  std::string rows() const {
    auto text = row("Holder", step_.name + (operators() ? " (" + step_.holder + ")" : ""));
    if (!step_.update) {
      return text + row("Key", detail::spoken(step_.fingerprint)) +
             row("Ends", spoken_time(step_.ends, to_.time_zone));
    }
    const bool same = same_key();
    text += same ? std::string() : row("Registered key", detail::spoken(step_.update->old_key));
    text += row(same ? "The same key, with a new date" : "New key",
                detail::spoken(step_.update->new_key));
    return text + row("Announced", step_.update->message.text() + ", " +
                                       spoken_time(step_.update->asked, to_.time_zone));
  }

  const KeyStep& step_;
  const Party& to_;
  Time now_;
};

}  // namespace

mail::Draft write_key_step(const NoticeSource& source, const Party& to, const KeyStep& step,
                           const LetterThread& thread) {
  const Text text(step, to, source.now);
  const auto kind = step.reader == KeyReader::kOperator ? LetterKind::kNotice : LetterKind::kKey;
  auto draft = detail::automatic(source.site, kind, nullptr, to, thread, source.now);
  draft.subject = text.title();
  draft.text = draft.subject + "\n" + detail::reply_line({}) + "\n" + text.body();
  if (step.reader == KeyReader::kHolder && step.update &&
      step.update->state == KeyUpdateState::kAsked) {
    draft.attachments.push_back({.name = "proof.asc",
                                 .media_type = "application/octet-stream",
                                 .bytes = step.update->proof});
  }
  return draft;
}

}  // namespace pouch::gateway
