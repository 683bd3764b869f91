// What the gateway answers by itself (DOMAIN section 2.11): forms by mail, the state of cases, what
// the archive holds. Decided here, written by gateway/letters, the archive asked by the worker.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/decide/asked_about.hpp"

namespace pouch::gateway {

enum class AnswerKind {
  kHelp,
  kBlank,
  kState,
  kOpen,
  kAgain,
  kFound,
  kKept,           // searches that are kept
  kNotSent,        // a Reply to the gateway itself that is no form and no order
  kErased,         // copies of an erased case are erased, as who had them says
  kKeyUpdate,      // how a new key stands
  kWeb,            // a letter that lets in at the page follows
  kNotUnderstood,  // talk to the gateway that it does not know
};

// A word with which a Reply can say what is meant.
struct ReplyChoice {
  std::string word, meaning;  // {"BG", "Bulgaria"}
};

enum class SearchMode { kList, kHitOrNot, kCount, kFetch };

// A message of a list that was shown, by its number there.
struct ListedMessage {
  int item = 0;
  MessageNumber number;
};

struct ArchiveQuestion {
  std::string query;                 // as the index reads it: words and the narrowing fields
  std::string words;                 // the officer's own part of it, for snippets and the letter
  std::vector<std::string> readers;  // tags of the sender's rights, narrowed by the scope
  SearchMode mode = SearchMode::kList;
  std::size_t limit = 20;
  bool full = false;                 // the messages themselves, not only a line of each
  std::vector<std::string> without;  // tiers that do not count: "similar sound" …
  bool same_script = false;          // only where the words stand in the script that was typed
  std::string near_query;            // asked when the other finds nothing: one wrong letter
  std::string justification, for_case;
  std::string scope;                 // MY_CASES … as the form says: a next page is asked with it
  std::size_t offset = 0;            // hits left out before the first
  bool near = false;                 // `query` is the one that allows a wrong letter
  std::vector<ListedMessage> only;   // these, in full, without asking the index; empty: all
  std::vector<ListedMessage> shown;  // on this letter and those before it
  AskedThings about{};               // what it is about, for hit/no-hit; empty: something else
};

// Who says that they have read a message, by a Reply that says no more.
struct Acknowledgement {
  std::string by;  // name, as for people
  Time at{};
};

// A message of a case, as a state answer and `pouch show` tell of it.
struct ViewedMessage {
  int number = 0;
  std::string from;  // name, as for people
  Time at{};
  Audience audience;
  std::vector<Acknowledgement> acknowledged{};  // in messages that the reader of this may see
};

// A case as one of its parties may see it.
struct CaseView {
  Case subject;                       // with the legs that he may see
  std::vector<int> messages;          // that he wrote or got
  std::string title{};                // of a note, where cases are listed
  std::vector<ViewedMessage> rows{};  // the same messages; empty: nothing more is known of them
  std::vector<CaseNumber> linked{};   // cases that share a thing with it, and that he may read
};

// What is to become of searches that somebody keeps (gateway/store/kept_searches.hpp).
struct KeptOrder {
  enum class What { kKeep, kList, kDrop } what = What::kList;
  std::string name;                  // kKeep: empty, then it is called by its words
  std::vector<std::string> readers;  // kList: tags of the sender's rights
};

struct Answer {
  AnswerKind kind = AnswerKind::kHelp;
  std::string form, language;               // kBlank
  bool all = false;                         // kBlank: with all fields
  std::string of_case{};                    // kBlank: the number that a reply form answers
  std::vector<CaseView> cases;              // kState: one; kOpen
  std::optional<Case> of;                   // kAgain: the case whose letter is sent again
  std::vector<std::string> lines;           // kAgain: what went where; kHelp: what was not
                                            // understood; kKeyUpdate: paragraphs
  std::optional<ArchiveQuestion> question;  // kFound; kKept: the one to keep
  KeptOrder kept{};                         // kKept
  std::vector<ReplyChoice> choices;         // kNotSent: who could have been meant
  std::string said;                         // kNotUnderstood: the words; kKeyUpdate: the title
  std::string left;                         // words beside the order: not carried, and said so
};

}  // namespace pouch::gateway
