// Keeps the gateway's public ring equal to what the directory names (DECISIONS 23). The supervisor
// calls it while no worker runs; verbs in the foreground when no daemon serves the site.
#pragma once

#include "gateway/process/runtime.hpp"

namespace pouch::gateway {

// Rebuilds the ring when directory or key files have changed since the last time; logs what is
// missing. True when it was rebuilt.
bool sync_ring(const Runtime& runtime);

}  // namespace pouch::gateway
