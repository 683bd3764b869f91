// Keeps the gateway's public ring equal to what the directory names (DECISIONS 23). The supervisor
// calls it while no worker runs; verbs in the foreground when no daemon serves the site.
#pragma once

#include "gateway/site/runtime.hpp"

namespace pouch::gateway {

// Rebuilds the ring when directory, key files or the ring itself have changed since the last time,
// the gateway's key with a user ID for each address of the site; logs what is missing. Killed at
// any moment it does the same again. True when it was rebuilt.
bool sync_ring(const Runtime& runtime);

}  // namespace pouch::gateway
