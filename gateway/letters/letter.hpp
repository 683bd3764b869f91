// The letters that Pouch writes (SPEC section 7), as drafts for the mail room: what was decided, in
// plain words, with the machine-readable part, the officer's attachments untouched, his own signed
// message, and a reply form that works by pressing Reply. Handling, classification, priority and
// deadline stand first. A letter to somebody holds nothing that was not decided for him.
#pragma once

#include <string>
#include <vector>

#include "config/directory.hpp"
#include "config/site.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/decide/decide.hpp"
#include "mail/compose.hpp"
#include "templates/form.hpp"
#include "templates/template.hpp"

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
};

struct LetterThread {
  std::string message_id;  // of this letter
  std::string answered;    // Message-ID of the mail it answers; empty: none
};

// Message-ID of the n-th letter of a spool entry; the seed makes it the same on a retry.
std::string letter_message_id(const config::Site& site, const std::string& seed, std::size_t n);
std::string letter_id(const std::string& seed, std::size_t n);
// The invisible first message of a case: every letter refers to it, so every client shows one
// thread.
std::string thread_root(const config::Site& site, const CaseNumber& number);
// True for identifiers that this gateway wrote.
bool is_our_message_id(const config::Site& site, const std::string& message_id);

mail::Draft write_letter(const LetterPlan& plan, const LetterSource& source,
                         const LetterThread& thread);

mail::Draft write_receipt(const LetterPlan& plan, const LetterSource& source,
                          const Decision& decision, const LetterThread& thread);

struct Refused {
  std::string reason;  // short code
  std::vector<templates::Problem> problems;
  std::string form_text;            // the officer's own form; empty when there was none
  std::string subject;              // of his mail
  std::vector<std::string> kept{};  // his attachments that wait for the corrected form
  std::string kept_mark{};          // by which it finds them
  Time kept_until{};
};
mail::Draft write_refusal(const LetterPlan& plan, const LetterSource& source,
                          const Refused& refused, const LetterThread& thread);

// SPEC section 9: the one fixed text that may go out in the clear.
mail::Draft write_to_stranger(const config::Site& site, const std::string& address, Time now,
                              const LetterThread& thread);

// The reply form of a case as its letters show it; the reader compares quoted lines with it.
std::string reply_form(const templates::TemplateSet& templates, const CaseNumber& number,
                       const templates::Form& request);

}  // namespace pouch::gateway
