// Signs the receipts that wait for it (store/receipts.hpp), and keeps the public keys of those who
// wrote, as the ring has them now. Work for when no mail waits: a receipt's place in the chain of
// its case is closed already.
#pragma once

#include <string_view>

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// A few of them, of that case alone when it is named; true: look again. What is in the way is
// logged, and tried again later.
bool sign_receipts(const Runtime& runtime, Store& store, Crypto& crypto,
                   std::string_view number = {});

}  // namespace pouch::gateway
