// A Reply to the letter that asks its reader's permission (control_permission.cpp): "yes" or
// "permit" permits what is asked and no more, with somebody and something behind it what stands
// there; "no" refuses, and what follows is why. What says yes and something that is neither is
// still an order: who obeys it asks back. Of a Reply that begins with none of these words nothing
// is permitted. Private to orders.
#pragma once

#include <optional>
#include <string_view>

#include "gateway/decide/orders.hpp"

namespace pouch::gateway::detail {

// `own`: the author's own words. kPermit with who and what for in `query`; kDeny with the same as
// it was asked, and the reason in `why`.
std::optional<Order> permission_order(std::string_view own, const PermissionAsked& asked,
                                      const templates::TemplateSet& templates,
                                      const Numbering& ours);

}  // namespace pouch::gateway::detail
