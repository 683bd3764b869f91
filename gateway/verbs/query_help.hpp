// The help on the query language that `pouch search --help-query` prints, from the table of search
// fields; pouch-query(7) is held against the same table.
#pragma once

#include <string>

namespace pouch::gateway {

std::string query_help();

}  // namespace pouch::gateway
