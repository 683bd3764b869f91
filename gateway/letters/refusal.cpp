// Refusals that teach (SPEC section 5): the officer's own form with each problem at its line, ready
// to correct and send again; and for mail that never became a form, one paragraph on what to do.
#include <algorithm>
#include <array>

#include "gateway/letters/letter.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"
#include "templates/render.hpp"

namespace pouch::gateway {
namespace {

struct Advice {
  std::string_view reason, what, mend;
};

constexpr std::array<Advice, 8> kAdvice{{
    {"not-encrypted",
     "Your mail was signed but not encrypted: it has travelled in the clear, so it was not "
     "processed.",
     "Switch encryption on for this address and send it again. If it held case facts, tell your "
     "security officer that they went out unprotected."},
    {"stale",
     "The signature on your mail is older than this gateway accepts, or its clock runs ahead.",
     "Check the date and time of your computer and send the mail again: that signs it anew."},
    {"sender-mismatch", "Your key is registered, but not for the address from which you wrote.",
     "Write from your registered address, or ask your focal point to have the other one entered."},
    {"unsupported-encryption",
     "Your mail program used a way of encrypting (AEAD) that this gateway does not accept yet.",
     "Fetch the gateway's public key again: it says which ways it reads. In OpenPGP.js and GnuPG "
     "2.4, "
     "switch AEAD or OCB off for this key, then send the mail again."},
    {"unreadable",
     "The text of your mail could not be read: its characters are not in the encoding that it "
     "names.",
     "Set your mail program to write UTF-8 and send it again."},
    {"no-right", "You may not send this.", "The lines below say why and who can."},
    {"classification", "Your mail is classified above what this site may hold.",
     "Send it through a channel that is cleared for it."},
    {"form-problems", "Your form could not be accepted as it stands; nothing has been sent on.",
     "Each problem is marked below with !! under its line. Correct the form and send it again, as "
     "a "
     "Reply or as a new mail; the !! lines may stay."},
}};

const Advice* advice_for(const std::string& reason) {
  const auto* found = std::find_if(kAdvice.begin(), kAdvice.end(),
                                   [&](const Advice& advice) { return advice.reason == reason; });
  return found == kAdvice.end() ? nullptr : found;
}

std::string problem_lines(const std::vector<templates::Problem>& problems) {
  std::string text;
  for (const auto& problem : problems) {
    text +=
        "  " + (problem.line == 0 ? std::string() : "line " + std::to_string(problem.line) + ", ");
    text += (problem.label.empty() ? "" : problem.label + ": ") + problem.text + "\n";
    if (!problem.hint.empty()) {
      text += "      " + problem.hint + "\n";
    }
  }
  return text;
}

mail::Draft automatic(const config::Site& site, Time now, const LetterThread& thread) {
  mail::Draft draft;
  draft.from = {site.name, site.address};
  draft.outer_subject = "...";
  draft.message_id = thread.message_id;
  draft.in_reply_to = thread.answered;
  if (!thread.answered.empty()) {
    draft.references.push_back(thread.answered);
  }
  draft.date = now;
  draft.automatic = true;
  return draft;
}

}  // namespace

mail::Draft write_refusal(const LetterPlan& plan, const LetterSource& source,
                          const Refused& refused, const LetterThread& thread) {
  auto draft = automatic(source.site, source.now, thread);
  draft.to.push_back({plan.to.front().name, plan.to.front().address});
  draft.subject = "NOT ACCEPTED: " + (refused.subject.empty() ? "your mail" : refused.subject);
  const auto* advice = advice_for(refused.reason);
  draft.text = "NOT ACCEPTED (" + refused.reason + ")\n\n";
  if (advice != nullptr) {
    draft.text +=
        detail::hold_width(std::string(advice->what) + " " + std::string(advice->mend), 76) + "\n";
  }
  if (!refused.problems.empty()) {
    draft.text += detail::heading("WHAT IS WRONG") + problem_lines(refused.problems);
  }
  if (!refused.kept.empty()) {
    draft.text += detail::heading("YOUR ATTACHMENTS ARE KEPT") +
                  detail::indent(detail::join(refused.kept, "\n"), 2) + "\n" +
                  detail::hold_width("Send the corrected form as a Reply to this mail until " +
                                         local_time(refused.kept_until, plan.to.front().time_zone) +
                                         ", then they go with it; a new attachment of the same "
                                         "name takes the place of the old one.",
                                     76) +
                  "\n";
  }
  if (!refused.form_text.empty()) {
    draft.text += detail::heading("YOUR FORM, TO CORRECT AND SEND AGAIN") + "\n";
    if (!refused.kept_mark.empty()) {
      draft.text += "## Attachments of this form: " + refused.kept_mark + "\n";
    }
    draft.text += templates::marked_up(refused.form_text, refused.problems) + "\n";
  }
  return draft;
}

mail::Draft write_to_stranger(const config::Site& site, const std::string& address, Time now,
                              const LetterThread& thread) {
  auto draft = automatic(site, now, thread);
  draft.to.push_back({"", address});
  draft.outer_subject = "Your mail was not accepted";
  draft.text = "Pouch did not accept your mail: it was not signed by a registered key\n";
  return draft;
}

}  // namespace pouch::gateway
