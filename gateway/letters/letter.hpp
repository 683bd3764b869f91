// The letters that Pouch writes (SPEC section 7, CORRESPONDENCE sections 2, 4, 5, 7, 8), as drafts
// for the mail room: what was decided, in plain words, with the machine-readable part, the
// officer's attachments untouched, his own signed message, and a reply form that works by pressing
// Reply. Handling stands first, then what is wanted, by whom, until when; then to whom it went and
// where a Reply goes, both from the audience that was decided, so that they cannot differ from it.
// Keys and digests stand last. A letter to somebody holds nothing that was not decided for them.
#pragma once

#include <string>
#include <vector>

#include "config/directory.hpp"
#include "config/site.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/cases/draft_version.hpp"
#include "gateway/cases/identifiers.hpp"
#include "gateway/decide/decide.hpp"
#include "mail/compose/compose.hpp"
#include "templates/template.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway {

struct LetterSource {
  const config::Site& site;
  const config::Directory& directory;
  const templates::TemplateSet& templates;
  const Case* subject = nullptr;  // null for a refusal without a case
  const Message* message = nullptr;
  const Contents* contents = nullptr;
  const templates::Form* form = nullptr;  // null: a plain mail
  const Sender& sender;
  Time now{};
  // Of message 1 of the case, for letters that carry a later one: whose reference, title and
  // questions they repeat.
  const templates::Form* opening = nullptr;  // null: a plain mail opened it, or this is message 1
  std::string_view opening_subject{};        // as its officer wrote it
  // What was odd about an answer and stopped nothing: both sides see it. Of other messages it is
  // their writer's alone, in the receipt.
  const std::vector<templates::Problem>* warnings = nullptr;
  // Drafts of which the message brings a new version; the earlier ones its readers have too.
  std::vector<ReplacedDraft> replaced{};
};

struct LetterThread {
  std::string message_id;  // of this letter
  std::string answered{};  // Message-ID of the mail it answers; empty: none
  std::string letter{};    // letter id of this letter: the fence of its form bears it
};

mail::Draft write_letter(const LetterPlan& plan, const LetterSource& source,
                         const LetterThread& thread);

// What the others answered, or owe, is the requester's side's to know.
std::vector<Leg> legs_shown_to(const Sender& sender, const Case& subject);
mail::Draft write_receipt(const LetterPlan& plan, const LetterSource& source,
                          const Decision& decision, const LetterThread& thread);

struct Refused {
  std::string reason;  // short code
  std::vector<templates::Problem> problems;
  std::string form_text;            // the newest state of the officer's form; empty: there was none
  std::string subject;              // of the mail
  std::vector<std::string> kept{};  // attachments that wait for the corrected form
  std::string kept_mark{};          // by which it finds them
  Time kept_until{};                // of the mail; the epoch: it is not kept
  std::string form_name{};          // of its template; empty: none could be told
};
// `source.subject` is the case to which the mail belongs, when it does.
mail::Draft write_refusal(const LetterPlan& plan, const LetterSource& source,
                          const Refused& refused, const LetterThread& thread);

// What must be known before anything is sent (LetterKind::kQuestion): to whom, in which case, or
// whether it is meant to go twice.
struct Question {
  std::string title;                 // "to whom?"
  std::string reference;             // of the mail, as its officer knows it; may be empty
  std::string subject;               // of the mail
  std::vector<std::string> text;     // one paragraph each
  std::vector<ReplyChoice> choices;  // one word each is answer enough
  std::vector<std::string> kept{};   // attachments
  Time kept_until{};
};
mail::Draft write_question(const LetterPlan& plan, const LetterSource& source,
                           const Question& question, const LetterThread& thread);

// SPEC section 9: the one fixed text that may go out in the clear.
mail::Draft write_to_stranger(const config::Site& site, const std::string& address, Time now,
                              const LetterThread& thread);

// The whole reply form of a case, attached to its letters as reply-form.txt; what the letter itself
// shows is its short form (templates/replies/reply_lines.hpp). `language`: null is English.
std::string reply_form(const templates::TemplateSet& templates, const CaseNumber& number,
                       const templates::Form& request, const templates::Language* language);

}  // namespace pouch::gateway
