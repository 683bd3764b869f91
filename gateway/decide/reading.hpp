// Steps 4 and 5 of the way of a message: which form a proved mail is, its values, its problems, and
// the case that it belongs to (SPEC section 5 "Which form", section 6; DECISIONS 10, 11, 17, 31).
// Pure but for the look-ups, which are parameters.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/site.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/decide/admission.hpp"
#include "gateway/decide/thread.hpp"
#include "mail/openpgp/open.hpp"
#include "templates/reader.hpp"

namespace pouch::gateway {

struct Lookups {
  ThreadLookup thread;
  std::function<std::optional<Case>(const CaseNumber&)> find_case;
  // The form that opened a case; nullopt when it was opened by a plain mail.
  std::function<std::optional<templates::Form>(const CaseNumber&)> opening_form;
  std::vector<std::string> kept_attachments{};  // that may join this mail: a form may name them
};

struct Reading {
  const templates::Template* which = nullptr;  // null: a plain mail
  std::optional<templates::Form> form;
  std::optional<Case> thread;
  std::optional<MessageNumber> named;  // as the mail names it, also when there is no such case
  std::vector<templates::Problem> problems;  // that no form holds: unknown form, two cases …
  std::string expects;  // what the form that opened the thread expects of those it went to
  std::vector<std::string> json_forms;  // names of attachments that were read as forms
  std::string text;                     // as written, quotations too: problems count its lines
  std::string own;  // what the author himself wrote, without our letter's text (SPEC section 6)
};

Reading read_mail(const mail::openpgp::Opened& opened, const Sender& sender,
                  const std::vector<std::string>& groups, const templates::TemplateSet& templates,
                  const config::Site& site, Time now, const Lookups& lookups);

// What the gateway knows of a sender, for fields that he need not fill in.
std::map<std::string, std::string> known_of(const Sender& sender);

}  // namespace pouch::gateway
