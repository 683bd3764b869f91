#include "templates/types/conditions.hpp"

#include <algorithm>

#include "templates/text/lines.hpp"

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
  if (const auto dot = field.find('.'); dot != std::string_view::npos) {
    condition.block = std::string(trim(field.substr(0, dot)));
    field = trim(field.substr(dot + 1));
    const bool whole_with_value = field == kAnyField && !condition.values.empty();
    if (condition.block.empty() || field.empty() || whole_with_value) {
      return std::nullopt;
    }
  }
  condition.field = std::string(field);
  return condition;
}

const Value* find_value(const std::vector<Value>& values, std::string_view id) {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](const Value& value) { return value.id == id; });
  return found == values.end() ? nullptr : &*found;
}

namespace {

bool holds_for(const Condition& condition, const Value* value) {
  if (value == nullptr || value->values.empty()) {
    // "field!=X" speaks of a field that is there: an absent one meets no condition on its value.
    return condition.values.empty() && condition.negated;
  }
  if (condition.values.empty()) {
    return !condition.negated;
  }
  const bool found = std::any_of(value->values.begin(), value->values.end(), [&](const auto& one) {
    return std::find(condition.values.begin(), condition.values.end(), one) !=
           condition.values.end();
  });
  return found != condition.negated;
}

}  // namespace

bool holds(const Condition& condition, const Surroundings& around) {
  if (condition.block.empty()) {
    return holds_for(condition, find_value(around.own, condition.field));
  }
  const bool whole = condition.field == kAnyField;
  const bool any = std::any_of(around.blocks.begin(), around.blocks.end(), [&](const Block& block) {
    return block.kind == condition.block &&
           (whole || holds_for(condition, block.find(condition.field)));
  });
  return whole && condition.negated ? !any : any;
}

bool all_hold(const std::vector<Condition>& conditions, const Surroundings& around) {
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](const Condition& condition) { return holds(condition, around); });
}

const std::string* chosen(const std::vector<Conditional>& list, const Surroundings& around) {
  for (const auto& entry : list) {
    const bool there = entry.block.empty() ||
                       std::any_of(around.blocks.begin(), around.blocks.end(),
                                   [&](const Block& block) { return block.kind == entry.block; });
    if (there && all_hold(entry.when, around)) {
      return &entry.value;
    }
  }
  return nullptr;
}

}  // namespace pouch::templates
