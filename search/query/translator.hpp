// A tree of parse_query as a query of Xapian, and the tier of every term that it asks for. Private
// to the query room.
#pragma once

#include <vector>

#include "search/index/blind.hpp"
#include "search/index/xapian_door.hpp"
#include "search/query/parts.hpp"
#include "search/query/query.hpp"
#include "search/query/query_parser.hpp"
#include "search/query/tiers.hpp"

namespace pouch::search {

struct Translated {
  Xapian::Query query;
  std::vector<Tiers> parts;  // of the question, in its order
};

// `worst`: tiers beyond it find nothing. Throws Unreadable for what only the index can say: that a
// `word*` stands for too much.
Translated translated(const Node& root, const Blind& blind, const AskCases& cases,
                      const Parts& index, int worst = kTiers);

}  // namespace pouch::search
