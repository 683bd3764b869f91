// Talk to the gateway (CORRESPONDENCE section 6): an order is the subject or the first line of the
// author's own words, with the same words in every language of the forms; on some letters a Reply
// of one word is one too. What looks like an order and is none that we know is told apart from a
// note. An order is the whole line, with nothing behind it but its arguments; what was written to a
// person stays his. In a Reply to somebody's letter it counts only when the mail says nothing else,
// for a title is often one of these words and "Open." may be an answer. Of a mail to a group, with
// a form, or with attachments nothing is an order: the caller does not ask then. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/answered.hpp"
#include "gateway/cases/number.hpp"
#include "templates/template.hpp"

namespace pouch::gateway {

enum class OrderKind {
  kHelp,
  kStatus,  // [number]
  kOpen,
  kSearch,    // words in the body, `Why:`
  kTemplate,  // NAME [language] [all]
  kResend,    // number
  kRecall,    // number
  kMore,      // of a request letter: its full reply form; of a search answer: the next page
  kFetch,     // items of a search answer, by their numbers there
  kPage,      // of a search answer
  kDone,      // of a plain answer: it answers the request
  kTake,      // of a request letter: I have it in hand
  kUndo,      // of a receipt: what we took the words for is wrong
  kSend,      // of a question of ours: send it all the same
  kKeep,      // [name], of a search answer: the search is kept
  kKept,      // what is new for the searches that one keeps
  kDrop,      // name: a search is kept no more
  kWeb,       // a letter that lets one in at the page
  kAbsence,   // who is away until when, and who stands in
  kKeepCase,  // reason, of a letter on retention: the case is kept on
  kErase,     // of the same: it is erased at once
  kErased,    // of the letter that asks for it: our copies are erased
  kPermit,    // of the letter that asks for it: its use in court; `query`: by whom, for what
  kDeny,      // of the same: it is refused; `why`: the reason
  kNotUnderstood,
};

struct Order {
  OrderKind kind = OrderKind::kHelp;
  std::optional<MessageNumber> number;  // that it names
  std::string name, language;           // kTemplate; the name of kKeep and kDrop too
  bool all = false;                     // kTemplate: with all fields
  std::vector<int> items;               // kFetch
  int page = 0;                         // kPage
  std::string query, why;               // kSearch; `why` of a recall too
  std::string fields;  // kSearch, kAbsence: further lines of its form ("Scope: …", "Until: …")
  std::string left;    // own words beside the order: not carried, and said so
};

struct OrderClues {
  std::string_view subject;                  // signed, as written
  std::string_view own;                      // the author's own words, without quotations
  const AnsweredLetter* answered = nullptr;  // null: a fresh mail
  Numbering ours;
};

std::optional<Order> order_in(const OrderClues& clues, const templates::TemplateSet& templates);

// The words of the form `control` or `search` that say the same; of kNotUnderstood those of help.
// Empty for what no form can say (kMore, kFetch, kPage, kKeep: continue_search in decide.hpp; kDone
// …).
std::string form_words(const Order& order);

}  // namespace pouch::gateway
