// What is to be done with a proved mail: a pure function of (message, sender, form, case,
// directory, clock) (SPEC section 2 step 6, section 6; DECISIONS 10–12, 15, 17, 25, 30). It gives
// which case, which legs, which letters to whom; it seals nothing, stores nothing, asks nobody.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/directory.hpp"
#include "config/site.hpp"
#include "gateway/cases/audit_entry.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/cases/kept_mail.hpp"
#include "gateway/cases/key_update.hpp"
#include "gateway/cases/outcome.hpp"
#include "gateway/decide/admission.hpp"
#include "gateway/decide/answers.hpp"
#include "gateway/decide/orders.hpp"
#include "gateway/decide/records.hpp"
#include "templates/replies/reply_words.hpp"
#include "templates/template.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway {

// In whose place somebody gets a letter.
struct Away {
  std::string id, name;
  Time until{};
  bool closed = false;  // nobody sits there at this hour; else: absent for days
};

// Somebody to whom a letter can be sealed.
struct Party {
  std::string id, name, address;
  std::vector<std::string> keys;  // all of them can read it
  std::string time_zone;
  std::string country{};  // empty: headquarters
  std::optional<Away> instead_of{};
  std::string language{};  // BCP 47, in which they read letters; empty: English
  const std::string& meant_for() const { return instead_of ? instead_of->id : id; }
};

enum class LetterKind {
  kRequest,
  kCopy,
  kReply,
  kNote,
  kCaseNote,
  kControl,  // what somebody did to a case: withdrew, corrected, handed over …
  kAnswer,   // what the gateway itself answers: a blank form, a state, what the archive holds
  kReceipt,
  kRefusal,
  kNotice,      // to the operator: letters that do not arrive, mail that waits for them
  kQuestion,    // what the gateway must know before it sends anything: to whom, in which case
  kLinked,      // to a desk: other cases have something in common with its own
  kDigest,      // to a desk: its day
  kReminder,    // to an asked desk: a request letter once more, short, for its answer is owed
  kOverview,    // to the requester: how all the countries stand that were asked
  kEscalation,  // that an answer is late: to the requester, the liaison desks, headquarters
  kAuditHead,   // to an auditor: the signed head of the audit log
  kReview,      // to the owner of a case: it is erased then unless they keep it
  kErasure,     // to whoever has copies of a case that is erased
  kKey,         // about a key of a member or desk: it ends, or a new one is on its way
  kJoined,      // to somebody who is in a group from now on
  kEnter,       // lets a member in at the page
  kWelcome,     // the first letter to a new member
  kStranger,    // the one fixed text for somebody whom nobody knows, in the clear
};
std::string_view name(LetterKind kind);

struct LetterPlan {
  LetterKind kind = LetterKind::kReceipt;
  std::vector<Party> to{};  // one encryption for all of them
  std::string country{};    // of the leg
  std::optional<Time> deadline{};
  std::string group{};       // id, for mail to a group
  std::string title{};       // instead of the one that its kind has
  int again = 0;             // the letter of this earlier message of the case, once more
  Audience reply{};          // whom a Reply to this letter reaches; the letter says so
  std::string reply_hint{};  // how to reach more of them: "To reach all that were asked, put …"
};

struct Situation {
  const config::Directory& directory;
  const config::Site& site;
  Time now{};  // of durable acceptance
  const Sender& sender;
  std::vector<std::string> groups{};           // addressed beyond doubt
  const templates::Template* which = nullptr;  // null: a plain mail
  const templates::Form* form = nullptr;       // null: a plain mail
  std::optional<Case> thread{};                // the case that it belongs to
  CaseNumber fresh;                            // for a new case
  std::function<bool(const std::string&)> key_usable;
  std::optional<MessageNumber> named{};  // of `thread`: the message that was named, 0: the case
  const templates::TemplateSet* templates = nullptr;
  std::string expects{};  // of the thread's countries: answer, acknowledgement, nothing
  Records records{};      // what forms to the gateway itself ask of the store
  // What the mail answers: the kind of a letter of ours, "mail" for a message by its author's own
  // Message-ID, empty when a number was named or nothing is answered.
  std::string answers_kind{};
  std::string context{};                // of that letter: what a Reply may ask of it
  std::vector<std::string> to_names{};  // receivers that the writer names himself
  std::optional<Order> order{};
  bool forwards = false;                        // it forwards somebody's letter to us
  bool empty = false;                           // nothing in it is the writer's own
  bool below_signature = false;                 // when empty: something stands below a line "-- "
  std::vector<std::string> added{};             // what their mail program put there, when empty
  std::optional<templates::ReplyWords> said{};  // the answer's kind was read out of its words
  bool acknowledges = false;                    // it says that a note was read, and no more
  std::optional<MessageNumber> same{};          // the same request came before, and was sent
  std::optional<KeyOffer> key_offer{};          // of a key update: the attached file
  std::optional<KeyAnswer> key_answer{};        // what the mail says of a key update
  std::string signed_with{};                    // primary fingerprint
};

