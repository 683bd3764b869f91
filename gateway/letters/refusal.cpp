// Refusals that teach (CORRESPONDENCE section 4): at the top, in under 20 lines, just what is
// missing or wrong, each as the line to fill in with one example; below it, fenced, the form as it
// stands. They never nest: the form shown is the newest state. For mail that never became a form,
// one paragraph on what to do.
#include <algorithm>
#include <array>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/fields.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/problems.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/letters/titles.hpp"
#include "gateway/words/known_sentences.hpp"
#include "gateway/words/words.hpp"
#include "templates/replies/mend.hpp"
#include "templates/replies/written.hpp"
#include "templates/showing/render.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kProblemLines = 9;  // of what is wrong, so that the head stays under 20
constexpr std::size_t kSentence = 148;    // characters: two lines
constexpr std::size_t kLabelsNamed = 76;

struct Advice {
  std::string_view reason;
  Phrase text;
};

constexpr std::array<Advice, 10> kAdvice{{
    {"not-encrypted", "refused_not_encrypted"},
    {"stale", "refused_stale"},
    {"sender-mismatch", "refused_sender_mismatch"},
    {"unsupported-encryption", "refused_unsupported_encryption"},
    {"unreadable", "refused_unreadable"},
    {"no-right", "refused_no_right"},
    {"classification", "refused_classification"},
    {"classification-mark", "refused_classification_mark"},
    {"unknown-letter", "refused_unknown_letter"},
    {"form-problems", "refused_form_problems"},
}};

Phrase advice_for(const std::string& reason) {
  const auto* found = std::find_if(kAdvice.begin(), kAdvice.end(),
                                   [&](const Advice& advice) { return advice.reason == reason; });
  return found == kAdvice.end() ? Phrase("refused_otherwise") : found->text;
}

std::string sentence_of(const templates::Problem& problem, const templates::FillIn& to_fill,
                        bool with_hint, std::size_t most, const Words& words) {
  const auto text = detail::shortened(
      capitalised(detail::sentence(problem, with_hint, words, to_fill), words), most - 1);
  return detail::paragraph(text.ends_with("…") || text.ends_with('.') ? text : text + ".");
}

// One sentence, the line to fill in, one example.
std::string in_full(const templates::Problem& problem, const templates::FillIn& to_fill,
                    const Words& words) {
  const bool hint = to_fill.example.empty() || problem.code != "missing";
  auto text = sentence_of(problem, to_fill, hint, kSentence, words);
  if (!to_fill.line.empty()) {
    text += to_fill.line + "\n";
  }
  if (!to_fill.example.empty()) {
    text += detail::shortened("  " + words("for_example", {{"example", to_fill.example}}),
                              detail::kWidth) +
            "\n";
  }
  return text;
}

// Where there are many: a line that is missing says so by itself.
std::string in_short(const templates::Problem& problem, const templates::FillIn& to_fill,
                     const Words& words) {
  const bool by_itself = problem.code == "missing" && !to_fill.line.empty();
  return (by_itself ? std::string() : sentence_of(problem, to_fill, false, detail::kWidth, words)) +
         (to_fill.line.empty() ? "" : to_fill.line + "\n");
}

// As many as the head has room for; the others by their labels.
std::string problem_lines(const LetterPlan& plan, const Refused& refused,
                          const templates::TemplateSet& set) {
  const auto& words = detail::words_of(plan);
  const auto* which = refused.form_name.empty() ? nullptr : set.find(refused.form_name);
  std::string full, brief;
  std::vector<std::string> others;
  for (const auto& problem : refused.problems) {
    const auto to_fill = templates::fill_in(problem, which, set, detail::labels_for(plan, set));
    full += in_full(problem, to_fill, words);
    const auto one = in_short(problem, to_fill, words);
    if (others.empty() && detail::lines_in(brief) + detail::lines_in(one) < kProblemLines) {
      brief += one;
    } else {
      others.push_back(!to_fill.label.empty()   ? to_fill.label
                       : !problem.label.empty() ? problem.label
                                                : problem.code);
    }
  }
  if (full.empty() || detail::lines_in(full) <= kProblemLines) {
    return full.empty() ? full : "\n" + full;
  }
  auto text =
      "\n" + words("lines_missing_or_wrong", {{"count", refused.problems.size()}}) + "\n" + brief;
  if (!others.empty()) {
    text += detail::paragraph(
        detail::shortened(words("and_more_labels",
                                {{"count", others.size()}, {"labels", detail::join(others, ", ")}}),
                          kLabelsNamed));
  }
  return text;
}

