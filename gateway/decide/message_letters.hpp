// The letters of a message of a case, and who could not be reached.
#pragma once

#include "gateway/decide/parts.hpp"

namespace pouch::gateway::detail {

// Separate letters, so that no encryption names another's keys (SECURITY class 31); to a group as a
// whole one for all.
void write_letters(const Situation& situation, const Case& subject, bool answers,
                   Decision& decision);

}  // namespace pouch::gateway::detail
