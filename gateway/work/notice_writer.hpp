// Writes the letters that say that letters do not arrive: to who wrote the message a receipt in its
// thread, to each principal with the right `operate` one letter for all that waits to be told.
// Sealed, or not written at all. Over limits.letters_per_hour they wait, and what waits for the
// operator meanwhile goes into one letter.
#pragma once

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// The notices that are due next; true: some were dealt with, look again. What was in the way
// (agent, disk) puts them back with a delay.
bool write_notices(const Runtime& runtime, Store& store, Crypto& crypto);

}  // namespace pouch::gateway
