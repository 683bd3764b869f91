// One hit of a search: which message it is, how its request stands, a passage of it, and why it
// met. Private to this folder.
#pragma once

#include <string>

#include "gateway/web/pages/look.hpp"

namespace pouch::gateway::web {

// `search`: the id with which its case and files are opened; empty: there is none.
html::Html shown_hit(const Look& look, const FoundHit& hit, const std::string& search);

}  // namespace pouch::gateway::web
