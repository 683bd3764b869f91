// One message, one transaction (SPEC section 2 step 7).
#include <set>
#include <stdexcept>
#include <utility>

#include "gateway/store/body_writer.hpp"
#include "gateway/store/contents_codec.hpp"
#include "gateway/store/steps.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {
namespace {

std::int64_t seconds(Time time) { return time.time_since_epoch().count(); }

void bind_time(Statement& statement, int index, const std::optional<Time>& time) {
  time ? statement.bind(index, seconds(*time)) : statement.bind_null(index);
}

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

}  // namespace

struct Store::Sealed {
  std::string case_facts, message_facts, summary, kept, report, wider;
  std::optional<BodyWriter> body;
  std::vector<std::string> words;  // of the letters; empty: none, or erased
};

Store::Sealed Store::seal_commit(const Commit& commit) {
  Sealed sealed;
  if (commit.keep) {
    sealed.kept = seal(summary_key_, "kept:" + commit.keep->letter, encode_kept(*commit.keep));
  }
  if (commit.news) {
    sealed.report =
        seal(summary_key_, "report:" + std::to_string(commit.news->delivery), commit.news->raw);
  }
  if (commit.wider) {
    sealed.wider = seal_facts(commit.wider->message, commit.wider->audience);
  }
  sealed.words = seal_words_of(commit.letters, number_of(commit));
  const auto summary_purpose = "summary:" + std::to_string(commit.spool);
  const auto* subject = case_of(commit);
  if (!subject) {
    sealed.summary = seal(summary_key_, summary_purpose, commit.summary);
    return sealed;
  }
  const auto key = case_key(subject->number);
  sealed.case_facts = seal(key, "facts:" + subject->number.text(), encode_case_facts(*subject));
  if (!commit.message) {
    sealed.summary = seal(summary_key_, summary_purpose, commit.summary);
    return sealed;
  }
  const auto& row = commit.message->row;
  sealed.summary = seal(key, summary_purpose, commit.summary);
  sealed.message_facts = seal(key, "facts:" + row.number.text(), encode_message_facts(row));
  sealed.body.emplace(case_key(subject->number), row.number, commit.message->contents,
                      commit.message->raw);
  return sealed;
}

CommitResult Store::commit(const Commit& commit) {
  check_shape(commit);
  auto sealed = seal_commit(commit);  // before the lock: others need not wait for it
  place_files(commit.letters);
  reached("commit.begin");
  Transaction transaction(database_, "commit");
  if (commit.spool != 0 && !still_unfinished(commit.spool)) {
    return CommitResult::kAlreadyDone;
  }
  if (!finish_notices(commit)) {
    return CommitResult::kAlreadyDone;
  }
  if (!remember_signatures(commit)) {
    return CommitResult::kSignatureSeen;
  }
  if (!write_case(commit, sealed)) {
    return CommitResult::kCaseChanged;
  }
  const auto message = commit.message ? write_message(*commit.message, sealed) : 0;
  if (commit.wider) {
    write_audience(*commit.wider, sealed.wider);
  }
  write_threads(commit);
  write_mark(commit.mark, number_of(commit));
  write_letters(commit, number_of(commit), sealed.words);
  write_kept(commit, sealed.kept);
  write_news(commit, sealed.report);
  for (const auto& entry : commit.audit) {
    audit_.append(entry, commit.at);
  }
  if (commit.opened) {
    note_keys_made();
  }
  finish_spool(commit, sealed, message);
  transaction.commit();
  for (const auto& letter : commit.letters) {
    if (letter.file) {
      letter.file->keep();
    }
  }
  return CommitResult::kDone;
}

void Store::commit_alone(const Commit& commit) {
  const auto result = this->commit(commit);
  if (result != CommitResult::kDone && result != CommitResult::kAlreadyDone) {
    throw Fault(true, "what changes no case was not committed", "it is tried again");
  }
}

bool Store::still_unfinished(std::int64_t spool) {
  auto statement =
      database_.prepare("SELECT 1 FROM spool WHERE id = ? AND state IN ('waiting', 'claimed')");
  return statement.bind(1, spool).step();
}

// SECURITY class 8: unique for ever.
bool Store::remember_signatures(const Commit& commit) {
  const auto* subject = case_of(commit);
  const auto number = commit.message ? commit.message->row.number.text()
                      : subject      ? subject->number.text()
                                     : std::string();
  const std::set<std::string> once(commit.signatures.begin(), commit.signatures.end());
  auto statement = database_.prepare(
      "INSERT OR IGNORE INTO signatures (identity, signer, mail_id, number, spool, at)"
      " VALUES (?,?,?,?,?,?)");
  for (const auto& identity : once) {
    statement.bind(1, identity)
        .bind(2, commit.signer)
        .bind(3, commit.mail_id)
        .bind(4, number)
        .bind(5, commit.spool)
        .bind(6, seconds(commit.at))
        .run();
    if (database_.changes() == 0) {
      return false;
    }
  }
  return true;
}

