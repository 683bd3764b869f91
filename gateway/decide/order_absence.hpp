// The order `absence` by plain mail: the lines of the form `control` that belong to it stand below
// ("Until: …", "Substitute: …"). Private to this folder.
#pragma once

#include <string_view>

#include "gateway/decide/orders.hpp"

namespace pouch::gateway::detail {

// Its lines into `fields`, what stands behind them into `left`. False: the text begins with other
// words, and is somebody's note.
bool take_absence(std::string_view text, const templates::TemplateSet& templates, Order& order);

}  // namespace pouch::gateway::detail
