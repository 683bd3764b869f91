// Writes the letters that greet those who joined a group (store/group_members.hpp). Sealed, or not
// written at all.
#pragma once

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// The letter that is due next; true: one was dealt with, look again.
bool write_next_group_welcome(const Runtime& runtime, Store& store, Crypto& crypto);

}  // namespace pouch::gateway
