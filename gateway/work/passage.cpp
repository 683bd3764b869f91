#include "gateway/work/passage.hpp"

#include <algorithm>

#include "gateway/archive/attached_text.hpp"
#include "gateway/decide/admission.hpp"
#include "gateway/decide/decide.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/decide/reading.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/letters/machine.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/epochs.hpp"
#include "gateway/store/erasures.hpp"
#include "gateway/store/kept_mails.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/reservations.hpp"
#include "gateway/store/signatures.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/work/answering.hpp"
#include "gateway/work/arrived.hpp"
#include "gateway/work/classified.hpp"
#include "gateway/work/filing.hpp"
#include "gateway/work/kept.hpp"
#include "gateway/work/key_offers.hpp"
#include "gateway/work/opening.hpp"
#include "gateway/work/records.hpp"
#include "gateway/work/refusing.hpp"
#include "mail/compose/compose.hpp"
#include "mail/openpgp/open.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::Opened;

constexpr std::chrono::hours kRateSpan{1};
constexpr int kCommitTries = 8;  // two workers on one case (DECISIONS 19), a key that ends now

// SECURITY section 1 item 5, DECISIONS 13: the same signature counts once, ever.
void look_for_replay(const Arrived& arrived, Admission& admission) {
  if (!admission.sender || admission.outcome == Outcome::kHeld) {
    return;
  }
  for (const auto& identity : arrived.opened.signature_identities) {
    const auto seen = arrived.store.signatures().seen(identity);
    if (!seen) {
      continue;
    }
    const bool same = seen->mail_id == arrived.mail_id();
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
  Passage(const Runtime& runtime, Store& store, Crypto& crypto, const SpoolEntry& entry)
      : runtime_(runtime),
        store_(store),
        crypto_(crypto),
        entry_(entry),
        mail_(store, crypto, entry.id),
        opened_(mail_.opened()),
        arrived_{runtime, store, crypto, entry, mail_, opened_, files_} {}

  // True when the commit stands; false: the case changed meanwhile, look again.
  bool once() {
    auto admission = admit(opened_, entry_, runtime_.directory, runtime_.site);
    if (admission.reason == "stale") {
      doubt_the_clock(admission);
    }
    name_returned(admission);
    if (!admission.marks.empty()) {
      log(Level::kInfo, "marked",
          {{"spool", std::to_string(entry_.id)}, {"mark", admission.marks}});
    }
    look_for_replay(arrived_, admission);
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
  // Our own clock may be what is wrong: when the mail came, or now. Then nobody is blamed.
  void doubt_the_clock(Admission& admission) {
    auto as_if_now = entry_;
    as_if_now.received = runtime_.now();
    auto again = admit(opened_, as_if_now, runtime_.directory, runtime_.site);
    if (again.reason != "stale") {
      admission = std::move(again);
      return;
    }
    const auto skew = runtime_.site.limits.clock_skew;
    const auto jump = runtime_.watch.jump(skew);
    const auto behind = store_.audit().last_note() - runtime_.now();
    if (jump.count() != 0 || behind > skew) {
      throw Fault(true,
                  "the clock of this machine jumped by " +
                      std::to_string(jump.count() != 0 ? jump.count() : -behind.count()) +
                      " seconds: the mail seems to be stale",
                  "set the clock (timedatectl); an hour after a jump the clock is believed");
    }
  }

  // What nobody proved, at the envelope sender of a letter: it answers that as machines do.
  void name_returned(Admission& admission) {
    const auto letter = admission.outcome == Outcome::kHeld && !admission.sender
                            ? store_.letters().returned_to(entry_.to, runtime_.site.address)
                            : std::nullopt;
    if (!letter) {
      return;
    }
    admission.reason = admission.stranger ? "automatic" : admission.reason;
    admission.stranger = false;
    admission.detail = "came back on letter " + letter->id + " to " + letter->recipient +
                       (letter->number.empty() ? "" : ", " + letter->number) +
                       "; no report that is understood" +
                       (admission.detail.empty() ? "" : "; " + admission.detail);
  }

  // A sender to whom nothing can be sealed is not answered in the clear: the mail is held.
  void keep_usable_keys(Admission& admission) {
    auto& keys = admission.sender->keys;
    std::erase_if(keys, [&](const std::string& key) { return !crypto_.can_seal_to(key); });
    if (keys.empty() && (admission.outcome == Outcome::kAccepted || admission.owes_letter)) {
      admission.outcome = Outcome::kHeld;
      admission.reason = "no-usable-key";
      admission.detail = "no answer can be sealed to " + admission.sender->id;
    }
  }

  Situation situation(const Sender& sender, const CaseNumber& fresh) {
    return {.directory = runtime_.directory,
            .site = runtime_.site,
            .now = entry_.received,
            .sender = sender,
            .fresh = fresh,
            .key_usable =
                [this](const std::string& fingerprint) { return crypto_.can_seal_to(fingerprint); },
            .templates = &runtime_.templates,
            .records = records_of(runtime_, store_)};
  }

  Lookups lookups(const Sender& sender) {
    Lookups lookups;
    lookups.epoch = store_.epochs().current();
    lookups.thread.letter = [this](const std::string& id) { return answered_letter(store_, id); };
    lookups.thread.message = [this](const std::string& id) { return store_.messages().thread(id); };
    lookups.find_case = [this](const CaseNumber& number) { return store_.cases().find(number); };
    lookups.opening_form = [this](const CaseNumber& number) { return opening_form(number); };
    lookups.letters_of = [this, &sender](const CaseNumber& number) {
      return letters_to(store_, runtime_.directory, sender, number);
    };
    lookups.kept = [this, &sender](const std::string& letter) {
      return store_.kept_mails().find({letter}, sender.id, entry_.received);
    };
    lookups.kept_asked_before = [this, &sender](const std::string& letter) {
      return store_.kept_mails().find_asked_before(letter, sender.id, entry_.received);
    };
    lookups.attached_words = [this] {
      std::vector<AttachedWords> words;
      for (auto& one : attached_texts(opened_.content, files_)) {
        words.push_back({std::move(one.name), std::move(one.text)});
      }
      return words;
    };
    lookups.marked = refusals_named(opened_, runtime_.site).proved;
    return lookups;
  }

  std::optional<templates::Form> opening_form(const CaseNumber& number) {
    if (!store_.cases().find(number) || store_.erasures().is_erased(number)) {
      return std::nullopt;
    }
    return opening_of(store_.bodies(), number).form;
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
    commit.mail_id = arrived_.mail_id();
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
    commit.audit.push_back({.actor = "gateway",
                            .act = std::string(name(admission.outcome)),
                            .detail = admission.reason});
    if (admission.stranger && runtime_.site.strangers.answer && !entry_.from.empty()) {
      answer_stranger(commit);
    } else if (admission.outcome != Outcome::kDuplicate) {
      tell_of_mistake(arrived_, admission.reason, commit);
    }
    Summary summary;
    summary.sender = admission.sender ? admission.sender->id : std::string();
    return finish(commit, std::move(summary));
  }

  // SPEC section 9: by choice of the operator, one fixed text, rate-limited, to the envelope
  // sender.
  void answer_stranger(Commit& commit) {
    const auto now = runtime_.now();
    const auto sent = store_.letters().count_since(entry_.from, now - kRateSpan, true);
    if (static_cast<std::size_t>(sent) >= runtime_.site.strangers.per_hour) {
      return;
    }
    const auto reserved = store_.reservations().reserve(entry_.id, runtime_.site.prefix, now);
    const auto id = letter_message_id(runtime_.site, reserved.letter_seed, 1);
    const auto draft = write_to_stranger(runtime_.site, entry_.from, now,
                                         {.message_id = id, .answered = arrived_.mail_id()});
    commit.letters.push_back({.id = letter_id(reserved.letter_seed, 1),
                              .kind = std::string(name(LetterKind::kStranger)),
                              .message_id = id,
                              .recipients = {entry_.from},
                              .wire = mail::compose_plain(draft)});
  }

  static std::vector<templates::Problem> problems_of(const Admission& admission) {
    if (admission.reason != "unreadable") {
      return {};
    }
    return {
        {.label = "", .code = "unreadable", .text = admission.detail, .hint = admission.remedy}};
  }

  bool refuse(const Admission& admission) {
    auto commit = base(admission);
    commit.audit.push_back({.actor = admission.sender ? admission.sender->id : "gateway",
                            .act = "refused",
                            .detail = admission.reason});
    Summary summary;
    if (admission.sender) {
      summary.sender = admission.sender->id;
      remember_signatures(commit);
    }
    if (admission.sender && admission.owes_letter) {
      const auto reserved =
          store_.reservations().reserve(entry_.id, runtime_.site.prefix, entry_.received);
      const auto now_situation = situation(*admission.sender, reserved.number);
      const auto decision = refuse_with(now_situation, admission.reason, problems_of(admission));
      summary.problems = decision.problems;
      write_refusals(arrived_, decision, *admission.sender, reserved, Reading{}, commit);
    } else {
      tell_of_mistake(arrived_, admission.reason, commit);
    }
    return finish(commit, std::move(summary));
  }

  Decision decide_on(const Situation& now, const Reading& reading) const {
    if (reading.several.size() > 1 || reading.case_missing) {
      return ask_which_case(now, reading.several);
    }
    return reading.problems.empty() ? decide(now)
                                    : refuse_with(now, "form-problems", all_problems(reading));
  }

  bool went_to(const Sender& sender, const AnsweredLetter& letter) const {
    const auto own = addresses_of(sender, runtime_.directory);
    return std::any_of(letter.receivers.begin(), letter.receivers.end(), [&](const auto& to) {
      return std::any_of(own.begin(), own.end(),
                         [&](const auto& address) { return mail::same_address(address, to); });
    });
  }

  Situation situation_of(const Reading& reading, const Admission& admission,
                         const CaseNumber& fresh) {
    auto now = situation(*admission.sender, fresh);
    now.groups = admission.groups;
    now.which = reading.which;
    now.form = reading.form ? &*reading.form : nullptr;
    now.thread = reading.thread;
    now.named = reading.named;
    now.expects = reading.expects;
    now.answers_kind = reading.answers_kind;
    now.to_names = reading.to_names;
    now.order = reading.order;
    now.forwards = reading.forwards;
    now.empty = reading.empty;
    now.below_signature = reading.below_signature;
    now.added = reading.added;
    now.said = reading.said;
    now.acknowledges = reading.acknowledges;
    if (reading.answered.letter && went_to(*admission.sender, *reading.answered.letter)) {
      now.context = reading.answered.letter->context;
    }
    now.signed_with = opened_.signer ? opened_.signer->primary : std::string();
    now.key_offer = key_offer_of(arrived_, reading, Words::in(admission.sender->reads));
    now.key_answer = key_answer_of(store_, reading, now.context);
    if (reading.form && reading.which->goes_to == "countries") {
      now.same = store_.messages().marked(mark_of(*admission.sender, *reading.form));
    }
    return now;
  }

  bool accept(Admission& admission) {
    const auto& sender = *admission.sender;
    const auto reading = read_mail(opened_, sender, admission.groups, runtime_.templates,
                                   runtime_.site, entry_.received, lookups(sender));
    const auto reserved =
        store_.reservations().reserve(entry_.id, runtime_.site.prefix, entry_.received);
    admission.sender->speaks_for = speaks_for(
        sender,
        reading.answered.letter ? reading.answered.letter->receivers : std::vector<std::string>{},
        opened_.headers.from.spec, runtime_.directory);
    auto commit = base(admission);
    Summary summary;
    summary.sender = sender.id;
    if (!reading.answered.unknown.empty()) {
      hold_unknown_letter(arrived_, reading, sender, reserved, commit);
      return finish(commit, std::move(summary));
    }
    const auto marks = classification_marks(arrived_, reading);
    if (marks.mark) {
      hold_classified(arrived_, *marks.mark, sender, reserved, commit);
      return finish(commit, std::move(summary));
    }
    auto decision = decide_on(situation_of(reading, admission, reserved.number), reading);
    commit.outcome = decision.outcome;
    commit.reason = decision.reason;
    commit.audit = decision.audit;
    commit.retention = decision.retention;
    remember_signatures(commit);
    summary.form = decision.form;
    summary.problems = decision.problems;
    if (decision.outcome == Outcome::kRefused) {
      write_refusals(arrived_, decision, sender, reserved, reading, commit);
    } else if (decision.answer) {
      if (!too_many_letters(arrived_, sender, commit)) {
        answer_into(runtime_, store_, crypto_, decision, sender, reserved, arrived_.mail_id(),
                    commit);
      } else {
        commit.retention.reset();  // it is held, and decided again when it is released
      }
    } else {
      const MessageNumber number{decision.the_case()->number, decision.message};
      say_unchecked(marks.unchecked, decision);
      file_accepted(arrived_, decision, reading, sender, reserved, commit);
      tell_unchecked(arrived_, marks.unchecked, number, sender, reserved.letter_seed, commit);
      summary.number = number.number.text();
      summary.message = number.text();
    }
    if (commit.outcome == Outcome::kAccepted) {
      commit.key_update = decision.key_update;
    }
    summary.warnings = decision.warnings;
    return finish(commit, std::move(summary));
  }

  static std::vector<templates::Problem> all_problems(const Reading& reading) {
    auto problems = reading.problems;
    if (reading.form) {
      problems.insert(problems.end(), reading.form->problems.begin(), reading.form->problems.end());
    }
    return problems;
  }

  const Runtime& runtime_;
  Store& store_;
  Crypto& crypto_;
  const SpoolEntry& entry_;
  MailInHand mail_;
  const Opened& opened_;
  FileTexts files_;
  Arrived arrived_;
};

}  // namespace

bool carry(const Runtime& runtime, Store& store, Crypto& crypto, const SpoolEntry& entry) {
  Passage passage(runtime, store, crypto, entry);
  for (int left = kCommitTries; left > 0; --left) {
    try {
      if (passage.once()) {
        return true;
      }
    } catch (const mail::openpgp::UnusableKey&) {
      // It ended since it was looked at: decided again, its leg waits and the others go.
      if (left == 1) {
        throw;
      }
    }
  }
  return false;
}

}  // namespace pouch::gateway
