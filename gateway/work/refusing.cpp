#include "gateway/work/refusing.hpp"

#include <algorithm>

#include "gateway/letters/letter.hpp"
#include "gateway/letters/machine.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/work/kept.hpp"
#include "mail/structure/headers.hpp"
#include "templates/replies/mend.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::hours kRateSpan{1};

std::string own_ref_of(const Reading& reading) {
  return reading.form ? std::string(reading.form->text("own_ref")) : std::string();
}

// Of a mail that holds no form there is nothing to mend; a question keeps whatever it is about.
bool can_be_completed(const Decision& decision, const Reading& reading) {
  return decision.ask || reading.form || !reading.problems.empty() || reading.kept;
}

void keep_mail(const Arrived& arrived, const Decision& decision, const Sender& sender,
               const Reading& reading, const std::string& letter, Commit& commit) {
  if (decision.keep_nothing || !can_be_completed(decision, reading)) {
    return;
  }
  const auto& opened = arrived.opened;
  auto parts = parts_of(arrived);
  if (reading.kept) {
    join(reading.kept->parts, parts);
    commit.forget = {reading.kept->letter};
  }
  KeptParts kept;
  kept.letter = letter;
  kept.sender = sender.id;
  if (reading.kept) {
    kept.before = reading.kept->before;
    kept.before.push_back(reading.kept->letter);
  }
  kept.own_ref = own_ref_of(reading);
  kept.until = arrived.entry.received + arrived.runtime.site.limits.signature_age;
  kept.parts =
      parts_to_keep(parts, reading.form_files,
                    origin_of(arrived.mail_id(), arrived.entry.received, opened.signer->primary));
  kept.why = decision.ask ? decision.ask->why : KeptFor::kMending;
  kept.form = reading.form ? reading.form->name : std::string();
  const bool of_file = reading.form && !reading.form_files.empty();
  kept.text = of_file        ? templates::as_text(*reading.form, arrived.runtime.templates)
              : reading.form ? reading.text
              : decision.ask ? reading.own
                             : reading.text;
  kept.words = reading.kept ? reading.kept->words : of_file ? reading.form->words : std::string();
  kept.subject = reading.title;
  kept.number = reading.named ? reading.named->text() : std::string();
  commit.keep = std::move(kept);
}

Refused refused_of(const Decision& decision, const Reading& reading, const Commit& commit,
                   const std::string& id) {
  Refused refused{.reason = decision.reason,
                  .problems = decision.problems,
                  .form_text = reading.text,
                  .subject = reading.title};
  if (commit.keep) {
    refused.form_text = commit.keep->text;
    refused.form_name = commit.keep->form;
    refused.kept_mark = kept_mark(id);
    refused.kept_until = commit.keep->until;
    for (const auto& part : commit.keep->parts) {
      if (!part.evidence) {
        refused.kept.push_back(part.name);
      }
    }
  }
  return refused;
}

Question question_of(const Ask& ask, const Reading& reading, const Refused& refused) {
  return {.title = ask.title,
          .reference = own_ref_of(reading),
          .subject = refused.subject,
          .text = ask.lines,
          .choices = ask.choices,
          .kept = refused.kept,
          .kept_until = refused.kept_until};
}

// What programs read beside the text: R1- of DOMAIN section 6. Of content it has what its writer is
// told anyway.
void attach_rejection(const Arrived& arrived, Outcome outcome, Rejection rejection,
                      mail::Draft& draft) {
  const auto& opened = arrived.opened;
  rejection.outcome = outcome;
  rejection.received = arrived.entry.received;
  rejection.raw_sha256 = arrived.mail.sha256();
  if (opened.signer) {
    rejection.signed_at = opened.signer->signed_at;
    rejection.signer = opened.signer->primary;
    rejection.body_sha256 = sha256_hex(opened.inner);
  }
  draft.attachments.push_back({.name = "receipt.json",
                               .media_type = "application/json",
                               .bytes = rejection_json(rejection)});
}

Rejection rejection_of(const Decision& decision, const Reading& reading, const Refused& refused) {
  return {.reason = decision.reason,
          .number = reading.named ? reading.named->text() : std::string(),
          .form = reading.form ? reading.form->name : std::string(),
          .problems = decision.problems,
          .choices = decision.ask ? decision.ask->choices : std::vector<ReplyChoice>{},
          .kept_until = refused.kept_until};
}

std::optional<Whom> member_named(const config::Directory& directory, const std::string& address) {
  for (const auto& member : directory.members) {
    for (const auto& known : member.addresses) {
      if (mail::same_address(known, address)) {
        return Whom{member.name, member.id};
      }
    }
  }
  for (const auto& desk : directory.desks) {
    if (mail::same_address(desk.address, address)) {
      return Whom{display_name(desk, directory), desk.id};
    }
  }
  return std::nullopt;
}

}  // namespace

