// Conditions of templates: "urgency=URGENT,FLASH", "urgency!=NORMAL", "serial_no", "!serial_no"; of
// blocks: "firearm.serial_status=ERASED,NONE" holds when it does in one block of that kind,
// "person.*" when there is one, "!person.*" when there is none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templates/template.hpp"
#include "templates/types/form.hpp"

namespace pouch::templates {

std::optional<Condition> parse_condition(std::string_view text);

// What a condition is tried on: the values of the form or block that it stands in, and the blocks
// of the form.
struct Surroundings {
  const std::vector<Value>& own;
  const std::vector<Block>& blocks;
};

const Value* find_value(const std::vector<Value>& values, std::string_view id);
bool holds(const Condition& condition, const Surroundings& around);
bool all_hold(const std::vector<Condition>& conditions, const Surroundings& around);

// The first conditional value that holds; nullptr: none.
const std::string* chosen(const std::vector<Conditional>& list, const Surroundings& around);

}  // namespace pouch::templates
