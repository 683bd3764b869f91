// Whom a message of a case reaches (CORRESPONDENCE section 2): those whom it names, a group, the
// parties of its thread, the writer's own focal point; a case of its own where it is in none.
#pragma once

#include <optional>

#include "gateway/decide/parts.hpp"

namespace pouch::gateway::detail {

struct Destination {
  Case subject;
  Audience audience;
  std::optional<PastMessage> parent;  // the message that is answered
  bool fresh = false;
};

// nullopt: the decision says why, or asks to whom.
std::optional<Destination> destination(const Situation& situation, Decision& decision);
// What prosecutors share: a copy for the police focal points of those states.
void share_with_police(const Situation& situation, Audience& audience);

}  // namespace pouch::gateway::detail
