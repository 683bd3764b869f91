#include "gateway/work/filing.hpp"

#include <algorithm>

#include "gateway/archive/attached_words.hpp"
#include "gateway/cases/case_receipt.hpp"
#include "gateway/decide/title.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/letters/machine.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/epochs.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/words/words.hpp"
#include "gateway/work/answering.hpp"
#include "gateway/work/kept.hpp"
#include "gateway/work/opening.hpp"
#include "templates/showing/render.hpp"
#include "templates/types/types.hpp"

namespace pouch::gateway {
namespace {

class Filing {
 public:
  Filing(const Arrived& arrived, Decision& decision, const Reading& reading, const Sender& sender,
         const Reservation& reserved, Commit& commit)
      : arrived_(arrived),
        decision_(decision),
        reading_(reading),
        sender_(sender),
        reserved_(reserved),
        commit_(commit) {}

  void file() {
    commit_.opened = decision_.opened;
    commit_.changed = decision_.changed;
    commit_.absence = decision_.absence;
    commit_.withdrawn = decision_.withdrawn;
    NewMessage message{row(), contents(), arrived_.mail.raw()};
    name_threads();
    if (reading_.form && reading_.which->goes_to == "countries") {
      commit_.mark = mark_of(sender_, *reading_.form);
    }
    for (const auto& warning : decision_.warnings) {
      commit_.warnings.push_back(warning.code);
    }
    say_what_else();
    write_letters(message);
    commit_.message = std::move(message);
  }

 private:
  const Case& subject() const { return *decision_.the_case(); }

  Message row() const {
    const auto& opened = arrived_.opened;
    Message row{0, {subject().number, decision_.message}};
    row.form = decision_.form;
    row.sender = sender_.id;
    row.sender_country = sender_.country;
    row.acting_desk = decision_.acting_desk;
    row.signer = opened.signer->primary;
    row.signing_key = opened.signer->fingerprint;
    row.received = arrived_.entry.received;
    row.signed_at = opened.signer->signed_at;
    row.message_id = arrived_.mail_id();
    row.raw_sha256 = arrived_.mail.sha256();
    row.body_sha256 = sha256_hex(opened.inner);
    row.readers = decision_.readers;
    row.audience = decision_.audience;
    row.inherited = decision_.inherited;
    row.acknowledges = decision_.acknowledges;
    return row;
  }

  Contents contents() {
    Contents contents;
    contents.subject = reading_.title;
    contents.text = reading_.own;
    contents.form_json = reading_.form ? templates::to_json(*reading_.form) : std::string();
    contents.parts = parts_of(arrived_);
    if (reading_.kept) {
      for (const auto& joined : join(reading_.kept->parts, contents.parts)) {
        decision_.notices.push_back(words()("file_is_with_it", {{"file", joined}}));
      }
      commit_.forget = {reading_.kept->letter};
    }
    read_words(contents.parts, arrived_.files);
    return contents;
  }

  void name_threads() {
    commit_.thread_ids = {thread_root(arrived_.runtime.site, subject().number)};
    for (const auto& id : {arrived_.opened.outer.message_id, arrived_.opened.headers.message_id}) {
      if (!id.empty()) {
        commit_.thread_ids.push_back(id);
      }
    }
  }

  // What the receipt says besides: where the form was read, what everybody could read outside, what
  // was cut, what the words were taken for.
  void say_what_else() {
    for (const auto& file : reading_.form_files) {
      decision_.notices.push_back(words()("form_read_from_attachment", {{"file", file}}));
    }
    const auto& opened = arrived_.opened;
    const auto told =
        told_outside(opened.outer.subject, opened.headers.subject, opened.headers_signed,
                     reading_.form ? &*reading_.form : nullptr,
                     {arrived_.runtime.site.prefix, arrived_.store.epochs().current()});
    if (!told.empty()) {
      decision_.warnings.push_back({.label = "Subject",
                                    .code = "subject-in-the-clear",
                                    .text = "the subject outside the encryption gave away: " +
                                            told + ". Everybody on the way could read it",
                                    .hint = "switch on \"encrypt the subject\" in your mail "
                                            "program, or write a subject that says "
                                            "nothing"});
    }
    decision_.left_out.insert(decision_.left_out.end(), reading_.cut.begin(), reading_.cut.end());
    if (reading_.order && !reading_.order->left.empty()) {
      decision_.left_out.push_back(reading_.order->left);
    }
    if (reading_.said) {
      decision_.understood = words()("we_read_your_answer_as", {{"kind", kind_in_words()}});
    }
  }

  const Words& words() const { return Words::in(sender_.reads); }

  // "no trace", as the form knows the code.
  std::string kind_in_words() const {
    for (const auto& field : reading_.which->fields) {
      const auto* choice =
          field.id == "reply_kind" ? templates::find_choice(field, reading_.said->code) : nullptr;
      if (choice != nullptr) {
        return templates::label_in(*choice, arrived_.runtime.templates.language(sender_.reads));
      }
    }
    return reading_.said->code;
  }

