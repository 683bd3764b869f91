// Answers by week: how many a desk has given, and how many of them late. Private to this folder.
#pragma once

#include "gateway/web/pages/look.hpp"

namespace pouch::gateway::web {

html::Html desk_weeks(const Look& look, const DeskPage& page);

}  // namespace pouch::gateway::web
