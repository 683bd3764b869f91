// The store: everything that must survive, in SQLite (ENGINES section 6). One transaction per
// message holds case, legs, message, letters (already sealed), audit rows, signature identities and
// the spool entry's end; so a crash at any point leaves either all of it or nothing. The files of
// large letters are durable before it. Case keys lie in keys.db and are written, durably, before
// the first content sealed under them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/answered.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/commit.hpp"
#include "gateway/store/queued_letter.hpp"
#include "gateway/store/return_path.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"
#include "mail/pieces.hpp"

namespace pouch::gateway {

// What a spool entry has been promised in a first small transaction and uses again on a retry
// (DECISIONS 18).
struct Reservation {
  CaseNumber number;        // a fresh case number, used only if a new case is opened
  std::string letter_seed;  // hex; Message-IDs and letter ids are derived from it: stable on retry
};

// What the identifiers of an epoch bear: "" before the first restore, else two hexadecimal digits.
std::string epoch_mark(int epoch);

// The octets of a letter are not there: it can never go out.
struct LostLetter : Fault {
  LostLetter(const std::string& what, std::string hint) : Fault(false, what, std::move(hint)) {}
};

struct SeenSignature {
  std::string mail_id;
  std::string number;  // case/message; may be empty
};

struct HeldMail {
  std::int64_t spool = 0;
  std::string reason, detail, from, source;
  std::vector<std::string> to;
  Time received{};
  Outcome outcome = Outcome::kHeld;  // or kRefused
};

struct Refile {
  std::int64_t id = 0, message = 0;
};

struct CaseFilter {
  bool open = false, overdue = false;
  std::string country;
};

// What a backup does not know of the time after it, as far as anything that is left can tell.
struct AfterBackup {
  struct Mail {
    std::string file;  // of the spool, of which the store knows nothing
    Time at{};
  };
  std::vector<Mail> mails;           // accepted, and not finished, or held or refused
  std::vector<std::string> numbers;  // promised: keys.db has a key, the store no such case
  std::set<std::string> sent;        // sent_name() of letters that lie in a Maildir outbox
};
std::string sent_name(const std::string& recipient, const std::string& letter);

struct Restored {
  int epoch = 0;
  std::optional<Time> copied;              // when the backup was made; nullopt: it does not say
  std::int64_t audit_rows = 0;             // of the backup
  std::optional<Time> last_act;            // of the last of them
  std::vector<std::int64_t> held;          // spool entries that are held now
  std::vector<QueuedLetter> stopped;       // letters that wait for the operator
  std::size_t known_sent = 0;              // letters that an outbox proves to be sent
  std::vector<std::string> without_key{};  // cases that can never be opened again
};

// What a store is opened for: to be used; to be made, with its keys.db; or to end a restore, which
// takes a copy out of a backup and a keys.db that may be older.
enum class StoreFor { kUse, kMaking, kRestore };

class Store {
 public:
  Store(const std::filesystem::path& state, const Secret& data_key, StoreFor what = StoreFor::kUse);
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // --- epochs (DECISIONS 45): how often the site was restored
  int epoch() const { return static_cast<int>(epochs_.size()); }
  void need_every_key();  // as site_keys.hpp has it
  // Numbers that keys.db has promised and the store does not know.
  std::vector<std::string> promised_only();
  std::vector<std::string> unknown_letters(const std::set<std::string>& ids);  // of letters
  // One transaction: serials, rows and delivery tags skip ahead; what was on its way when the
  // backup was made, and the mails that came after it, are held under `reason`, letters stopped.
  // Refused (Fault, permanent) while cases are without a key, unless they are given up.
  struct RestoreOrder {
    std::int64_t gap = 0;  // of serials
    bool accept_lost_keys = false;
    std::string address;  // to whom mails went whose envelope is lost
    std::string actor, reason;
  };
  // This Store knows nothing of it: it is opened anew.
  Restored open_epoch(const RestoreOrder& order, const AfterBackup& after, Time now);

  // --- the way of a message
  // Of the letters of one commit; no seed is given twice, in no epoch either.
  std::string new_seed() const;
  // The same promise whenever it is asked for the same entry; the year is that of `now` in UTC. For
  // spool 0 (no entry: nothing to remember it by) a new promise each time.
  Reservation reserve(std::int64_t spool, const std::string& prefix, Time now);
  [[nodiscard]] CommitResult commit(const Commit& commit);
  // One that changes no case: another worker can have done it already, and nothing else.
  void commit_alone(const Commit& commit);
  std::optional<SeenSignature> seen(std::string_view signature_identity);
  std::optional<std::string> summary(std::int64_t spool);  // once it is finished
  // Automatic: answers that nobody asked a person for (receipts, refusals, the text to strangers).
  int letters_to_since(std::string_view recipient, Time since, bool automatic_only);
  // Addresses to which a letter of that kind was written since then that was not given up.
  std::vector<std::string> recipients_since(std::string_view kind, Time since);

