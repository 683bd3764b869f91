// The index in fewer octets: a fresh one has half-filled blocks. In quiet hours, once much has been
// filed since the last time, it is written anew beside itself and put in place as a rebuilt one is
// (index_folder.hpp); searches go on meanwhile, filing waits. `state/index.compacted` says up to
// where it was done; without it, it is done once more.
#pragma once

#include <filesystem>
#include <optional>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

// From 23 to 3 hours UTC: night in all countries that take part.
bool is_quiet(Time now);
Time next_quiet(Time now);  // when the next such hours begin, or `now` in them

// A thousand messages at least, and a quarter of all that are in it, since the last time.
bool is_compaction_due(const std::filesystem::path& state);

// Needs an IndexLock and no open writer. False: a pouch reindex builds another one just now.
bool compact_in_place(const std::filesystem::path& state);

}  // namespace pouch::gateway
