#include "templates/conditions.hpp"

#include <algorithm>

#include "templates/lines.hpp"

namespace pouch::templates {

std::optional<Condition> parse_condition(std::string_view text) {
  Condition condition;
  const auto equals = text.find('=');
  auto field = trim(text.substr(0, equals));
  if (equals != std::string_view::npos) {
    if (field.ends_with('!')) {
      condition.negated = true;
      field = trim(field.substr(0, field.size() - 1));
    }
    auto rest = text.substr(equals + 1);
    while (true) {
      const auto comma = rest.find(',');
      const auto value = trim(rest.substr(0, comma));
      if (value.empty()) {
        return std::nullopt;
      }
      condition.values.emplace_back(value);
      if (comma == std::string_view::npos) {
        break;
      }
      rest.remove_prefix(comma + 1);
    }
  } else if (field.starts_with('!')) {
    condition.negated = true;
    field = trim(field.substr(1));
  }
  if (field.empty()) {
    return std::nullopt;
  }
  condition.field = std::string(field);
  return condition;
}

bool holds(const Condition& condition, const ValuesOf& values) {
  const auto* present = values(condition.field);
  if (present == nullptr || present->empty()) {
    // "field!=X" speaks of a field that is there: an absent one meets no condition on its value.
    return condition.values.empty() && condition.negated;
  }
  if (condition.values.empty()) {
    return !condition.negated;
  }
  const bool found = std::any_of(present->begin(), present->end(), [&](const auto& value) {
    return std::find(condition.values.begin(), condition.values.end(), value) !=
           condition.values.end();
  });
  return found != condition.negated;
}

bool all_hold(const std::vector<Condition>& conditions, const ValuesOf& values) {
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](const Condition& condition) { return holds(condition, values); });
}

const std::string* chosen(const std::vector<Conditional>& list, const ValuesOf& values,
                          const std::function<bool(std::string_view)>& has_block) {
  for (const auto& entry : list) {
    if (all_hold(entry.when, values) && (entry.block.empty() || has_block(entry.block))) {
      return &entry.value;
    }
  }
  return nullptr;
}

}  // namespace pouch::templates
