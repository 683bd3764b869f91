#include "tests/unit/templates/json_schema.hpp"

#include <regex>
#include <set>

#include "templates/text/fold.hpp"

namespace pouch::templates {
namespace {

using Json = nlohmann::json;

bool has_type(const Json& instance, const std::string& type) {
  return (type == "object" && instance.is_object()) || (type == "array" && instance.is_array()) ||
         (type == "string" && instance.is_string()) ||
         (type == "integer" && instance.is_number_integer()) ||
         (type == "boolean" && instance.is_boolean());
}

bool is_known(const std::string& keyword) {
  static const std::set<std::string> kKnown{
      "$schema",   "$id",       "title",       "description", "x-default",
      "format",    "type",      "enum",        "const",       "pattern",
      "minLength", "maxLength", "minimum",     "maximum",     "items",
      "minItems",  "maxItems",  "properties",  "required",    "oneOf",
      "allOf",     "contains",  "minContains", "maxContains", "additionalProperties"};
  return kKnown.count(keyword) > 0;
}

std::string fault_of_value(const Json& schema, const Json& instance) {
  if (schema.contains("type") && !has_type(instance, schema["type"])) return "type";
  if (schema.contains("const") && instance != schema["const"]) return "const";
  if (schema.contains("enum") &&
      std::find(schema["enum"].begin(), schema["enum"].end(), instance) == schema["enum"].end()) {
    return "enum";
  }
  if (instance.is_string()) {
    const auto text = instance.get<std::string>();
    const auto length = characters(text);
    if (schema.contains("pattern") &&
        !std::regex_search(text, std::regex(schema["pattern"].get<std::string>()))) {
      return "pattern";
    }
    if (length < schema.value("minLength", std::size_t{0})) return "minLength";
    if (length > schema.value("maxLength", length)) return "maxLength";
  }
  if (instance.is_number_integer()) {
    const auto number = instance.get<long>();
    if (number < schema.value("minimum", number)) return "minimum";
    if (number > schema.value("maximum", number)) return "maximum";
  }
  return "";
}

std::string fault_of_array(const Json& schema, const Json& instance, const std::string& at) {
  if (instance.size() < schema.value("minItems", std::size_t{0})) return at + ": minItems";
  if (instance.size() > schema.value("maxItems", instance.size())) return at + ": maxItems";
  std::size_t found = 0, index = 0;
  for (const auto& item : instance) {
    if (schema.contains("items")) {
      const auto fault = schema_fault(schema["items"], item, at + "/" + std::to_string(index));
      if (!fault.empty()) return fault;
    }
    if (schema.contains("contains") && schema_fault(schema["contains"], item).empty()) ++found;
    ++index;
  }
  if (schema.contains("contains") && (found < schema.value("minContains", std::size_t{1}) ||
                                      found > schema.value("maxContains", found))) {
    return at + ": contains";
  }
  return "";
}

std::string fault_of_object(const Json& schema, const Json& instance, const std::string& at) {
  for (const auto& name : schema.value("required", Json::array())) {
    if (!instance.contains(name.get<std::string>())) {
      return at + "/" + name.get<std::string>() + ": required";
    }
  }
  const auto properties = schema.value("properties", Json::object());
  for (const auto& [name, value] : instance.items()) {
    if (properties.contains(name)) {
      const auto fault = schema_fault(properties[name], value, at + "/" + name);
      if (!fault.empty()) return fault;
    } else if (schema.contains("additionalProperties")) {
      return at + "/" + name + ": additionalProperties";
    }
  }
  return "";
}

}  // namespace

std::string schema_fault(const Json& schema, const Json& instance, const std::string& at) {
  for (const auto& [keyword, value] : schema.items()) {
    if (!is_known(keyword)) return at + ": unknown keyword " + keyword;
  }
  if (const auto fault = fault_of_value(schema, instance); !fault.empty()) return at + ": " + fault;
  if (instance.is_array()) {
    const auto fault = fault_of_array(schema, instance, at);
    if (!fault.empty()) return fault;
  }
  if (instance.is_object()) {
    const auto fault = fault_of_object(schema, instance, at);
    if (!fault.empty()) return fault;
  }
  for (const auto& one : schema.value("allOf", Json::array())) {
    const auto fault = schema_fault(one, instance, at);
    if (!fault.empty()) return fault;
  }
  if (schema.contains("oneOf")) {
    std::size_t valid = 0;
    for (const auto& one : schema["oneOf"]) {
      valid += schema_fault(one, instance, at).empty() ? 1 : 0;
    }
    if (valid != 1) return at + ": oneOf";
  }
  return "";
}

}  // namespace pouch::templates
