#include "gateway/process/passage.hpp"

#include <algorithm>

#include "gateway/decide/admission.hpp"
#include "gateway/decide/decide.hpp"
#include "gateway/decide/reading.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/letters/machine.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/process/answering.hpp"
#include "gateway/process/kept.hpp"
#include "gateway/process/log.hpp"
#include "gateway/process/opening.hpp"
#include "gateway/process/records.hpp"
#include "mail/compose.hpp"
#include "mail/openpgp/open.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::Engine;
using mail::openpgp::Opened;

constexpr std::chrono::hours kRateSpan{1};
constexpr int kCommitTries = 8;  // two workers on one case (DECISIONS 19)

std::string mail_id_of(const Opened& opened) {
  return opened.outer.message_id.empty() ? opened.headers.message_id : opened.outer.message_id;
}

std::vector<StoredPart> parts_of(const Opened& opened, Engine& engine) {
  std::vector<StoredPart> parts;
  for (const auto& attachment : opened.content.attachments) {
    parts.push_back({attachment.name, attachment.media_type, attachment.bytes, false,
                     attachment.signed_separately});
  }
  for (auto& evidence : mail::openpgp::evidence(opened, engine)) {
    parts.push_back({evidence.name, evidence.media_type, std::move(evidence.bytes), true, false});
  }
  return parts;
}

// SECURITY section 1 item 5, DECISIONS 13: the same signature counts once, ever.
void look_for_replay(const Opened& opened, Store& store, Admission& admission) {
  if (!admission.sender || admission.outcome == Outcome::kHeld) {
    return;
  }
  for (const auto& identity : opened.signature_identities) {
    const auto seen = store.seen(identity);
    if (!seen) {
      continue;
    }
    const bool same = seen->mail_id == mail_id_of(opened);
    admission.outcome = same ? Outcome::kDuplicate : Outcome::kHeld;
    admission.reason = same ? "duplicate" : "replayed";
    admission.detail = "the same signature came before" +
                       (seen->number.empty() ? std::string() : ", in " + seen->number);
    admission.owes_letter = false;
    return;
  }
}

// One mail on its way through a worker; what its steps share.
class Passage {
 public:
  Passage(const Runtime& runtime, Store& store, Engine& engine, const SpoolEntry& entry)
      : runtime_(runtime),
        store_(store),
        engine_(engine),
        entry_(entry),
        raw_(store.spool().raw(entry.id)),
        opened_(mail::openpgp::open(raw_, engine, runtime.limits)) {}

  // True when the commit stands; false: the case changed meanwhile, look again.
  bool once() {
    auto admission = admit(opened_, entry_, runtime_.directory, runtime_.site);
    if (admission.stranger && store_.returned_to(entry_.to, runtime_.site.address)) {
      // It answers a letter as machines do, at its envelope sender.
      admission.reason = "automatic";
      admission.detail = "came to the envelope sender of a letter, and is no report";
      admission.stranger = false;
    }
    look_for_replay(opened_, store_, admission);
    if (admission.sender && admission.outcome != Outcome::kDuplicate) {
      keep_usable_keys(admission);
    }
    switch (admission.outcome) {
      case Outcome::kAccepted:
        return accept(admission);
      case Outcome::kRefused:
        return refuse(admission);
      case Outcome::kHeld:
      case Outcome::kDuplicate:
        return put_aside(admission);
    }
    return false;
  }

 private:
  bool usable(const std::string& fingerprint) {
    const auto key = engine_.key(fingerprint);
    return key && key->usable_for_sealing();
  }

  // A sender to whom nothing can be sealed is not answered in the clear: the mail is held.
  void keep_usable_keys(Admission& admission) {
    auto& keys = admission.sender->keys;
    std::erase_if(keys, [&](const std::string& key) { return !usable(key); });
    if (keys.empty() && (admission.outcome == Outcome::kAccepted || admission.owes_letter)) {
      admission.outcome = Outcome::kHeld;
      admission.reason = "no-usable-key";
      admission.detail = "no answer can be sealed to " + admission.sender->id;
    }
  }

  Situation situation(const Sender& sender, const CaseNumber& fresh) {
    return {runtime_.directory,
            runtime_.site,
            entry_.received,
            sender,
            {},
            nullptr,
            nullptr,
            std::nullopt,
            false,
            fresh,
            [this](const std::string& fingerprint) { return usable(fingerprint); },
            std::nullopt,
            &runtime_.templates,
            "",
            records_of(store_)};
  }

