// Indexes that were built side by side become one, compacted year by year; and a year of an index
// becomes a database that another machine serves. Fails as index.hpp does.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "search/index/index.hpp"

namespace pouch::search {

// The ids of the parts lie apart, those of each above all of the one before. `into` is durable when
// this returns; its position is the given one. The parts stay as they are.
void merge_indexes(const std::vector<std::filesystem::path>& parts,
                   const std::filesystem::path& into, const Key& key, std::uint64_t position);

// One year of an index as a database of its own in the folder `into`, which must not be there yet,
// compacted and durable; without a message of that year it is empty. `changes` is kept with it, and
// the index's position (ShardLook).
void hand_out_shard(const std::filesystem::path& index, int year, const std::filesystem::path& into,
                    const Key& key, std::uint64_t changes);

}  // namespace pouch::search
