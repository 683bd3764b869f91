// Writes the letters of legs' clocks (DOMAIN section 7, leg_clock.hpp): to the desk that owes an
// answer a reminder; when it is due to the requester that it is late; then to the liaison desks of
// the asked country, then to the operational centre. A FLASH that nobody has read goes to the
// desk's substitute. Sealed, or not written at all.
#pragma once

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// The reminder that is due next; true: one was dealt with, look again. What was in the way (agent,
// disk) puts it back with a delay; an answer that came meanwhile ends it.
bool write_next_reminder(const Runtime& runtime, Store& store, Crypto& crypto);

}  // namespace pouch::gateway
