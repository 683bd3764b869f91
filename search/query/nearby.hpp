// A query that allows one wrong letter in each word that may have one, and the query that somebody
// meant who mistyped one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/query/marker.hpp"

namespace pouch::search {

// `~` behind names and behind words of four letters or more; phrases, numbers, other fields and
// what NOT refuses stay. Empty: no word may have one, or the query cannot be read.
std::string with_near_words(std::string_view query);

// The query with the words of the archive in place of those that met one a letter apart or by its
// sound. Empty: there is none.
std::string with_met_words(std::string_view query, const std::vector<Meeting>& met);

}  // namespace pouch::search
