// The passage of one spooled mail: open, identify, read the form, check, decide, seal, commit in
// one transaction (SPEC section 2 steps 2 to 7). Bad mail is no fault: it ends in a letter or a
// hold. Throws what the store, the disk and GnuPG throw; then nothing was committed.
#pragma once

#include "gateway/cases/spool_entry.hpp"
#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// False: another worker changed its case each time that it was about to be committed.
bool carry(const Runtime& runtime, Store& store, Crypto& crypto, const SpoolEntry& entry);

}  // namespace pouch::gateway