// What the gateway must know before anything is sent; the mail is kept meanwhile.
struct Ask {
  KeptFor why = KeptFor::kReceivers;
  std::string title;               // "to whom?"
  std::vector<std::string> lines;  // why it is asked
  std::vector<ReplyChoice> choices;
};

// Who was meant by a message and gets nothing, or nothing yet; of a country `who.id` is empty.
struct Unreached {
  std::string number;  // of the message
  Narrowing who;
  bool waits = false;  // it goes out once what is in the way is put right
};

struct Decision {
  Outcome outcome = Outcome::kAccepted;
  std::string reason;
  std::vector<templates::Problem> problems, warnings;
  std::optional<Case> opened, changed;
  int message = 0;
  std::string form;  // what it was registered as
  std::string acting_desk;
  Audience audience;                     // of the message
  std::vector<std::string> inherited{};  // of the message, see Message
  int acknowledges = 0;                  // the same
  std::vector<std::string> readers;
  std::vector<LetterPlan> letters;   // the receipt or refusal last
  std::vector<std::string> notices;  // lines for the receipt: where it went, what waits
  std::vector<AuditEntry> audit;
  std::optional<Answer> answer;  // the gateway answers by itself; nothing is registered in a case
  std::optional<Ask> ask;        // refused for now: its writer is asked
  std::vector<Unreached> for_operator;      // of whom a letter tells the operator
  std::vector<std::string> left_out;        // words of the mail that nobody was sent
  std::string understood;                   // the reply kind that was read out of plain words
  std::optional<RetentionOrder> retention;  // of a case: kept, to be erased; copies erased
  std::optional<KeyUpdateChange> key_update{};
  bool keep_nothing = false;               // refused, and its mail must not wait for a correction
  std::optional<config::Absence> absence;  // that is announced
  std::optional<WithdrawnFiles> withdrawn;
  const Case* the_case() const { return opened ? &*opened : changed ? &*changed : nullptr; }
};

Decision decide(const Situation& situation);
// A refusal for what no form holds (unknown form, two cases …).
Decision refuse_with(const Situation& situation, const std::string& reason,
                     std::vector<templates::Problem> problems);

// The ways of the mail name different cases, or none where one was asked for: nothing is sent.
Decision ask_which_case(const Situation& situation, const std::vector<CaseNumber>& cases);
// An answer of the archive continued by a Reply (kMore, kFetch, kPage), or kept (kKeep): asked anew
// with the rights of today. `context`: of that answer; only what read_search_context takes.
Decision continue_search(const Situation& situation, std::string_view context, const Order& order);

// In which all of them read; empty: English, also where they differ.
std::string language_of(const std::vector<Party>& readers);

// A leg that waited: where it would go now; nullopt while it still has to wait.
std::optional<Party> route(const Situation& situation, const std::string& country,
                           const Case& subject);

// Whom a Reply to this letter of this message reaches, for the line that says so.
void say_where_replies_go(const config::Directory& directory, const Case& subject,
                          const PastMessage& message, LetterPlan& plan);

Party party_of(const config::Desk& desk, const config::Directory& directory,
               const config::Site& site);
Party party_of(const Sender& sender, const config::Site& site);

}  // namespace pouch::gateway
