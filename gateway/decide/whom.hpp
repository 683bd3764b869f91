// Whom a mail answers (CORRESPONDENCE section 1), found in this order: the form's field,
// In-Reply-To and References that name a letter of ours (signed before unsigned), a message number
// in the signed subject, a case number there, a number in the text when there is nothing else. An
// identifier of a gateway's making that the store does not know never falls through to the next
// way. Ways that name different cases are no choice of ours: all are given. What exists is asked of
// the caller.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/answered.hpp"
#include "gateway/cases/number.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway {

struct ThreadLookups {
  // The letter of ours with that Message-ID.
  std::function<std::optional<AnsweredLetter>(const std::string&)> letter;
  // The message that a member sent under that Message-ID; message 0: a case's thread.
  std::function<std::optional<MessageNumber>(const std::string&)> message;
};

struct Answered {
  std::optional<AnsweredLetter> letter;  // of ours; else nullopt
  std::optional<MessageNumber> number;   // that letter's, or of a member's own mail
  std::string kind;                      // the letter's, "mail", or empty
  // An identifier of a gateway's that nobody here knows, or a number of an earlier epoch.
  std::string unknown;
};
// `ids` best first: In-Reply-To, then References from the last to the first.
Answered find_answered(const std::vector<std::string>& ids, const ThreadLookups& lookups);

// "<pouch.…@…>": written by a gateway, this one or another.
bool is_a_gateways_id(std::string_view message_id);

struct NumberClues {
  std::string form_reference;  // field `answers` or `case_no`, as written; may be empty
  std::string subject;         // signed
  std::string_view text;       // the writer's own; looked at only when there is nothing else
};
struct NumberFound {
  std::optional<MessageNumber> number;
  bool by_answer = false;           // it is that of the answered letter, in every part
  std::vector<CaseNumber> several;  // two or more: the ways disagree
  std::vector<templates::Problem> problems;
};
NumberFound find_number(const NumberClues& clues, const Answered& answered, const Numbering& ours);

}  // namespace pouch::gateway
