// Writes the letters that tell desks of linked cases, what each may know of them today
// (decide/linked.hpp). Sealed, or not written at all; over limits.letters_per_hour they wait.
#pragma once

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// The notice that is due next; true: one was dealt with, look again. What was in the way (agent,
// disk) puts it back with a delay.
bool write_link_notice(const Runtime& runtime, Store& store, Crypto& crypto);

}  // namespace pouch::gateway
