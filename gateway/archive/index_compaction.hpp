// The index in fewer octets: a fresh one has half-filled blocks. In quiet hours, year by year, what
// has grown is written anew beside itself and put in its place by one exchange of two names;
// searches go on meanwhile, filing waits. A year that is over is done once, and again when
// something in it has changed; the year that is written once much has been filed.
// `state/index.compacted` says how each was left; without it, all is done once more.
#pragma once

#include <filesystem>
#include <optional>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

// From 23 to 3 hours UTC: night in all countries that take part.
bool is_quiet(Time now);
Time next_quiet(Time now);  // when the next such hours begin, or `now` in them

// A year whose turn it is, the oldest first: one that is over and has changed since the last time;
// the others with a thousand more messages at least, and a quarter of all that are in it.
std::optional<int> due_for_compaction(const std::filesystem::path& state, Time now);

// Needs an IndexLock and no open writer. False: a pouch reindex builds another one just now.
bool compact_in_place(const std::filesystem::path& state, int year);

}  // namespace pouch::gateway
