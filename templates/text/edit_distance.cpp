#include "templates/text/edit_distance.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "templates/text/fold.hpp"

namespace pouch::templates {

std::size_t edit_distance(std::u32string_view left, std::u32string_view right, std::size_t most) {
  const auto longer = std::max(left.size(), right.size());
  if (longer - std::min(left.size(), right.size()) > most) {
    return most + 1;
  }
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    auto least = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const auto changed = corner + (left[i - 1] == right[j - 1] ? 0 : 1);
      corner = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
      least = std::min(least, row[j]);
    }
    if (least > most) {
      return most + 1;
    }
  }
  return row[right.size()];
}

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  constexpr std::size_t kLongWord = 8;
  const auto wanted = code_points(fold(word));
  std::string best;
  auto least = wanted.size() >= kLongWord ? std::size_t{3} : std::size_t{2};
  for (const auto& candidate : known) {
    const auto distance = edit_distance(wanted, code_points(fold(candidate)), least);
    if (distance <= least && distance < wanted.size()) {
      best = candidate;
      least = distance == 0 ? 0 : distance - 1;
      if (distance == 0) {
        break;
      }
    }
  }
  return best;
}

}  // namespace pouch::templates
