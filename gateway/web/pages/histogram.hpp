// The months of what a search found as columns, each a link that narrows the search to it. The
// numbers stand in the facet "month" and in each column's name: the drawing says nothing that is
// not text too. Private to this folder.
#pragma once

#include "gateway/web/pages/look.hpp"

namespace pouch::gateway::web {

// Empty when all lie in one month. Those that are not chosen are pale, where some are.
html::Html histogram(const Look& look, const FoundPage& page, const FoundView& view);
// The view with that value instead of what narrows that field; or without it.
FoundView narrowed_to(FoundView view, const FacetChoice& choice);
FoundView without(FoundView view, std::string_view field);

// "2026-05" is "May 2026", "2026-05.." is "since May 2026"; what is no month stays as it is.
std::string months_in_words(const PageWords& words, std::string_view chosen);
// That month and all after it; empty: it is no single month.
std::string since_month(std::string_view chosen);

}  // namespace pouch::gateway::web
