// Writes the letters about people's keys that are due (store/key_letters.hpp): to the holder, the
// desks on which they act, and the operators, in one transaction. Sealed, or not written at all.
#pragma once

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// The one that is due next; true: one was dealt with, look again.
bool write_next_key_letter(const Runtime& runtime, Store& store, Crypto& crypto);

}  // namespace pouch::gateway
