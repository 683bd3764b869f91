// The accepted receipt (DOMAIN section 6, R1 and R2 in one: DECISIONS 15): numbers, states,
// digests; no content of the case.
#include "gateway/letters/letter.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/machine.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {
namespace {

std::string warning_lines(const std::vector<templates::Problem>& warnings) {
  std::string text;
  for (const auto& warning : warnings) {
    text += "  ";
    if (warning.line != 0) {
      text += "line " + std::to_string(warning.line) + ", ";
    }
    text += (warning.label.empty() ? "" : warning.label + ": ") + warning.text +
            (warning.hint.empty() ? "" : " (" + warning.hint + ")") + "\n";
  }
  return text;
}

std::string leg_lines(const Case& subject, const std::string& zone) {
  std::string text;
  for (const auto& leg : subject.legs) {
    text += "  " + leg.country + "  " + std::string(name(leg.state)) +
            (leg.desk.empty() ? "" : ", at " + leg.desk);
    if (leg.deadline) {
      text += ", answer due " + local_time(*leg.deadline, zone);
    }
    text += "\n";
  }
  return text;
}

}  // namespace

mail::Draft write_receipt(const LetterPlan& plan, const LetterSource& source,
                          const Decision& decision, const LetterThread& thread) {
  const auto& message = *source.message;
  const auto number = source.subject->number.text() + "/" + std::to_string(message.message);
  mail::Draft draft;
  draft.from = {source.site.name, source.site.address};
  draft.to.push_back({plan.to.front().name, plan.to.front().address});
  draft.outer_subject = "[" + source.subject->number.text() + "]";
  draft.subject = "[" + number + "] ACCEPTED";
  draft.message_id = thread.message_id;
  draft.in_reply_to = thread.answered;
  draft.references = {thread_root(source.site, source.subject->number)};
  if (!thread.answered.empty()) {
    draft.references.push_back(thread.answered);
  }
  draft.date = source.now;
  draft.automatic = true;
  draft.text = "[" + number + "] ACCEPTED\n\n";
  draft.text += detail::row("Registered as", decision.form + ", " + number);
  draft.text += detail::row("Received", utc_time(message.received));
  for (const auto& notice : decision.notices) {
    draft.text += detail::row("Where it is", notice);
  }
  if (!source.subject->legs.empty()) {
    draft.text += detail::heading("STATE OF EACH COUNTRY") +
                  leg_lines(*source.subject, plan.to.front().time_zone);
  }
  if (!decision.warnings.empty()) {
    draft.text += detail::heading("PLEASE LOOK AT THIS (it went out all the same)") +
                  warning_lines(decision.warnings);
  }
  draft.text += detail::heading("FOR YOUR FILE");
  draft.text += detail::row("Signed with", message.signer);
  draft.text += detail::row("SHA-256", message.raw_sha256 + " (mail as received)");
  draft.text += detail::row("", message.body_sha256 + " (as decrypted)");
  draft.text += "\nAnswers come to you in this thread. Name " + source.subject->number.text() +
                " in what you write about it.\n";
  draft.attachments.push_back({"receipt.json", "application/json", receipt_json(source, decision)});
  return draft;
}

}  // namespace pouch::gateway
