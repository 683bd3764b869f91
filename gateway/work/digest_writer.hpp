// Writes the digests of the day (DOMAIN section 7): one letter to each desk that has something to
// read, none to the others. Sealed, or not written at all.
#pragma once

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// The next hour of the site's digests where that desk is.
Time next_digest(const Runtime& runtime, const std::string& desk, Time after);
// Desks that get digests today; empty when the site wants none.
std::vector<std::string> desks_with_digest(const Runtime& runtime);

// The digest that is due next; true: one was dealt with, look again.
bool write_next_digest(const Runtime& runtime, Store& store, Crypto& crypto);

}  // namespace pouch::gateway
