// The state of a case and of its messages in words: the same in letters, in answers to `status` and
// in `pouch show`.
#pragma once

#include <string>
#include <vector>

#include "config/directory.hpp"
#include "gateway/decide/answers.hpp"

namespace pouch::gateway {

std::string state_in_words(LegState state);  // "sent, no answer yet"
// "Bulgaria: acknowledged; answer due Monday 30 November 2026, 14:02 (Sofia), OVERDUE\n".
std::string leg_lines(const std::vector<Leg>& legs, const config::Directory& directory,
                      const std::string& zone, Time now);
// "SEL-…/2, from Focal point of Bulgaria, Monday …: to Ana Ionescu; because …\n".
std::string message_lines(const CaseNumber& number, const std::vector<ViewedMessage>& messages,
                          const std::string& zone);
// What became of a message: "to Ana Ionescu, Focal point of Romania; because it answers …", with
// its copies and with who was left out.
std::string reach_in_words(const Audience& audience);

}  // namespace pouch::gateway
