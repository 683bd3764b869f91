// Messages that came to a version before 0.2 bear no audience, and whoever belongs to a group today
// would find all that was ever written in it. Before such a site is worked on, each of its messages
// gets the audience that its letters prove and the readers that follow from it; what cannot be
// proved is left out. Done once; a run that is broken off goes on where it was.
#pragma once

#include "gateway/site/runtime.hpp"
#include "gateway/store/queued_letter.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// How many messages got one. The index follows by itself (Indexer).
std::size_t give_old_audiences(const Runtime& runtime, Store& store);

// What the letters of that message say; `letters` are all of its case.
Audience audience_by_letters(const Case& subject, const Message& message,
                             const std::vector<QueuedLetter>& letters,
                             const config::Directory& directory);

}  // namespace pouch::gateway
