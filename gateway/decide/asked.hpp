// Forms asked for by the subject alone: `template NAME`, `template NAME bg`, `help`, also in a
// reply (DOMAIN section 2.11). The words of the form `control` that say the same, or nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "templates/template.hpp"

namespace pouch::gateway {

std::optional<std::string> asked_by_subject(std::string_view subject,
                                            const templates::TemplateSet& templates);

}  // namespace pouch::gateway
