// What narrows a search at the page beside its words: values of facets, each field once, as they
// stand in an address: "country:RS month:2026-11". They are codes of closed lists and no words of
// anybody, so that a history or a log of addresses tells no name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/web/answers/search.hpp"

namespace pouch::gateway {

// nullopt: no such field, a field twice, a value that is no code.
std::optional<std::vector<FacetChoice>> narrowings_in(std::string_view text);
// The query that finds those of its hits alone, in whichever tier they met.
std::string narrowed_query(const std::string& query, const std::vector<FacetChoice>& by);

// How a hit met is chosen by a code too: "how:spelling".
inline constexpr std::string_view kHow = "how";
std::string_view code_of_tier(std::string_view tier);  // of "other spelling"; empty: there is none
// As the index names it; empty: every one is asked for.
std::string tier_chosen(const std::vector<FacetChoice>& by);

}  // namespace pouch::gateway
