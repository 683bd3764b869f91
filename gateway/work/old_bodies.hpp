// Messages that came to a version before 0.2 lie in the store as one sealed piece each, files and
// all. A worker moves them into the new form when no mail waits for it, one message a transaction,
// and reads the words in their files on the way. They are read in either form meanwhile; a run that
// is broken off goes on where it was. What does not open stays as it is, and is told in the log.
// So are files looked into that could not be read when their mail was filed, three times at most.
#pragma once

#include "gateway/store/bodies.hpp"

namespace pouch::gateway {

enum class [[nodiscard]] MoveResult{
    kMoved,  // one; there may be others
    kLater,  // the reader of files gives no word now
    kNone    // is left
};

MoveResult move_old_body(Bodies& bodies);

}  // namespace pouch::gateway
