// One message, one transaction (SPEC section 2 step 7).
#include <stdexcept>
#include <utility>

#include "gateway/store/books.hpp"
#include "gateway/store/leg_rows.hpp"
#include "gateway/store/site_keys.hpp"
#include "gateway/store/steps.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

// What a commit makes ready before it takes the write lock: others need not wait for it.
struct Sealed {
  std::string case_facts, summary, kept, report, wider, codes;
  std::optional<Messages::Sealed> message;
  std::vector<std::string> words;  // of the letters
};

const Case* case_of(const Commit& commit) {
  return commit.opened ? &*commit.opened : commit.changed ? &*commit.changed : nullptr;
}

// To what its letters and thread belong.
std::optional<MessageNumber> number_of(const Commit& commit) {
  const auto* subject = case_of(commit);
  if (!subject) {
    return commit.about;
  }
  if (!commit.message && commit.about) {
    return commit.about;
  }
  return MessageNumber{subject->number, commit.message ? commit.message->row.number.message : 0};
}

// What its signatures are remembered with.
std::string signed_number(const Commit& commit) {
  const auto* subject = case_of(commit);
  return commit.message ? commit.message->row.number.text()
         : subject      ? subject->number.text()
                        : std::string();
}

// What no caller may ask for: programming errors, not states of the world.
void check_shape(const Commit& commit) {
  const auto* subject = case_of(commit);
  const bool both = commit.opened && commit.changed;
  const bool stray =
      commit.message &&
      (!subject || commit.message->row.number != MessageNumber{subject->number, subject->messages});
  if (both || stray || (!commit.thread_ids.empty() && !subject && !commit.about) ||
      (subject && commit.about && (commit.message || commit.about->number != subject->number))) {
    throw std::logic_error("a commit whose case and message do not belong together");
  }
}

std::string summary_purpose(std::int64_t spool) { return "summary:" + std::to_string(spool); }

bool still_unfinished(Database& database, std::int64_t spool) {
  auto statement =
      database.prepare("SELECT 1 FROM spool WHERE id = ? AND state IN ('waiting', 'claimed')");
  return statement.bind(1, spool).step();
}

// In the transaction of a case's first message, whose key is durable by then.
void note_keys_made(Database& database, Database& keys) {
  database.prepare("UPDATE site SET keys_made = max(keys_made, ?)").bind(1, keys_made(keys)).run();
}

void finish_spool(Database& database, const Commit& commit, const std::string& sealed_summary,
                  std::int64_t message) {
  if (commit.spool == 0) {
    return;
  }
  auto statement = database.prepare(
      "UPDATE spool SET state = ?, claimer = NULL, reason = ?, detail = ?, finished = ?,"
      " message = ?, summary = ? WHERE id = ?");
  statement.bind(1, name(commit.outcome))
      .bind(2, commit.reason)
      .bind(3, commit.detail)
      .bind(4, detail::seconds(commit.at))
      .bind_blob(6, sealed_summary)
      .bind(7, commit.spool);
  message == 0 ? statement.bind_null(5) : statement.bind(5, message);
  statement.run();
}

}  // namespace

struct Store::Committing {
  Books& books;
  const Commit& commit;

  Sealed seal_all() {
    Sealed sealed;
    if (commit.keep) {
      sealed.kept = books.kept_mails.seal_parts(*commit.keep);
    }
    if (commit.news) {
      sealed.report = books.reports.seal_report(*commit.news);
    }
    if (commit.wider) {
      sealed.wider = books.messages.seal_facts(*commit.wider);
    }
    sealed.words = books.letters.seal_words(commit.letters, number_of(commit));
    if (const auto* subject = case_of(commit)) {
      sealed.case_facts = books.cases.seal_facts(*subject);
    }
    const auto purpose = summary_purpose(commit.spool);
    if (commit.message) {
      sealed.message = books.messages.seal_message(*commit.message);
      sealed.codes = books.counted_cases.seal_codes(*case_of(commit), *commit.message);
      sealed.summary =
          seal(books.keys.of(commit.message->row.number.number), purpose, commit.summary);
    } else {
      sealed.summary = seal(books.keys.of_no_case(), purpose, commit.summary);
    }
    return sealed;
  }

  // All but what ends the spool entry; the row of the message, 0: none.
  std::int64_t write_books(Sealed& sealed) {
    const auto number = number_of(commit);
    const auto message =
        commit.message ? books.messages.write(*commit.message, *sealed.message) : 0;
    if (!sealed.codes.empty()) {
      books.counted_cases.write(message, sealed.codes);
    }
    if (commit.message) {
      const auto& said = *commit.message;
      books.case_days.write(message, said.row.number.number, said.row.form,
                            said.contents.form_json);
    }
    if (commit.wider) {
      books.messages.widen(*commit.wider, sealed.wider);
    }
    if (number) {
      books.messages.write_thread(commit.thread_ids, *number);
    }
    if (number && !commit.mark.empty()) {
      books.messages.write_mark(commit.mark, *number);
    }
    books.letters.write(commit.letters, number, sealed.words, commit.at);
    books.kept_mails.use_up(commit.forget);
    if (commit.keep) {
      books.kept_mails.write(*commit.keep, sealed.kept);
    }
    if (commit.news) {
      books.reports.write(*commit.news, sealed.report, commit.at);
    }
    books.retention.write(commit.retention, commit.at);
    if (commit.web_asked) {
      books.web_letters.write(*commit.web_asked, commit.at);
    }
    if (commit.absence && number) {
      books.absences.write(*commit.absence, number->text(), commit.at);
    }
    if (commit.withdrawn) {
      books.bodies.withdraw(*commit.withdrawn);
    }
    for (const auto& entry : commit.audit) {
      books.audit.append(entry, commit.at);
    }
    return message;
  }

