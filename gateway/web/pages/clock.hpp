// The clock of an answer that is owed: what is left in words, and a bar of the time that has
// passed until now, or until it was stopped or answered, with notches at half and at 80 per cent of
// it (DOMAIN section 7). Private to this folder.
#pragma once

#include <optional>

#include "gateway/web/pages/look.hpp"

namespace pouch::gateway::web {

struct ClockShown {
  Time opened{};
  std::optional<Time> deadline{};
  bool stopped = false, overdue = false;
  LegState state = LegState::kSent;
  std::optional<Time> halted{};  // when its clock was stopped, or the answer came
};

html::Html clock(const Look& look, const ClockShown& shown);
std::string_view state_in_words(const Look& look, LegState state);

}  // namespace pouch::gateway::web
