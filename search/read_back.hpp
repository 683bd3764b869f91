// A query read back in words, so that whoever asked sees what was understood: "the name jovanović
// in every script, or the plate CA1234AB however typed". English, one line, well-formed.
#pragma once

#include <string>

#include "search/query_parser.hpp"

namespace pouch::search {

std::string read_back(const Node& root);

}  // namespace pouch::search
