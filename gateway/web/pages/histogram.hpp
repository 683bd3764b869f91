// The months of what a search found as columns, each a link that narrows the search to it. The
// numbers stand in the facet "month" and in each column's name: the drawing says nothing that is
// not text too. Private to this folder.
#pragma once

#include "gateway/web/pages/look.hpp"

namespace pouch::gateway::web {

// Empty when all lie in one month.
html::Html histogram(const Look& look, const FoundPage& page, const FoundView& view);
// The view with that value instead of what narrows that field; or without it.
FoundView narrowed_to(FoundView view, const FacetChoice& choice);
FoundView without(FoundView view, std::string_view field);

}  // namespace pouch::gateway::web
