// Terms of a leg (DOMAIN section 7): until when an answer is owed, until when a word that the
// request was received, what a DELAY makes of it. Private to this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/decide/decide.hpp"

namespace pouch::gateway::detail {

// What the form asks for, else what its template says of that priority; nullopt: no answer is owed.
std::optional<Time> deadline_for(const Situation& situation, const std::string& priority);
// The clock of a leg that begins now. `zone`: of the asked desk. Days in which to acknowledge are
// working days of the asked country; hours, and all days of the answer itself, run through.
LegClock clock_for(const Situation& situation, const std::string& priority,
                   const std::string& country, const std::string& zone,
                   const std::optional<Time>& deadline);
// The end of the day, where that desk is, on which its DELAY promises the answer; nullopt: it names
// none.
std::optional<Time> promised_for(const Situation& situation, const std::string& zone);
// The same hour of the n-th working day after: neither a Saturday, a Sunday nor a holiday there.
Time after_working_days(Time from, int days, const config::Country* country,
                        const std::string& zone);

}  // namespace pouch::gateway::detail
