#include "search/query/tiers.hpp"

#include <algorithm>
#include <array>

namespace pouch::search {
namespace {

constexpr std::array<const char*, kTiers> kTierNames = {
    "as written", "other spelling", "similar sound", "part of the date", "day and month swapped"};

// The best of the tiers by which one part was met, of each hit; kTiers: it was not.
TierOf best_of(const Xapian::Database& database, const TierOf& hits, const Tiers& terms) {
  auto best = hits;
  for (auto& [id, tier] : best) {
    tier = kTiers;
  }
  auto open = best.size();
  for (int tier = 0; tier < kTiers && open > 0; ++tier) {
    for (auto one = terms.begin(); one != terms.end() && open > 0; ++one) {
      if (one->second != tier) {
        continue;
      }
      auto at = database.postlist_begin(one->first);
      const auto end = database.postlist_end(one->first);
      for (auto& [id, found] : best) {
        if (at == end) {
          break;
        }
        if (found > tier) {
          at.skip_to(id);
          if (at != end && *at == id) {
            found = tier;
            --open;
          }
        }
      }
    }
  }
  return best;
}

}  // namespace

TierOf tiers_of(const Xapian::Database& database, TierOf tiers, const std::vector<Tiers>& parts) {
  for (const auto& terms : parts) {
    for (const auto& [id, tier] : best_of(database, tiers, terms)) {
      auto& whole = tiers[id];
      whole = tier == kTiers ? whole : whole == kTiers ? tier : std::max(whole, tier);
    }
  }
  return tiers;
}

std::string name_of_tier(int tier) {
  const auto at = static_cast<std::size_t>(tier);
  return at < kTierNames.size() ? kTierNames[at] : "";
}

int tier_called(std::string_view name) {
  const auto* const found = std::find(kTierNames.begin(), kTierNames.end(), name);
  return found == kTierNames.end() ? -1 : static_cast<int>(found - kTierNames.begin());
}

}  // namespace pouch::search