bool too_many_letters(const Arrived& arrived, const Sender& sender, Commit& commit) {
  const auto sent =
      arrived.store.letters().count_since(sender.address, arrived.runtime.now() - kRateSpan, true);
  if (static_cast<std::size_t>(sent) < arrived.runtime.site.limits.letters_per_hour) {
    return false;
  }
  commit.outcome = Outcome::kHeld;
  commit.detail = (commit.reason.empty() ? "asked" : commit.reason) + ", and too many letters to " +
                  sender.id + " in an hour";
  commit.reason = "too-many";
  commit.signatures.clear();
  return true;
}

void write_refusals(const Arrived& arrived, const Decision& decision, const Sender& sender,
                    const Reservation& reserved, const Reading& reading, Commit& commit) {
  if (too_many_letters(arrived, sender, commit)) {
    return;
  }
  const auto& runtime = arrived.runtime;
  const auto& plan = decision.letters.back();
  LetterSource source{.site = runtime.site,
                      .directory = runtime.directory,
                      .templates = runtime.templates,
                      .sender = sender,
                      .now = runtime.now()};
  source.subject = reading.thread ? &*reading.thread : nullptr;
  const auto id = letter_id(reserved.letter_seed, 1);
  LetterThread thread{.message_id = letter_message_id(runtime.site, reserved.letter_seed, 1),
                      .answered = arrived.mail_id()};
  thread.letter = id;
  keep_mail(arrived, decision, sender, reading, thread.message_id, commit);
  const auto refused = refused_of(decision, reading, commit, id);
  auto draft = decision.ask ? write_question(plan, source,
                                             question_of(*decision.ask, reading, refused), thread)
                            : write_refusal(plan, source, refused, thread);
  attach_rejection(arrived, Outcome::kRefused, rejection_of(decision, reading, refused), draft);
  commit.letters.push_back(
      seal_letter(draft, plan, id, runtime.gateway_key, arrived.crypto, runtime.site.state));
  if (reading.thread) {
    commit.about = MessageNumber{reading.thread->number, 0};
    commit.raw_sha256 = arrived.mail.sha256();
  }
}

bool hold(const Arrived& arrived, const Sender& sender, const Reservation& reserved,
          const Refused& refused, const std::string& detail, Commit& commit) {
  commit.outcome = Outcome::kHeld;
  commit.reason = refused.reason;
  commit.detail = detail;
  commit.audit.push_back({.actor = sender.id, .act = "held", .detail = commit.reason});
  if (too_many_letters(arrived, sender, commit)) {
    commit.reason = refused.reason;
    return false;
  }
  const auto& runtime = arrived.runtime;
  const LetterPlan plan{.kind = LetterKind::kRefusal, .to = {party_of(sender, runtime.site)}};
  const LetterSource source{.site = runtime.site,
                            .directory = runtime.directory,
                            .templates = runtime.templates,
                            .sender = sender,
                            .now = runtime.now()};
  const auto id = letter_id(reserved.letter_seed, 1);
  LetterThread thread{.message_id = letter_message_id(runtime.site, reserved.letter_seed, 1),
                      .answered = arrived.mail_id()};
  thread.letter = id;
  auto draft = write_refusal(plan, source, refused, thread);
  attach_rejection(arrived, Outcome::kHeld,
                   {.reason = refused.reason, .problems = refused.problems}, draft);
  commit.letters.push_back(
      seal_letter(draft, plan, id, runtime.gateway_key, arrived.crypto, runtime.site.state));
  return true;
}

void hold_unknown_letter(const Arrived& arrived, const Reading& reading, const Sender& sender,
                         const Reservation& reserved, Commit& commit) {
  const Refused refused{.reason = "unknown-letter",
                        .problems = {},
                        .form_text = "",
                        .subject = arrived.opened.headers.subject};
  if (!hold(arrived, sender, reserved, refused,
            "answers " + reading.answered.unknown + ", which is no letter of this store; by " +
                sender.id,
            commit)) {
    return;
  }
  tell_operators(arrived, unknown_letter_note({sender.name, sender.id}, reading.answered.unknown),
                 reserved.letter_seed, 2, commit);
}

void tell_of_mistake(const Arrived& arrived, const std::string& reason, Commit& commit) {
  const auto who = member_named(arrived.runtime.directory, arrived.opened.outer.from.spec);
  const auto note = who ? mistake_note(reason, *who, commit.detail) : std::nullopt;
  if (!note) {
    return;
  }
  const auto reserved = arrived.store.reservations().reserve(
      arrived.entry.id, arrived.runtime.site.prefix, arrived.entry.received);
  tell_operators(arrived, *note, reserved.letter_seed, 1, commit);
}

}  // namespace pouch::gateway
