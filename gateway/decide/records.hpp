// What decisions on forms to the gateway itself look up in the store (`control`, `search`):
// functions, so that `decide` stays pure and tests give their own.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/cases/retention.hpp"
#include "gateway/decide/linked.hpp"

namespace pouch::gateway {

// A letter that went out, to one address.
struct SentLetter {
  std::string kind, recipient;
  int message = 0;
};

// A message of a case as its form says it: who provided it, and which handling he asked for.
struct PastMessage {
  int message = 0;
  std::string form, sender, desk;
  std::vector<std::string> handling{};
  int relaxes = 0;  // the message whose handling this one replaced; 0: none
  Audience audience{};
  bool privileged = false;
  std::vector<std::string> inherited{};  // as Message has it
  Time received{};
  std::string court_use{};      // of one that permits use in court: who may, and for what
  std::string handling_text{};  // what H3 forbids, in the words of who provided it
  int acknowledges = 0;         // as Message has it
  int asks_for = 0;             // the message for which it asks a permission
  std::string asked_use{};      // for whom and for what it asks that
  bool refuses_court = false;   // it refuses one: `refused_use` as asked, empty: to everybody
  std::string refused_use{};
};

// When a case ends, as things stand.
struct RetentionView {
  bool held = false;     // a legal hold stands
  bool yearly = false;   // victims, witnesses or minors are in it
  bool archive = false;  // imported: it has no day
  RetentionDue due{};
  RetentionRules rules{};
};

struct Records {
  std::function<std::optional<Case>(const CaseNumber&)> find_case{};
  std::function<std::vector<SentLetter>(const CaseNumber&)> letters{};
  std::function<std::vector<PastMessage>(const CaseNumber&)> messages{};
  // Open ones of that requester, or in which one of these desks has a part.
  std::function<std::vector<Case>(const std::string&, const std::vector<std::string>&)> open{};
  // What its messages have in common with those of other cases, whoever may know it.
  std::function<std::vector<LinkedPair>(const CaseNumber&)> linked{};
  std::function<RetentionView(const CaseNumber&)> retention{};
  std::function<std::optional<Time>(const CaseNumber&)> erased{};  // when it was
  // Notes that are not closed, of which one of these readers has a message; and their titles.
  std::function<std::vector<Case>(const std::vector<std::string>&)> open_notes{};
  std::function<std::string(const CaseNumber&)> title{};
  // Files of a message that are no evidence and were not withdrawn.
  std::function<std::vector<PartFacts>(const MessageNumber&)> files{};
};

}  // namespace pouch::gateway
