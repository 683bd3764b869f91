// Indexes that were built side by side become one, compacted. Fails as index.hpp does.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "search/index.hpp"

namespace pouch::search {

// The ids of the parts lie apart, those of each above all of the one before. `into` is durable when
// this returns, as after compact_index; its position is the given one. The parts stay as they are.
void merge_indexes(const std::vector<std::filesystem::path>& parts,
                   const std::filesystem::path& into, const Key& key, std::uint64_t position);

}  // namespace pouch::search
