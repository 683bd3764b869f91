// The help on the query language that `pouch search --help-query` prints, from the table of search
// fields; pouch-query(7) is held against the same table.
#pragma once

#include <string>
#include <vector>

namespace pouch::gateway {

std::string query_help();
// "plate:", "is:open": what a word of a query may begin with, or be, for shell completion.
std::vector<std::string> query_words();

}  // namespace pouch::gateway
