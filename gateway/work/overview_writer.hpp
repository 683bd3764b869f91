// Writes the overviews of requests to several countries (overviews.hpp), to the requester or, while
// they are absent, to who stands in. Sealed, or not written at all.
#pragma once

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// The overview that is due next; true: one was dealt with, look again. What was in the way (agent,
// disk) puts it back with a delay.
bool write_next_overview(const Runtime& runtime, Store& store, Crypto& crypto);

}  // namespace pouch::gateway
