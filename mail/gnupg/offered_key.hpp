// A key that somebody sent by mail, looked at in a throw-away home; the ring is not touched. A
// small secret is sealed to it there, for its holder to show that he can open it.
#pragma once

#include <string_view>

#include "mail/openpgp/values.hpp"

namespace pouch::mail::openpgp {

// `sealed` of the result is empty when there is not exactly one key, or when the ring would refuse
// it, or nothing can be sealed to it.
Offered look_at_offered(std::string_view bytes, std::string_view secret);
// Throw-away homes in the folder for such that are older than an hour: of a program that was
// killed.
void sweep_throw_away_homes();

}  // namespace pouch::mail::openpgp