  Lookups lookups(const Sender& sender) {
    return {[this](const std::string& id) { return store_.thread(id); },
            [this](const CaseNumber& number) { return store_.find_case(number); },
            [this](const CaseNumber& number) { return opening_form(number); },
            kept_names(refusals_named(opened_, runtime_.site), store_, sender.id, entry_.received)};
  }

  std::optional<templates::Form> opening_form(const CaseNumber& number) {
    if (!store_.find_case(number)) {
      return std::nullopt;
    }
    const auto contents = store_.contents(number, 1);
    return contents.form_json.empty() ? std::nullopt
                                      : std::optional(templates::from_json(contents.form_json));
  }

  Commit base(const Admission& admission) {
    Commit commit;
    commit.spool = entry_.id;
    commit.outcome = admission.outcome;
    commit.reason = admission.reason;
    commit.detail = admission.detail;
    commit.at = runtime_.now();
    return commit;
  }

  void remember_signatures(Commit& commit) const {
    commit.signatures = opened_.signature_identities;
    commit.signer = opened_.signer ? opened_.signer->primary : std::string();
    commit.mail_id = mail_id_of(opened_);
  }

  bool finish(Commit& commit, Summary summary) {
    summary.outcome = commit.outcome;
    summary.reason = commit.reason;
    summary.letters = commit.letters;
    commit.summary = summary_json(summary);
    switch (store_.commit(commit)) {
      case CommitResult::kDone:
        log(commit.outcome == Outcome::kHeld ? Level::kWarning : Level::kInfo, name(commit.outcome),
            {{"spool", std::to_string(entry_.id)}, {"reason", commit.reason}});
        return true;
      case CommitResult::kAlreadyDone:
        return true;
      case CommitResult::kCaseChanged:
      case CommitResult::kSignatureSeen:
        return false;
    }
    return false;
  }

  bool put_aside(const Admission& admission) {
    auto commit = base(admission);
    commit.audit.push_back({"gateway", std::string(name(admission.outcome)), "", admission.reason});
    if (admission.stranger && runtime_.site.strangers.answer && !entry_.from.empty()) {
      answer_stranger(commit);
    }
    Summary summary;
    summary.sender = admission.sender ? admission.sender->id : std::string();
    return finish(commit, std::move(summary));
  }

  // SPEC section 9: by choice of the operator, one fixed text, rate-limited, to the envelope
  // sender.
  void answer_stranger(Commit& commit) {
    const auto now = runtime_.now();
    const auto sent = store_.letters_to_since(entry_.from, now - kRateSpan, true);
    if (static_cast<std::size_t>(sent) >= runtime_.site.strangers.per_hour) {
      return;
    }
    const auto reserved = store_.reserve(entry_.id, runtime_.site.prefix, now);
    const auto id = letter_message_id(runtime_.site, reserved.letter_seed, 1);
    const auto draft =
        write_to_stranger(runtime_.site, entry_.from, now, {id, mail_id_of(opened_)});
    commit.letters.push_back({letter_id(reserved.letter_seed, 1),
                              "stranger",
                              id,
                              {entry_.from},
                              mail::compose_plain(draft)});
  }

  bool refuse(const Admission& admission) {
    auto commit = base(admission);
    commit.audit.push_back(
        {admission.sender ? admission.sender->id : "gateway", "refused", "", admission.reason});
    Summary summary;
    if (admission.sender) {
      summary.sender = admission.sender->id;
      remember_signatures(commit);
    }
    if (admission.sender && admission.owes_letter) {
      const auto reserved = store_.reserve(entry_.id, runtime_.site.prefix, entry_.received);
      const auto now_situation = situation(*admission.sender, reserved.number);
      const auto decision = refuse_with(now_situation, admission.reason, {});
      write_refusals(decision, *admission.sender, reserved, Reading{}, commit);
    }
    return finish(commit, std::move(summary));
  }

  // A program that writes forms in a circle is not fed with answers; the operator sees it.
  bool too_many_letters(const Sender& sender, Commit& commit) {
    const auto sent = store_.letters_to_since(sender.address, runtime_.now() - kRateSpan, true);
    if (static_cast<std::size_t>(sent) < runtime_.site.limits.letters_per_hour) {
      return false;
    }
    commit.outcome = Outcome::kHeld;
    commit.detail = (commit.reason.empty() ? "asked" : commit.reason) +
                    ", and too many letters to " + sender.id + " in an hour";
    commit.reason = "too-many";
    commit.signatures.clear();
    return true;
  }