// DECISIONS 19: the version that was read must still stand.
bool Store::write_case(const Commit& commit, const Sealed& sealed) {
  const auto* subject = case_of(commit);
  if (!subject) {
    return true;
  }
  auto statement = database_.prepare(
      commit.opened
          ? "INSERT INTO cases (kind, community, requester, requester_address, requester_country,"
            " requester_desk, audience, opened, messages, facts, number, version)"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,1)"
          : "UPDATE cases SET kind = ?, community = ?, requester = ?, requester_address = ?,"
            " requester_country = ?, requester_desk = ?, audience = ?, opened = ?, messages = ?,"
            " facts = ?, version = version + 1 WHERE number = ? AND version = ?");
  statement.bind(1, name(subject->kind))
      .bind(2, subject->community)
      .bind(3, subject->requester)
      .bind(4, subject->requester_address)
      .bind(5, subject->requester_country)
      .bind(6, subject->requester_desk)
      .bind(7, subject->group)
      .bind(8, seconds(subject->opened))
      .bind(9, std::int64_t{subject->messages})
      .bind_blob(10, sealed.case_facts)
      .bind(11, subject->number.text());
  if (!commit.opened) {
    statement.bind(12, subject->version);
  }
  statement.run();
  if (database_.changes() == 0) {
    return false;
  }
  write_legs(*subject);
  return true;
}

// overdue_told stays as it is: a deadline is told once, also when the leg is written again.
void Store::write_legs(const Case& subject) {
  auto statement = database_.prepare(
      "INSERT INTO legs (number, position, country, desk, state, open, since, deadline,"
      " last_message) VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (number, position) DO UPDATE SET"
      " country = excluded.country, desk = excluded.desk, state = excluded.state,"
      " open = excluded.open, since = excluded.since, deadline = excluded.deadline,"
      " last_message = excluded.last_message");
  std::int64_t position = 0;
  for (const auto& leg : subject.legs) {
    statement.bind(1, subject.number.text())
        .bind(2, position++)
        .bind(3, leg.country)
        .bind(4, leg.desk)
        .bind(5, name(leg.state))
        .bind(6, std::int64_t{is_open(leg.state) ? 1 : 0})
        .bind(7, seconds(leg.since))
        .bind(9, std::int64_t{leg.last_message});
    bind_time(statement, 8, leg.deadline);
    statement.run();
  }
  database_.prepare("DELETE FROM legs WHERE number = ? AND position >= ?")
      .bind(1, subject.number.text())
      .bind(2, position)
      .run();
}

std::int64_t Store::write_message(const NewMessage& message, Sealed& sealed) {
  const auto& row = message.row;
  database_
      .prepare(
          "INSERT INTO messages (number, message, sender, sender_country, acting_desk, signer,"
          " signing_key, received, signed_at, message_id, raw_sha256, facts, has_audience)"
          " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,1)")
      .bind(1, row.number.number.text())
      .bind(2, std::int64_t{row.number.message})
      .bind(3, row.sender)
      .bind(4, row.sender_country)
      .bind(5, row.acting_desk)
      .bind(6, row.signer)
      .bind(7, row.signing_key)
      .bind(8, seconds(row.received))
      .bind(9, seconds(row.signed_at))
      .bind(10, row.message_id)
      .bind(11, row.raw_sha256)
      .bind_blob(12, sealed.message_facts)
      .run();
  const auto id = database_.last_row();
  sealed.body->write(database_, id);
  write_readers(id, row.readers);
  return id;
}

// Whoever came first with an identifier keeps it: a second mail that bears it cannot draw the
// thread away.
void Store::write_threads(const Commit& commit) {
  const auto number = number_of(commit);
  auto statement = database_.prepare(
      "INSERT OR IGNORE INTO thread_ids (message_id, number, message) VALUES (?,?,?)");
  for (const auto& id : commit.thread_ids) {
    statement.bind(1, id)
        .bind(2, number->number.text())
        .bind(3, std::int64_t{number->message})
        .run();
  }
}

void Store::finish_spool(const Commit& commit, const Sealed& sealed, std::int64_t message) {
  if (commit.spool == 0) {
    return;
  }
  auto statement = database_.prepare(
      "UPDATE spool SET state = ?, claimer = NULL, reason = ?, detail = ?, finished = ?,"
      " message = ?, summary = ? WHERE id = ?");
  statement.bind(1, name(commit.outcome))
      .bind(2, commit.reason)
      .bind(3, commit.detail)
      .bind(4, seconds(commit.at))
      .bind_blob(6, sealed.summary)
      .bind(7, commit.spool);
  message == 0 ? statement.bind_null(5) : statement.bind(5, message);
  statement.run();
}

std::optional<SeenSignature> Store::seen(std::string_view signature_identity) {
  auto statement = database_.prepare("SELECT mail_id, number FROM signatures WHERE identity = ?");
  if (!statement.bind(1, signature_identity).step()) {
    return std::nullopt;
  }
  return SeenSignature{statement.text(0), statement.text(1)};
}

std::optional<std::string> Store::summary(std::int64_t spool) {
  auto statement = database_.prepare(
      "SELECT s.summary, m.number FROM spool s LEFT JOIN messages m ON m.id = s.message"
      " WHERE s.id = ? AND s.summary IS NOT NULL");
  if (!statement.bind(1, spool).step()) {
    return std::nullopt;
  }
  const auto purpose = "summary:" + std::to_string(spool);
  if (statement.is_null(1)) {
    return unseal(summary_key_, purpose, statement.text(0));
  }
  const auto number = CaseNumber::parse(statement.text(1));
  return number ? std::optional(unseal(case_key(*number), purpose, statement.text(0)))
                : std::nullopt;
}

}  // namespace pouch::gateway