  // --- cases
  std::optional<Case> find_case(const CaseNumber& number);
  std::optional<MessageNumber> thread(std::string_view message_id);
  // The letter of that Message-ID; nullopt: no letter of this store.
  std::optional<AnsweredLetter> letter_sent(std::string_view message_id);
  // The message that came with that mark (Commit::mark), of any case that is not erased.
  std::optional<MessageNumber> marked(std::string_view mark);
  // Messages that came to a version that knew no audiences, oldest first; an audience is given
  // once, and a message whose readers change by it is filed in the index again. Not synced by
  // itself: what a loss of power takes back is given again.
  std::vector<Message> without_audience(std::size_t most);
  void give_audience(std::int64_t message, const Audience& audience,
                     const std::vector<std::string>& readers);
  // By time of opening. The conditions hold each by itself: `country` for the requester's or any
  // leg's.
  std::vector<Case> cases(const CaseFilter& filter, Time now);
  std::vector<Message> messages(const CaseNumber& number);
  std::optional<Message> message(std::int64_t id);
  Bodies& bodies();  // what messages say and carry
  std::vector<QueuedLetter> letters_of(const CaseNumber& number);
  std::vector<std::pair<CaseNumber, std::string>> waiting_legs();  // country

  // Open ones that this principal requested, or in which one of these desks has a part; by time.
  std::vector<Case> open_cases(const std::string& requester, const std::vector<std::string>& desks);

  // --- mails that wait for a word of their writer
  std::optional<KeptParts> kept(const std::vector<std::string>& letters, std::string_view sender,
                                Time now);
  int forget_kept(Time now);  // those whose time is over; how many
  std::optional<Time> next_forgetting();

  // Words that the audit log must have and a thief of the disk must not read.
  std::string seal_words(std::string_view words);   // "sealed:…"
  std::string open_words(std::string_view detail);  // what was sealed in it opened

  // --- deliver
  std::vector<QueuedLetter> due(Time now, std::size_t most);
  // Throws LostLetter.
  mail::Pieces wire(const std::string& letter_id);
  void record_handover(const std::string& letter_id, const std::string& recipient,
                       std::string_view state, std::string_view answer, Time at,
                       std::optional<Time> next,  // "delivered", "queued", "failed"
                       std::string_view status = {});
  // Envelope sender of a letter; empty: the null sender.
  std::string return_path(std::string_view ours, const QueuedLetter& letter) const;
  std::optional<Time> next_delivery();
  // A clock that ran ahead has left times that no pause is as long as: what is to be tried later
  // than `longest` from now is due now. How many.
  int bring_forward(Time now, std::chrono::seconds longest);
  // What is due is not tried before `until`, or before its time to give up; no try is counted.
  void put_off(Time now, Time until, std::chrono::seconds give_up, std::string_view why);
  std::vector<QueuedLetter> queue(bool with_delivered);  // by time
  bool retry(const std::string& letter_id, Time now);
  // Its recipients' deliveries end, its leg with them; writer and operators are told by letter.
  bool drop(const std::string& letter_id, std::string_view actor, Time now);

  // --- files of large letters (letter_file.hpp)
  // At start: removes those that no letter names, unless one is being written.
  void sweep_letter_files();
  // Removes those of letters that nobody can ask for any more: each delivery was dropped, or done
  // before then. How many; and when the next one is due that is kept so long.
  int forget_letter_files(Time before);
  std::optional<Time> next_letter_forgetting(std::chrono::seconds kept);
  std::vector<std::string> letters_without_file();  // queued or failed, and their file is missing

  // --- reports and notices: what became of letters that others took
  // The delivery to whose envelope sender a mail came, when its token is one of ours.
  std::optional<QueuedLetter> returned_to(const std::vector<std::string>& recipients,
                                          std::string_view ours);
  // True: that very report came before, or more came than one delivery can have.
  bool is_known(const DeliveryNews& news);
  std::vector<std::string> reports_of(const std::string& letter_id);  // raw, by time
  // Letters that are still queued so long after they were written; audited, their notices made.
  int newly_delayed(Time now, std::chrono::seconds after);
  std::optional<Time> next_delay(std::chrono::seconds after);
  // The oldest that is due and that no living process has: one for a sender, or up to `most` for
  // the operator, who gets them in one letter. Empty: none.
  std::vector<Notice> claim_notices(Time now, std::size_t most);
  void put_back_notices(const std::vector<Notice>& notices, Time not_before, std::string_view why,
                        Time now);
  // Nobody is told: the letter arrived meanwhile ("overtaken"), or nobody can be ("untold").
  void end_notices(const std::vector<Notice>& notices, std::string_view state, std::string_view why,
                   Time now);
  std::optional<Time> next_notice();
  // Message-IDs of a notice's letters must be the same on a retry.
  std::string notice_seed(const Notice& notice) const;

