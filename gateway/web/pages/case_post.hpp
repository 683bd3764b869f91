// What became of a message of a case, in line: its receipts, who says that he has read it, and
// folded all of its receipts and letters. Private to this folder.
#pragma once

#include "gateway/web/pages/look.hpp"

namespace pouch::gateway::web {

// Nothing where nothing is known.
html::Html what_became(const Look& look, const CasePage& page, const CaseMessage& message);
bool opens_case(const CaseMessage& message);  // its first

}  // namespace pouch::gateway::web
