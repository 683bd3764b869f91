#include "gateway/decide/acknowledged.hpp"

#include <algorithm>

namespace pouch::gateway {

std::map<int, std::vector<Acknowledgement>> acknowledgements_among(
    const std::vector<SeenMessage>& seen) {
  std::map<int, std::vector<Acknowledgement>> of;
  for (const auto& one : seen) {
    const bool is_seen = std::any_of(seen.begin(), seen.end(), [&](const SeenMessage& read) {
      return read.number == one.acknowledges;
    });
    if (one.acknowledges > 0 && is_seen) {
      of[one.acknowledges].push_back({one.by, one.at});
    }
  }
  return of;
}

}  // namespace pouch::gateway