  // What the mail was for its case: `before` are the legs as they stood.
  void write_receipts(const std::vector<Leg>& before, std::int64_t message) {
    const auto number = number_of(commit);
    if (!number) {
      return;
    }
    if (commit.message) {
      const auto& row = commit.message->row;
      books.receipts.want_key(message, row.signer);
      books.receipts.append(number->number, accepted_receipt(row, commit.warnings), commit.at);
    } else if (commit.outcome == Outcome::kRefused && commit.spool != 0) {
      books.receipts.append(
          number->number, rejected_receipt(*number, commit.spool, commit.reason, commit.raw_sha256),
          commit.at);
    }
    if (const auto* subject = case_of(commit)) {
      const auto by = commit.message ? commit.message->row.sender : std::string();
      books.receipts.append(subject->number, receipts_of_legs(before, *subject, number->text(), by),
                            commit.at);
    }
  }

  // Its chain has grown since the letters were written, by a delivery for example.
  bool moved_on(const ReceiptPlace& place) {
    const auto now = books.receipts.next_place(number_of(commit)->number, commit.at);
    return now.position != place.position || now.previous != place.previous;
  }

  CommitResult run(Sealed& sealed) {
    Transaction transaction(books.database, "commit");
    if (commit.spool != 0 && !still_unfinished(books.database, commit.spool)) {
      return CommitResult::kAlreadyDone;
    }
    if (!books.notices.finish(commit.notices) || !books.links.finish(commit.link_notice) ||
        !books.reminders.finish(commit.reminder) || !books.digests.finish(commit.digest) ||
        !books.audit_heads.finish(commit.audit_head, commit.signed_head) ||
        !books.retention.finish(commit.retention_letter, commit.at) ||
        !books.key_letters.finish(commit.key_letter) ||
        !books.group_members.finish(commit.joined) ||
        !books.web_letters.finish(commit.web_letter) ||
        !books.overviews.finish(commit.overview, commit.overview_said, commit.at)) {
      return CommitResult::kAlreadyDone;
    }
    if (!books.signatures.remember(commit, signed_number(commit))) {
      return CommitResult::kSignatureSeen;
    }
    const auto* subject = case_of(commit);
    const auto legs =
        subject ? detail::read_legs(books.database, subject->number) : std::vector<Leg>();
    if (subject && !books.cases.write(*subject, commit.opened.has_value(), sealed.case_facts)) {
      return CommitResult::kCaseChanged;
    }
    if (commit.receipt_at && moved_on(*commit.receipt_at)) {
      return CommitResult::kCaseChanged;
    }
    if (commit.key_update && !books.key_updates.write(*commit.key_update, commit.at)) {
      return CommitResult::kCaseChanged;  // it went another step meanwhile: decide again
    }
    if (subject && subject->kind == CaseKind::kRequest) {
      books.overviews.note(subject->number, subject->legs, commit.at);
    }
    const auto message = write_books(sealed);
    write_receipts(legs, message);
    if (commit.opened) {
      note_keys_made(books.database, books.keys_database);
    }
    finish_spool(books.database, commit, sealed.summary, message);
    transaction.commit();
    return CommitResult::kDone;
  }
};

CommitResult Store::commit(const Commit& commit) {
  check_shape(commit);
  Committing committing{*books_, commit};
  auto sealed = committing.seal_all();
  books_->letter_files.place(commit.letters);
  reached("commit.begin");
  const auto result = committing.run(sealed);
  for (const auto& letter : commit.letters) {
    if (letter.file && result == CommitResult::kDone) {
      letter.file->keep();
    }
  }
  return result;
}

void Store::commit_alone(const Commit& commit) {
  const auto result = this->commit(commit);
  if (result != CommitResult::kDone && result != CommitResult::kAlreadyDone) {
    throw Fault(true, "what changes no case was not committed", "it is tried again");
  }
}

std::optional<std::string> Store::summary(std::int64_t spool) {
  auto statement = books_->database.prepare(
      "SELECT s.summary, m.number FROM spool s LEFT JOIN messages m ON m.id = s.message"
      " WHERE s.id = ? AND s.summary IS NOT NULL");
  if (!statement.bind(1, spool).step()) {
    return std::nullopt;
  }
  if (statement.is_null(1)) {
    return unseal(books_->keys.of_no_case(), summary_purpose(spool), statement.text(0));
  }
  const auto number = CaseNumber::parse(statement.text(1));
  return number ? std::optional(
                      unseal(books_->keys.of(*number), summary_purpose(spool), statement.text(0)))
                : std::nullopt;
}

}  // namespace pouch::gateway
