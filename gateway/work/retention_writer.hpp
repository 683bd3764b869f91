// Writes the letters on retention: to owners that a case is to be erased, to whoever had copies
// that it is (letters/review_letter.hpp). Sealed, or not written at all; when no owner can be told,
// the operators are.
#pragma once

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// The letter that is due next; true: one was dealt with, look again. What was in the way (agent,
// disk) puts it back with a delay; a case that was kept, held or erased meanwhile ends it.
bool write_next_retention_letter(const Runtime& runtime, Store& store, Crypto& crypto);

}  // namespace pouch::gateway
