// Lines of courtesy above all else: "Dear colleagues,", "Уважаеми колеги,". Private to this folder.
#pragma once

#include <string>

#include "gateway/decide/orders.hpp"

namespace pouch::gateway::detail {

std::string without_greeting(std::string own, const templates::TemplateSet& templates,
                             const Numbering& ours);

}  // namespace pouch::gateway::detail