  void write_refusals(const Decision& decision, const Sender& sender, const Reservation& reserved,
                      const Reading& reading, Commit& commit) {
    if (too_many_letters(sender, commit)) {
      return;
    }
    const auto& plan = decision.letters.back();
    const LetterSource source{
        runtime_.site, runtime_.directory, runtime_.templates, nullptr, nullptr, nullptr, nullptr,
        sender,        runtime_.now()};
    const auto id = letter_id(reserved.letter_seed, 1);
    const LetterThread thread{letter_message_id(runtime_.site, reserved.letter_seed, 1),
                              mail_id_of(opened_), id};
    Refused refused{decision.reason, decision.problems, reading.text, opened_.headers.subject};
    keep_attachments(sender, reading, thread.message_id, commit);
    if (commit.keep) {
      refused.kept_mark = kept_mark(id);
      refused.kept_until = commit.keep->until;
      for (const auto& part : commit.keep->parts) {
        if (!part.evidence) {
          refused.kept.push_back(part.name);
        }
      }
    }
    commit.letters.push_back(seal_letter(write_refusal(plan, source, refused, thread), plan, id,
                                         runtime_.gateway_key, engine_));
  }

  // What this mail brought and what an earlier refusal kept for it; text to correct comes as Reply.
  void keep_attachments(const Sender& sender, const Reading& reading, const std::string& letter,
                        Commit& commit) {
    if (!reading.form && reading.problems.empty()) {
      return;  // no form that could be corrected
    }
    const auto own_ref = own_ref_of(reading);
    std::vector<StoredPart> parts;
    if (!opened_.content.attachments.empty()) {
      parts = parts_of(opened_, engine_);
    }
    const auto before = kept_for(sender, own_ref);
    if (before) {
      join(before->parts, parts);
      commit.forget = {before->letter};
    }
    auto kept = parts_to_keep(parts, reading.json_forms, own_origin());
    if (!kept.empty()) {
      commit.keep =
          KeptParts{letter, sender.id, own_ref,
                    entry_.received + runtime_.site.limits.signature_age, std::move(kept)};
    }
  }

  std::string own_origin() const {
    return origin_of(mail_id_of(opened_), entry_.received, opened_.signer->primary);
  }

  static std::string own_ref_of(const Reading& reading) {
    return reading.form ? std::string(reading.form->text("own_ref")) : std::string();
  }

  std::optional<KeptParts> kept_for(const Sender& sender, const std::string& own_ref) {
    return kept_by_refusal(refusals_named(opened_, runtime_.site), store_, sender.id, own_ref,
                           entry_.received);
  }

  bool accept(Admission& admission) {
    const auto& sender = *admission.sender;
    const auto reading = read_mail(opened_, sender, admission.groups, runtime_.templates,
                                   runtime_.site, entry_.received, lookups(sender));
    const auto reserved = store_.reserve(entry_.id, runtime_.site.prefix, entry_.received);
    auto now_situation = situation(sender, reserved.number);
    now_situation.groups = admission.groups;
    now_situation.which = reading.which;
    now_situation.form = reading.form ? &*reading.form : nullptr;
    now_situation.thread = reading.thread;
    now_situation.answers_our_letter = reading.thread.has_value();
    now_situation.named = reading.named;
    now_situation.expects = reading.expects;
    auto decision = reading.problems.empty()
                        ? decide(now_situation)
                        : refuse_with(now_situation, "form-problems", all_problems(reading));
    auto commit = base(admission);
    commit.outcome = decision.outcome;
    commit.reason = decision.reason;
    commit.audit = decision.audit;
    remember_signatures(commit);
    Summary summary;
    summary.sender = sender.id;
    summary.form = decision.form;
    summary.problems = decision.problems;
    summary.warnings = decision.warnings;
    if (decision.outcome == Outcome::kRefused) {
      write_refusals(decision, sender, reserved, reading, commit);
    } else if (decision.answer) {
      if (!too_many_letters(sender, commit)) {
        answer_into(runtime_, store_, engine_, decision, sender, reserved, mail_id_of(opened_),
                    commit);
      }
    } else {
      fill(decision, reading, sender, reserved, commit);
      summary.number = decision.the_case()->number.text();
      summary.message = summary.number + "/" + std::to_string(decision.message);
    }
    return finish(commit, std::move(summary));
  }

