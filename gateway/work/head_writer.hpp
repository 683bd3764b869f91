// Signs the head of the day of the audit log (store/audit_heads.hpp) and sends it, sealed, to
// whoever has the right `audit`: the head, its signature and the letters in one transaction. An
// auditor to whom nothing can be sealed today is left out, which the log says; the head stands in
// the store for all.
#pragma once

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// True: one was dealt with, look again.
bool write_next_head(const Runtime& runtime, Store& store, Crypto& crypto);

}  // namespace pouch::gateway
