// What somebody is to a case: whoever is nothing to it learns nothing of it, not even whether it
// exists (DOMAIN section 8).
#pragma once

#include <string>
#include <vector>

#include "gateway/decide/decide.hpp"

namespace pouch::gateway::detail {

struct Standing {
  bool requester = false;       // he, or a desk of his that the case names as the requester's
  bool leg = false;             // a desk of his was asked
  bool receiver = false;        // a letter of the case went to him or a desk of his
  std::vector<int> messages{};  // of which he got a letter
  bool any() const { return requester || leg || receiver; }
};

Standing standing_of(const Situation& situation, const Case& subject);
bool is_requester_side(const Situation& situation, const Case& subject);
// The case with the legs and the messages that he may see.
CaseView view_of(const Situation& situation, const Case& subject, const Standing& standing);

}  // namespace pouch::gateway::detail
