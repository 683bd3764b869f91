// Conditions of templates: "urgency=URGENT,FLASH", "urgency!=NORMAL", "serial_no", "!serial_no".
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templates/template.hpp"

namespace pouch::templates {

std::optional<Condition> parse_condition(std::string_view text);

// The values of a field by its id; empty: it is absent.
using ValuesOf = std::function<const std::vector<std::string>*(std::string_view id)>;
bool holds(const Condition& condition, const ValuesOf& values);
bool all_hold(const std::vector<Condition>& conditions, const ValuesOf& values);

// The first conditional value that holds; nullptr: none. `has_block` says of a block kind whether
// the form has one.
const std::string* chosen(const std::vector<Conditional>& list, const ValuesOf& values,
                          const std::function<bool(std::string_view)>& has_block);

}  // namespace pouch::templates