  static std::vector<templates::Problem> all_problems(const Reading& reading) {
    auto problems = reading.problems;
    if (reading.form) {
      problems.insert(problems.end(), reading.form->problems.begin(), reading.form->problems.end());
    }
    return problems;
  }

  Message row_of(const Decision& decision, const Sender& sender) const {
    Message row{0, decision.the_case()->number};
    row.message = decision.message;
    row.form = decision.form;
    row.sender = sender.id;
    row.sender_country = sender.country;
    row.acting_desk = decision.acting_desk;
    row.signer = opened_.signer->primary;
    row.signing_key = opened_.signer->fingerprint;
    row.received = entry_.received;
    row.signed_at = opened_.signer->signed_at;
    row.message_id = mail_id_of(opened_);
    row.raw_sha256 = sha256_hex(raw_);
    row.body_sha256 = sha256_hex(opened_.inner);
    row.readers = decision.readers;
    row.audience = decision.audience;
    return row;
  }

  void fill(Decision& decision, const Reading& reading, const Sender& sender,
            const Reservation& reserved, Commit& commit) {
    commit.opened = decision.opened;
    commit.changed = decision.changed;
    NewMessage message{row_of(decision, sender), {}, raw_};
    message.contents.subject = opened_.headers.subject;
    message.contents.text = reading.own;
    message.contents.form_json = reading.form ? templates::to_json(*reading.form) : std::string();
    message.contents.parts = parts_of(opened_, engine_);
    if (const auto kept = reading.form ? kept_for(sender, own_ref_of(reading)) : std::nullopt) {
      for (const auto& joined : join(kept->parts, message.contents.parts)) {
        decision.notices.push_back(joined + " is with it, kept from your refused mail");
      }
      commit.forget = {kept->letter};
    }
    commit.thread_ids = {thread_root(runtime_.site, decision.the_case()->number)};
    for (const auto& id : {opened_.outer.message_id, opened_.headers.message_id}) {
      if (!id.empty()) {
        commit.thread_ids.push_back(id);
      }
    }
    const auto opening =
        decision.message > 1 ? opening_of(store_, decision.the_case()->number) : Opening{};
    const LetterSource source{runtime_.site,
                              runtime_.directory,
                              runtime_.templates,
                              decision.the_case(),
                              &message.row,
                              &message.contents,
                              reading.form ? &*reading.form : nullptr,
                              sender,
                              runtime_.now(),
                              opening.form ? &*opening.form : nullptr,
                              opening.subject,
                              &decision.warnings};
    for (std::size_t n = 0; n < decision.letters.size(); ++n) {
      const auto& plan = decision.letters[n];
      const auto id = letter_message_id(runtime_.site, reserved.letter_seed, n + 1);
      const LetterThread thread{id, answered_by(plan, sender, *decision.the_case()),
                                letter_id(reserved.letter_seed, n + 1)};
      const auto draft =
          plan.kind == LetterKind::kReceipt ? write_receipt(plan, source, decision, thread)
          : plan.again > 0
              ? letter_again(runtime_, store_, *source.subject, plan, {id, "", thread.letter})
              : write_letter(plan, source, thread);
      commit.letters.push_back(seal_letter(draft, plan, letter_id(reserved.letter_seed, n + 1),
                                           runtime_.gateway_key, engine_));
      commit.thread_ids.push_back(id);
    }
    commit.message = std::move(message);
  }

  // The sender's receipt answers his own mail; the requester's answer hangs below his request.
  std::string answered_by(const LetterPlan& plan, const Sender& sender, const Case& subject) {
    if (plan.kind == LetterKind::kReceipt) {
      return mail_id_of(opened_);
    }
    const bool to_requester = plan.to.size() == 1 && plan.to.front().id == subject.requester;
    if (!to_requester || sender.id == subject.requester) {
      return {};
    }
    for (const auto& row : store_.messages(subject.number)) {
      if (row.message == 1) {
        return row.message_id;
      }
    }
    return {};
  }

  const Runtime& runtime_;
  Store& store_;
  Engine& engine_;
  const SpoolEntry& entry_;
  std::string raw_;
  Opened opened_;
};

}  // namespace

bool carry(const Runtime& runtime, Store& store, Engine& engine, const SpoolEntry& entry) {
  Passage passage(runtime, store, engine, entry);
  for (int i = 0; i < kCommitTries; ++i) {
    if (passage.once()) {
      return true;
    }
  }
  return false;
}

}  // namespace pouch::gateway