  LetterSource source_for(const NewMessage& message, const Opening& opening) const {
    return {.site = arrived_.runtime.site,
            .directory = arrived_.runtime.directory,
            .templates = arrived_.runtime.templates,
            .subject = &subject(),
            .message = &message.row,
            .contents = &message.contents,
            .form = reading_.form ? &*reading_.form : nullptr,
            .sender = sender_,
            .now = arrived_.runtime.now(),
            .opening = opening.form ? &*opening.form : nullptr,
            .opening_subject = opening.subject,
            .warnings = &decision_.warnings,
            .replaced = replaced_in(message)};
  }

  // Named to no reader who did not get the earlier version: each of this message reads that one.
  std::vector<ReplacedDraft> replaced_in(const NewMessage& message) const {
    std::vector<std::string> fresh;
    for (const auto& part : message.contents.parts) {
      if (!part.evidence && version_in(part.name)) {
        fresh.push_back(part.name);
      }
    }
    std::vector<FiledDraft> before;
    if (fresh.empty() || decision_.message <= 1) {
      return {};
    }
    for (const auto& row : arrived_.store.messages().of(subject().number)) {
      const auto& readers = decision_.readers;
      const bool all = std::all_of(readers.begin(), readers.end(), [&](const std::string& tag) {
        return std::find(row.readers.begin(), row.readers.end(), tag) != row.readers.end();
      });
      if (!all) {
        continue;
      }
      auto body = arrived_.store.bodies().open(row.number);
      for (const auto& part : body.parts()) {
        if (!part.evidence) {
          before.push_back({part.name, row.number.message});
        }
      }
    }
    return replaced_drafts(fresh, before);
  }

  void write_letters(const NewMessage& message) {
    const auto& runtime = arrived_.runtime;
    const auto opening =
        decision_.message > 1 ? opening_of(arrived_.store.bodies(), subject().number) : Opening{};
    const auto source = source_for(message, opening);
    const auto number = MessageNumber{subject().number, decision_.message}.text();
    if (!decision_.for_operator.empty()) {
      if (tell_operators(arrived_, not_reached_note(number, decision_.for_operator),
                         reserved_.letter_seed, decision_.letters.size() + 1, commit_)) {
        decision_.notices.push_back(words()("operator_told_by_letter"));
      }
    }
    for (std::size_t n = 0; n < decision_.letters.size(); ++n) {
      const auto& plan = decision_.letters[n];
      const auto id = letter_message_id(runtime.site, reserved_.letter_seed, n + 1);
      const LetterThread thread{.message_id = id,
                                .answered = answered_by(plan),
                                .letter = letter_id(reserved_.letter_seed, n + 1)};
      auto draft = plan.kind == LetterKind::kReceipt
                       ? write_receipt(plan, source, decision_, thread)
                   : plan.again > 0 ? letter_again(runtime, arrived_.store, subject(), plan,
                                                   {.message_id = id, .letter = thread.letter})
                                    : write_letter(plan, source, thread);
      if (plan.kind == LetterKind::kReceipt) {
        attach_receipt(message.row, draft);
      }
      commit_.letters.push_back(seal_letter(draft, plan, letter_id(reserved_.letter_seed, n + 1),
                                            runtime.gateway_key, arrived_.crypto,
                                            runtime.site.state));
      commit_.thread_ids.push_back(id);
    }
  }

  // The receipt as it will stand in the case's chain, of which the commit makes sure.
  void attach_receipt(const Message& row, mail::Draft& draft) {
    commit_.receipt_at = arrived_.store.receipts().next_place(subject().number, commit_.at);
    const auto text = text_of(accepted_receipt(row, commit_.warnings), *commit_.receipt_at);
    draft.attachments.push_back({.name = "case-receipt.json",
                                 .media_type = "application/json",
                                 .bytes = case_receipt_json(text, sha256_hex(text), false)});
  }

  // The sender's receipt answers his own mail; the requester's answer hangs below his request.
  std::string answered_by(const LetterPlan& plan) {
    if (plan.kind == LetterKind::kReceipt) {
      return arrived_.mail_id();
    }
    const bool to_requester =
        plan.to.size() == 1 && plan.to.front().meant_for() == subject().requester;
    if (!to_requester || sender_.id == subject().requester) {
      return {};
    }
    const auto first = arrived_.store.messages().find({subject().number, 1});
    return first ? first->message_id : std::string();
  }

  const Arrived& arrived_;
  Decision& decision_;
  const Reading& reading_;
  const Sender& sender_;
  const Reservation& reserved_;
  Commit& commit_;
};

}  // namespace

void file_accepted(const Arrived& arrived, Decision& decision, const Reading& reading,
                   const Sender& sender, const Reservation& reserved, Commit& commit) {
  Filing(arrived, decision, reading, sender, reserved, commit).file();
}

std::string mark_of(const Sender& sender, const templates::Form& form) {
  return sender.id + "\n" + std::string(form.text("own_ref")) + "\n" +
         sha256_hex(templates::to_json(form));
}

}  // namespace pouch::gateway
