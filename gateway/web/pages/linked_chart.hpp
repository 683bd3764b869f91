// A case, the things that others share with it, and those others, drawn: SVG whose circles lead to
// the cases. The list beneath says the same in words. Private to this folder.
#pragma once

#include "gateway/web/pages/look.hpp"

namespace pouch::gateway::web {

// Nothing where no other case may be read.
html::Html linked_chart(const Look& look, const CasePage& page);

}  // namespace pouch::gateway::web