  // --- held, and what was refused: both are kept whole until the operator drops them
  std::vector<HeldMail> held(bool with_refused = false);  // by time
  std::optional<std::string> held_raw(std::int64_t spool);
  bool release(std::int64_t spool, std::string_view actor, Time now);  // back into the spool
  bool drop_held(std::int64_t spool, std::string_view actor, Time now);
  // Held mail that came before then from nobody whom we know, a group at a time; how many. The
  // directory knows who that is, the store does not.
  int expire_held(Time before, Time now, const std::function<bool(const HeldMail&)>& of_stranger);
  // When the first held mail will have been kept for so long; nullopt: none is.
  std::optional<Time> next_expiry(Time now, std::chrono::seconds age);

  // --- index: rows of messages in commit order after a position; where the table is damaged, of
  // what may be there, so that those behind it are found
  std::vector<std::int64_t> committed_after(std::int64_t position, std::size_t most);
  std::int64_t last_position();
  // Messages whose readers have changed since they were indexed. Filing one twice is harmless.
  std::vector<Refile> refiles(std::size_t most);
  void filed(const std::vector<Refile>& refiles);
  std::int64_t last_refile();
  void refile_after(std::int64_t refile);  // all later ones once more: the index was exchanged
  std::size_t message_count();

  // --- clocks
  std::vector<std::pair<CaseNumber, std::string>> newly_overdue(Time now);  // marks them, audited
  // The earliest moment from `now` on at which newly_overdue can find something: a second after a
  // deadline that has not been told.
  std::optional<Time> next_deadline(Time now);

  // --- audit
  void note(const AuditEntry& entry, Time at);  // a transaction of its own (search, show)
  void note_all(const std::vector<AuditEntry>& entries, Time at);  // all or none of them
  Time last_note();  // of the last row; the beginning of time when there is none
  Audit& audit();
  Spool& spool();
  Database& database();

 private:
  struct Sealed;  // what commit() has made ready before it takes the write lock

  void fit_data_key(StoreFor what);
  Secret case_key(const CaseNumber& number);  // Fault (permanent) when there is none
  std::optional<Secret> find_case_key(const CaseNumber& number);
  void make_case_key(const CaseNumber& number);
  void note_keys_made();
  void skip_rows(std::int64_t gap);
  void hold_what_waited(const RestoreOrder& order, const AfterBackup& after, Time now,
                        Restored& restored);
  void stop_letters(const AfterBackup& after, Time now, Restored& restored);
  void give_up_keys(const RestoreOrder& order, Time now, Restored& restored);

  Sealed seal_commit(const Commit& commit);
  std::vector<std::string> seal_words_of(const std::vector<SealedLetter>& letters,
                                         const std::optional<MessageNumber>& number);
  bool still_unfinished(std::int64_t spool);
  bool remember_signatures(const Commit& commit);
  bool write_case(const Commit& commit, const Sealed& sealed);
  void write_legs(const Case& subject);
  std::int64_t write_message(const NewMessage& message, Sealed& sealed);
  void write_readers(std::int64_t message, const std::vector<std::string>& readers);
  std::string seal_facts(std::int64_t message, const Audience& audience);
  void write_audience(const WiderAudience& wider, std::string_view sealed_facts);
  void write_threads(const Commit& commit);
  void write_mark(const std::string& mark, const std::optional<MessageNumber>& number);
  void write_letters(const Commit& commit, const std::optional<MessageNumber>& number,
                     const std::vector<std::string>& words);
  void place_files(const std::vector<SealedLetter>& letters);
  void write_kept(const Commit& commit, std::string_view sealed_parts);
  void write_news(const Commit& commit, std::string_view sealed_report);
  void apply(const DeliveryNews& news, const QueuedLetter& letter, Time at);
  bool finish_notices(const Commit& commit);
  void make_notices(std::int64_t delivery, std::string_view kind, Time at);
  std::optional<QueuedLetter> delivery(std::int64_t id);
  void follow_leg(const std::string& letter_id, Time at);
  void finish_spool(const Commit& commit, const Sealed& sealed, std::int64_t message);

  Case read_case(const Statement& row);
  std::vector<Leg> legs_of(const CaseNumber& number);
  Message read_message(const Statement& row);

  std::filesystem::path state_;
  Database database_;
  Database keys_database_;
  std::vector<std::int64_t> epochs_;  // of each since 1: the last delivery before it
  Secret wrapping_key_;               // of case keys
  Secret summary_key_;                // of summaries that belong to no case
  Secret notice_key_;                 // of seeds
  ReturnPath return_path_;
  Audit audit_;
  Spool spool_;
  Bodies bodies_;
};

// Files that letters of the store name.
std::vector<std::string> letter_files(Database& database);

}  // namespace pouch::gateway
