// A large index built side by side: each thread takes a span of the commit log into an index of its
// own, with a connection of its own to the store, and all are merged into the folder of the one
// that is being built. Few messages are left to the caller. Private to this folder.
#pragma once

#include <functional>

#include "gateway/archive/index_group.hpp"

namespace pouch::gateway {

// What is merged in building_folder afterwards. `told` is called by one thread at a time. Faults of
// any part come out when all have ended.
Filed build_parts(const Runtime& runtime, Store& store, const Secret& data_key, std::size_t jobs,
                  const std::function<void(std::size_t)>& told);

}  // namespace pouch::gateway
