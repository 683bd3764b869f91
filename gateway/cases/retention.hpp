// How long a case is kept (DOMAIN sections 8 and 10). It is reviewed at the latest half a year
// after its exchange is concluded, and three years after it began; each year when victims,
// witnesses or minors are in it. Its owner may keep it on, for a reason, until the next review;
// without an answer it is erased. Whoever supplied data may set a day by which they are erased: it
// is obeyed, and moved by nobody else. While a legal hold stands nothing is erased, and nobody is
// asked.
//
// Days are UTC days; months are the calendar's: half a year after 31 August is the last day of
// February. Pure values: whoever calls brings the day.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/number.hpp"

namespace pouch::gateway {

using RetentionDay = std::chrono::sys_days;

// The day with the same number, or the last of a month that is too short for it.
RetentionDay months_after(RetentionDay day, int months);

struct RetentionRules {
  int first = 6;    // months after the exchange is concluded
  int later = 36;   // months after it began, and between later reviews
  int yearly = 12;  // the same, for victims, witnesses and minors
  int notice = 90;  // days before the day of erasure
};

// A day by which a supplier wants its data erased.
struct SuppliedLimit {
  std::string supplier;  // principal id
  RetentionDay set{};    // of its message
  RetentionDay until{};
};

// What an owner has said: kept until then.
struct Keeping {
  std::string who;  // empty: the case's owner; else the supplier whose limit it moves
  RetentionDay said{}, until{};
};

struct RetentionFacts {
  RetentionDay opened{};
  std::optional<RetentionDay> concluded{};  // no answer is owed any more
  bool yearly = false;                      // victims, witnesses or minors are in it
  std::vector<SuppliedLimit> limits{};
  std::vector<Keeping> kept{};
};

enum class DueFor { kReview, kYearlyReview, kSupplier };
std::string_view name(DueFor why);  // "review", "yearly-review", "supplier"
std::optional<DueFor> due_for(std::string_view name);

struct RetentionDue {
  RetentionDay on{};  // it is erased then unless its owner keeps it
  DueFor why = DueFor::kReview;
  std::string supplier{};  // of kSupplier
  bool operator==(const RetentionDue&) const = default;
};
RetentionDue due_of(const RetentionFacts& facts, const RetentionRules& rules);

// The latest day until which an owner may keep it on, when he says so on that day.
RetentionDay latest_keeping(RetentionDay said, bool yearly, const RetentionRules& rules);

// What somebody who may has said, on its way into the store.
struct RetentionOrder {
  enum class What {
    kKeep,     // until a day
    kErase,    // at once
    kConfirm,  // "our copies are erased"
    kHold,     // a prosecutor's legal hold
    kEndHold
  };
  CaseNumber number;
  What what = What::kKeep;
  std::string who{};     // of kKeep the supplier whose limit moves; of kConfirm who was asked
  bool of_case = false;  // of kKeep: its review moves
  RetentionDay until{};
  std::string by{};  // principal id
};

// --- what happens when

enum class RetentionLetter { kNotice, kMonth, kWeek };  // a month, a week before the end
std::string_view name(RetentionLetter letter);          // "notice", "month", "week"
std::optional<RetentionLetter> retention_letter(std::string_view name);

// What has been noted of a case.
struct RetentionState {
  bool held = false;                                // a legal hold stands
  bool ordered = false;                             // its owner has said that it is to be erased
  std::optional<RetentionDue> told{};               // what the notice was about
  RetentionDay noticed{};                           // of the notice
  RetentionLetter last = RetentionLetter::kNotice;  // that was told of it
};

struct RetentionStep {
  bool erase = false;
  std::optional<RetentionLetter> tell{};
  RetentionDay end{};                  // the day of erasure, as things stand
  std::optional<RetentionDay> next{};  // when to look again; nullopt: not before something changes
};
// A review never ends less than the notice's days after its owner was told, however late that was
// (an outage, an older version); a supplier's limit ends on its day.
RetentionStep step_of(const RetentionDue& due, const RetentionState& state,
                      const RetentionRules& rules, RetentionDay today);

}  // namespace pouch::gateway
