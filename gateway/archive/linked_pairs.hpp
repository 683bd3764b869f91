// Links with both of their messages and cases, as they stand today: what decisions on who is told
// of them are made from. One whose message cannot be read any more is left out.
#pragma once

#include <vector>

#include "gateway/decide/linked.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

std::vector<LinkedPair> linked_pairs(Store& store, const std::vector<Link>& links);

}  // namespace pouch::gateway
