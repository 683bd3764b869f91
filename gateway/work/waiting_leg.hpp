// A leg that waited because its country had no focal point, or none with a usable key, when the
// request came (SPEC section 6): sent once the directory or the ring has been mended.
#pragma once

#include <string>

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// False while it still has to wait.
bool send_waiting_leg(const Runtime& runtime, Store& store, Crypto& crypto,
                      const CaseNumber& number, const std::string& country);

}  // namespace pouch::gateway
