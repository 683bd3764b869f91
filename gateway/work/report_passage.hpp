// The passage of a mail that came to the envelope sender of a letter: a report sets what became of
// that letter, in one transaction with the end of the spool entry (SECURITY section 2 class 11).
// The token in the envelope is the proof; what the mail says of itself is none. It is not opened:
// no key is needed.
#pragma once

#include "gateway/cases/spool_entry.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// False: it bears no valid token, or is no report: it goes the ordinary way, where a machine's
// answer is held. Throws what the store and the disk throw; then nothing was committed.
bool carry_report(const Runtime& runtime, Store& store, const SpoolEntry& entry);

}  // namespace pouch::gateway
