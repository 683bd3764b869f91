// Refusals that teach (CORRESPONDENCE section 4): at the top, in under 20 lines, just what is
// missing or wrong, each as the line to fill in with one example; below it, fenced, the form as it
// stands. They never nest: the form shown is the newest state. For mail that never became a form,
// one paragraph on what to do.
#include <algorithm>
#include <array>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/problems.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/letters/titles.hpp"
#include "templates/replies/mend.hpp"
#include "templates/replies/written.hpp"
#include "templates/showing/render.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kProblemLines = 9;  // of what is wrong, so that the head stays under 20
constexpr std::size_t kSentence = 148;    // characters: two lines
constexpr std::size_t kLabelsNamed = 76;

struct Advice {
  std::string_view reason, what, fix;
};

constexpr std::array<Advice, 10> kAdvice{{
    {"not-encrypted",
     "Your mail was signed but not encrypted: it travelled in the clear, so it was not processed.",
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
     "2.4, switch AEAD or OCB off for this key, then send the mail again."},
    {"unreadable", "Your mail could not be read as it came, so it was sent to nobody.", ""},
    {"no-right", "You may not send this, so it was sent to nobody.", ""},
    {"classification", "Your mail is classified above what this site may hold.",
     "Send it through a channel that is cleared for it."},
    {"classification-mark",
     "Your mail bears the mark of a classification above what this site may hold. It was sent to "
     "nobody. It waits, sealed, for the security contact.",
     "If the mark is meant, send it through a channel that is cleared for it. If it is none, tell "
     "the security contact: they can let your mail go on as it is."},
    {"unknown-letter",
     "Your mail answers a letter or a case that this gateway does not have: it may have been lost "
     "when a backup was restored. Your mail was sent to nobody. It waits for the operator, who has "
     "been told.",
     "You need not send it again unless you are asked to."},
    {"form-problems", "Nothing has been sent on yet.",
     "Reply with what is missing, one line is enough: write it anywhere in your Reply, or fill it "
     "in below."},
}};

std::string advice_for(const std::string& reason) {
  const auto* found = std::find_if(kAdvice.begin(), kAdvice.end(),
                                   [&](const Advice& advice) { return advice.reason == reason; });
  if (found == kAdvice.end()) {
    return "Your mail was not accepted; nothing was sent on.";
  }
  return std::string(found->what) + (found->fix.empty() ? "" : " ") + std::string(found->fix);
}

std::string sentence_of(const templates::Problem& problem, bool with_hint, std::size_t most) {
  auto text = detail::shortened(detail::sentence(problem, with_hint), most - 1);
  return detail::paragraph(text.ends_with("…") || text.ends_with('.') ? text : text + ".");
}

// One sentence, the line to fill in, one example.
std::string in_full(const templates::Problem& problem, const templates::FillIn& to_fill) {
  const bool hint = to_fill.example.empty() || problem.code != "missing";
  auto text = sentence_of(problem, hint, kSentence);
  if (!to_fill.line.empty()) {
    text += to_fill.line + "\n";
  }
  if (!to_fill.example.empty()) {
    text += detail::shortened("  for example: " + to_fill.example, detail::kWidth) + "\n";
  }
  return text;
}

// Where there are many: a line that is missing says so by itself.
std::string in_short(const templates::Problem& problem, const templates::FillIn& to_fill) {
  const bool by_itself = problem.code == "missing" && !to_fill.line.empty();
  return (by_itself ? std::string() : sentence_of(problem, false, detail::kWidth)) +
         (to_fill.line.empty() ? "" : to_fill.line + "\n");
}

// As many as the head has room for; the others by their labels.
std::string problem_lines(const Refused& refused, const templates::TemplateSet& set) {
  const auto* which = refused.form_name.empty() ? nullptr : set.find(refused.form_name);
  std::string full, brief;
  std::vector<std::string> others;
  for (const auto& problem : refused.problems) {
    const auto to_fill = templates::fill_in(problem, which, set);
    full += in_full(problem, to_fill);
    const auto one = in_short(problem, to_fill);
    if (others.empty() && detail::lines_in(brief) + detail::lines_in(one) < kProblemLines) {
      brief += one;
    } else {
      others.push_back(problem.label.empty() ? problem.code : problem.label);
    }
  }
  if (full.empty() || detail::lines_in(full) <= kProblemLines) {
    return full.empty() ? full : "\n" + full;
  }
  auto text =
      "\n" + std::to_string(refused.problems.size()) + " lines are missing or wrong:\n" + brief;
  if (!others.empty()) {
    text += detail::paragraph(detail::shortened(
        "And " + std::to_string(others.size()) + " more: " + detail::join(others, ", "),
        kLabelsNamed));
  }
  return text;
}