std::string form_lines(const Refused& refused, const std::string& letter, const Words& words) {
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
  return detail::heading(words("your_form_as_it_stands")) + "\n" +
         templates::fenced(letter, form, words.tag());
}

std::string kept_lines(const Refused& refused, const std::string& zone, const Words& words) {
  if (refused.kept_until == Time{}) {
    return {};
  }
  auto text =
      "\n" + detail::paragraph(
                 words("mail_is_kept", {{"until", spoken_time(refused.kept_until, zone, words)}}));
  if (!refused.kept.empty()) {
    text += words("attachments_go_with_it") + "\n" +
            detail::indent(detail::join(refused.kept, "\n"), 2) + "\n" +
            detail::paragraph(words("attachment_of_same_name"));
  }
  return text;
}

std::string title_of(const LetterPlan& plan, const LetterSource& source, const Refused& refused) {
  auto own = own_subject(refused.subject, source.site.prefix);
  if (!own.empty()) {
    return own;
  }
  const auto* which =
      refused.form_name.empty() ? nullptr : source.templates.find(refused.form_name);
  return which != nullptr ? templates::title_in(*which, detail::labels_for(plan, source.templates))
                          : detail::words_of(plan)("your_mail");
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
  what.title = title_of(plan, source, refused);
  const auto& words = detail::words_of(plan);
  const bool waits = refused.reason == "unknown-letter" || refused.reason == "classification-mark";
  draft.subject = detail::with_about(waits ? words("not_sent_yet") : words("not_accepted"), what);
  draft.text = detail::shortened(draft.subject, detail::kWidth) + "\n\n" +
               detail::paragraph(words(advice_for(refused.reason))) +
               problem_lines(plan, refused, source.templates) + detail::reply_line(plan, words) +
               form_lines(refused, thread.letter, words) +
               kept_lines(refused, detail::zone_of(plan, source.site), words);
  return draft;
}

mail::Draft write_question(const LetterPlan& plan, const LetterSource& source,
                           const Question& question, const LetterThread& thread) {
  auto draft = detail::automatic(source.site, plan.kind, number_of(source), plan.to.front(), thread,
                                 source.now);
  const auto& words = detail::words_of(plan);
  const auto own = own_subject(question.subject, source.site.prefix);
  const detail::About what{.reference = question.reference,
                           .title = own.empty() ? words("your_mail") : own};
  const auto zone = detail::zone_of(plan, source.site);
  const auto head = words("not_sent_yet") + ": " + question.title;
  draft.subject = (source.subject == nullptr ? "" : "[" + source.subject->number.text() + "] ") +
                  head + (question.title.ends_with('?') ? " " : ": ") + what.line();
  draft.text = detail::paragraph(head) + "\n" +
               detail::row(words("row_reference"), question.reference) +
               detail::row(words("row_title"), what.title);
  for (const auto& paragraph : question.text) {
    draft.text += "\n" + detail::paragraph(capitalised(known_sentence(paragraph, words), words));
  }
  if (!question.choices.empty()) {
    draft.text += "\n" + words("reply_with_one_word") + "\n";
    for (const auto& choice : question.choices) {
      draft.text += detail::row("  " + choice.word, choice.meaning);
    }
  }
  draft.text += detail::reply_line(plan, words);
  if (question.kept_until != Time{}) {
    draft.text +=
        "\n" + detail::paragraph(words("nothing_without_a_word",
                                       {{"until", spoken_time(question.kept_until, zone, words)}}));
  }
  if (!question.kept.empty()) {
    draft.text +=
        words("kept_with_it") + "\n" + detail::indent(detail::join(question.kept, "\n"), 2) + "\n";
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
