#include "gateway/cases/outcome.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace pouch::gateway {
namespace {

constexpr std::array<std::pair<Outcome, std::string_view>, 4> kOutcomes = {{
    {Outcome::kAccepted, "accepted"},
    {Outcome::kRefused, "refused"},
    {Outcome::kHeld, "held"},
    {Outcome::kDuplicate, "duplicate"},
}};

}  // namespace

std::string_view name(Outcome outcome) {
  return kOutcomes.at(static_cast<std::size_t>(outcome)).second;
}

}  // namespace pouch::gateway