std::string form_lines(const Refused& refused, const std::string& letter) {
  if (refused.form_text.empty()) {
    return {};
  }
  auto form = templates::unmark(refused.form_text);
  if (!refused.kept_mark.empty()) {
    form = "## Attachments of this form: " + refused.kept_mark + "\n" + form;
  }
  if (!form.ends_with('\n')) {
    form += '\n';
  }
  return detail::heading("YOUR FORM AS IT STANDS") + "\n" + templates::fenced(letter, form);
}

std::string kept_lines(const Refused& refused, const std::string& zone) {
  if (refused.kept_until == Time{}) {
    return {};
  }
  auto text = "\n" + detail::paragraph("Your mail is kept, sealed, until " +
                                       spoken_time(refused.kept_until, zone) +
                                       "; then it has to be sent again.");
  if (!refused.kept.empty()) {
    text += "Its attachments go with it once it is accepted:\n" +
            detail::indent(detail::join(refused.kept, "\n"), 2) + "\n" +
            detail::paragraph("A new attachment of the same name takes the place of the old one.");
  }
  return text;
}

std::string title_of(const LetterSource& source, const Refused& refused) {
  const auto own = own_subject(refused.subject, source.site.prefix);
  if (!own.empty()) {
    return own;
  }
  const auto* which =
      refused.form_name.empty() ? nullptr : source.templates.find(refused.form_name);
  return which != nullptr ? which->title : "your mail";
}

const CaseNumber* number_of(const LetterSource& source) {
  return source.subject == nullptr ? nullptr : &source.subject->number;
}

}  // namespace

mail::Draft write_refusal(const LetterPlan& plan, const LetterSource& source,
                          const Refused& refused, const LetterThread& thread) {
  auto draft = detail::automatic(source.site, plan.kind, number_of(source), plan.to.front(), thread,
                                 source.now);
  detail::About what;
  what.reference = source.form != nullptr ? std::string(source.form->text("own_ref")) : "";
  what.title = title_of(source, refused);
  const bool waits = refused.reason == "unknown-letter" || refused.reason == "classification-mark";
  draft.subject = detail::with_about(waits ? "NOT SENT YET" : "NOT ACCEPTED", what);
  draft.text = detail::shortened(draft.subject, detail::kWidth) + "\n\n" +
               detail::paragraph(advice_for(refused.reason)) +
               problem_lines(refused, source.templates) + detail::reply_line(plan) +
               form_lines(refused, thread.letter) +
               kept_lines(refused, detail::zone_of(plan, source.site));
  return draft;
}

mail::Draft write_question(const LetterPlan& plan, const LetterSource& source,
                           const Question& question, const LetterThread& thread) {
  auto draft = detail::automatic(source.site, plan.kind, number_of(source), plan.to.front(), thread,
                                 source.now);
  const auto own = own_subject(question.subject, source.site.prefix);
  const detail::About what{.reference = question.reference,
                           .title = own.empty() ? "your mail" : own};
  const auto zone = detail::zone_of(plan, source.site);
  draft.subject = (source.subject == nullptr ? "" : "[" + source.subject->number.text() + "] ") +
                  "NOT SENT YET: " + question.title + (question.title.ends_with('?') ? " " : ": ") +
                  what.line();
  draft.text = detail::paragraph("NOT SENT YET: " + question.title) + "\n" +
               detail::row("Reference", question.reference) + detail::row("Title", what.title);
  for (const auto& paragraph : question.text) {
    draft.text += "\n" + detail::paragraph(paragraph);
  }
  if (!question.choices.empty()) {
    draft.text += "\nReply with one word:\n";
    for (const auto& choice : question.choices) {
      draft.text += detail::row("  " + choice.word, choice.meaning);
    }
  }
  draft.text += detail::reply_line(plan);
  if (question.kept_until != Time{}) {
    draft.text += "\n" + detail::paragraph("Your mail is kept, sealed, until " +
                                           spoken_time(question.kept_until, zone) +
                                           "; without a word from you nothing is sent.");
  }
  if (!question.kept.empty()) {
    draft.text += "Kept with it:\n" + detail::indent(detail::join(question.kept, "\n"), 2) + "\n";
  }
  return draft;
}

mail::Draft write_to_stranger(const config::Site& site, const std::string& address, Time now,
                              const LetterThread& thread) {
  mail::Draft draft;
  draft.from = {site.name, site.address};
  draft.to.push_back({"", address});
  draft.outer_subject = "Your mail was not accepted";
  draft.message_id = thread.message_id;
  draft.in_reply_to = thread.answered;
  if (!thread.answered.empty()) {
    draft.references.push_back(thread.answered);
  }
  draft.date = now;
  draft.automatic = true;
  draft.text = "Pouch did not accept your mail: it was not signed by a registered key\n";
  return draft;
}

}  // namespace pouch::gateway
