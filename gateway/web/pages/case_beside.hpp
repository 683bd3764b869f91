// What stands beside a case: cases that share something with it, who may read it and why, facts,
// its evidence, who looked. Private to this folder.
#pragma once

#include "gateway/web/pages/look.hpp"

namespace pouch::gateway::web {

html::Html beside_case(const Look& look, const CasePage& page);

}  // namespace pouch::gateway::web
