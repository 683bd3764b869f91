// Looks at cases whose day has come (retention.hpp of cases): who is to be asked, what is to be
// erased. What it takes stands in the case's messages, which are opened for it; what follows is
// written by the store in one transaction each, so that whoever is killed is followed by another.
//
// Throws Fault as the store does; one case that cannot be opened does not stop the rest.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "gateway/decide/records.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/retention.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

RetentionRules retention_rules(const config::Site& site);
RetentionFacts retention_facts(Store& store, const Case& subject);

// What is to be done with a case today.
struct RetentionPlan {
  RetentionLook look;
  RetentionRow row;
  bool yearly = false;
  bool archive = false;  // imported: no day is theirs
};
// Nullopt: there is no such case, or it is erased.
std::optional<RetentionPlan> retention_plan(const Runtime& runtime, Store& store,
                                            const CaseNumber& number);
// The same for decisions on mails.
RetentionView retention_view(const Runtime& runtime, Store& store, const CaseNumber& number);

// Addresses that have got a letter with content of the case.
std::vector<std::string> who_has_copies(Store& store, const CaseNumber& number);

struct RetentionDone {
  std::size_t asked = 0, erased = 0;
};
// What has changed is looked at once a day; without [retention] automatic the owners' orders alone.
RetentionDone look_at_retention(const Runtime& runtime, Store& store, LookAt which);
// One plan.
RetentionDone carry_out(const Runtime& runtime, Store& store, const RetentionPlan& plan);

// When to look again.
std::optional<Time> next_retention(const Runtime& runtime, Store& store);

}  // namespace pouch::gateway
