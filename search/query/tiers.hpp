// By which tier a hit met its question: as written, in another spelling, by its sound. Private to
// the query room.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "search/index/xapian_door.hpp"

namespace pouch::search {

constexpr int kTiers = 5;  // of MeantTier; kTiers itself: met by no word

// The terms by which one part of a question may be met, with their tiers. All that stands in the
// parts of one OR is one part.
using Tiers = std::map<std::string, int>;
using TierOf = std::map<Xapian::docid, int>;

// By which tier each hit meets what was asked: the worst of its parts, each by its best. Of those
// parts that were met by a word at all. From the lists of the few terms that were asked for, not
// from all terms of each hit.
TierOf tiers_of(const Xapian::Database& database, TierOf tiers, const std::vector<Tiers>& parts);

// Empty: none.
std::string name_of_tier(int tier);
// -1: no tier is called so.
int tier_called(std::string_view name);

}  // namespace pouch::search
