// Writes the letters that the page asks for (store/web_letters.hpp): one that lets a member in,
// whose challenge is durable before the letter is, and one that tells of a budget that is used up,
// to whoever has the right `security`. Sealed, or not written at all.
#pragma once

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// The letter that is due next; true: one was dealt with, look again.
bool write_next_web_letter(const Runtime& runtime, Store& store, Crypto& crypto);

}  // namespace pouch::gateway
