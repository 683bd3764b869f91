// As much of JSON Schema (draft 2020-12) as our schemas use: whether an instance is valid, and
// where it is not.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace pouch::templates {

// "" when valid, else the place of the first fault: "/fields/urgency: enum". A keyword that is not
// known here is a fault too.
std::string schema_fault(const nlohmann::json& schema, const nlohmann::json& instance,
                         const std::string& at = "");

}  // namespace pouch::templates
