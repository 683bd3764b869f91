// Steps 4 and 5 of the way of a message: whom a proved mail answers, what in it its writer wrote
// himself, which form that is, its values, its problems, and the case that it belongs to
// (CORRESPONDENCE sections 1, 3, 4, 5; SPEC section 5 "Which form"; DECISIONS 10, 11). Text of ours
// that comes back is never read as a field, a value or a note. Pure but for the look-ups, which are
// parameters.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/site.hpp"
#include "gateway/cases/answered.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/cases/kept_mail.hpp"
#include "gateway/decide/admission.hpp"
#include "gateway/decide/orders.hpp"
#include "gateway/decide/whom.hpp"
#include "mail/openpgp/open.hpp"
#include "templates/reading/reader.hpp"
#include "templates/replies/reply_words.hpp"

namespace pouch::gateway {

// Words of an attachment in which a form may stand.
struct AttachedWords {
  std::string name, text;
};

struct Lookups {
  int epoch = 0;  // the site's
  ThreadLookups thread;
  std::function<std::optional<Case>(const CaseNumber&)> find_case;
  // The form that opened a case; nullopt when it was opened by a plain mail.
  std::function<std::optional<templates::Form>(const CaseNumber&)> opening_form;
  // Letters of a case that went to this sender, newest first.
  std::function<std::vector<AnsweredLetter>(const CaseNumber&)> letters_of{};
  // The mail of this sender that waits for his word on the letter with that Message-ID.
  std::function<std::optional<KeptParts>(const std::string&)> kept{};
  // The same by an earlier one of the letters that asked for that word.
  std::function<std::optional<KeptParts>(const std::string&)> kept_asked_before{};
  std::function<std::vector<AttachedWords>()> attached_words{};
  // Message-IDs of letters of ours that the text itself names (a refusal's mark, a fence).
  std::vector<std::string> marked{};
};

struct Reading {
  Answered answered;
  const templates::Template* which = nullptr;  // null: a plain mail
  std::optional<templates::Form> form;
  std::optional<Case> thread;
  std::optional<MessageNumber> named;  // as the mail names it, also when there is no such case
  std::string answers_kind;            // as decide takes it
  std::vector<CaseNumber> several;     // ways that name different cases
  std::vector<templates::Problem> problems;  // that no form holds: unknown form …
  std::string expects;  // what the form that opened the thread expects of those it went to
  std::vector<std::string> form_files;  // names of attachments that were read as forms
  std::string text;   // the newest state of the form, or the words: what is kept if refused
  std::string own;    // what the author himself wrote, as it is carried
  std::string title;  // his own subject; empty: none, or it is our letter's
  std::vector<std::string> cut;  // words of the mail that are carried nowhere
  std::vector<std::string> to_names;
  std::optional<Order> order;
  std::optional<templates::ReplyWords> said;
  bool acknowledges = false;       // a note that it answers, and says no more
  std::optional<KeptParts> kept;   // the earlier mail that this one mends or completes
  bool case_missing = false;       // he was asked in which case it is, and does not say
  bool forwards = false;           // somebody's letter, in no words that say to whom
  bool empty = false;              // nothing in it is the writer's own
  bool below_signature = false;    // when empty: words stand below a line "-- "
  std::vector<std::string> added;  // names of what mail programs added, when nothing else is there
};

Reading read_mail(const mail::openpgp::Opened& opened, const Sender& sender,
                  const std::vector<std::string>& groups, const templates::TemplateSet& templates,
                  const config::Site& site, Time now, const Lookups& lookups);

// What the gateway knows of a sender, for fields that he need not fill in.
std::map<std::string, std::string> known_of(const Sender& sender);

}  // namespace pouch::gateway
