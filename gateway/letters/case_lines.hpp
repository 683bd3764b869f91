// The state of a case and of its messages in words: the same in letters, in answers to `status` and
// in `pouch show`.
#pragma once

#include <string>
#include <vector>

#include "config/directory.hpp"
#include "gateway/decide/answers.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {

// "sent", "sent, no answer yet".
std::string state_word(LegState state, const Words& words);
std::string state_in_words(LegState state, const Words& words = Words::english());
// "Bulgaria: acknowledged; answer due Monday 30 November 2026, 14:02 (Sofia), OVERDUE\n".
std::string leg_lines(const std::vector<Leg>& legs, const config::Directory& directory,
                      const std::string& zone, Time now, const Words& words = Words::english());
// "SEL-…/2, from Focal point of Bulgaria, Monday …: to Ana Ionescu; because …\n".
std::string message_lines(const CaseNumber& number, const std::vector<ViewedMessage>& messages,
                          const std::string& zone, const Words& words = Words::english());
// What became of a message: "to Ana Ionescu, Focal point of Romania; because it answers …", with
// its copies and with who was left out.
std::string reach_in_words(const Audience& audience, const Words& words = Words::english());

}  // namespace pouch::gateway
