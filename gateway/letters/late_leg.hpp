// The receipt for a leg that had to wait (SPEC section 6): its requester, who was told that it
// waits, hears that it has gone. In the thread of the case; numbers, names and times, no content.
#pragma once

#include <string>

#include "gateway/letters/non_delivery.hpp"

namespace pouch::gateway {

struct LateLeg {
  MessageNumber number;            // the message that has gone
  std::string country, desk;       // for people: "Bulgaria", "Focal point of Bulgaria"
  Time waited_since{};             // since it waited
  std::optional<Time> deadline{};  // of the leg
};

mail::Draft write_late_leg(const NoticeSource& source, const Party& to, const LateLeg& leg,
                           const LetterThread& thread);

}  // namespace pouch::gateway
