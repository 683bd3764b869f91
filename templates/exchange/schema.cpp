#include "templates/exchange/schema.hpp"

#include <algorithm>

#include "templates/exchange/json_tree.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

JsonNode text(std::string_view value) { return JsonNode::of(std::string(value)); }
JsonNode number(std::size_t value) { return JsonNode::of(static_cast<long>(value)); }

JsonNode typed(std::string_view type) {
  auto node = JsonNode::object();
  node.add("type", text(type));
  return node;
}

JsonNode with_pattern(std::string_view pattern) {
  auto node = typed("string");
  node.add("pattern", text(pattern));
  return node;
}

// One value, as it is stored: the one spelling that every system can write.
JsonNode one_value(const FieldSpec& field) {
  switch (field.type) {
    case Type::kChoice: {
      auto node = JsonNode::object();
      auto codes = JsonNode::list();
      for (const auto& choice : field.choices) {
        codes.items.push_back(text(choice.code));
      }
      node.add("enum", std::move(codes));
      return node;
    }
    case Type::kDate:
      return with_pattern("^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$");
    case Type::kTime: {
      auto node = typed("string");
      node.add("format", text("date-time"));
      return node;
    }
    case Type::kCountry:
      return with_pattern(field.all ? "^([A-Z]{2}|ALL)$" : "^[A-Z]{2}$");
    case Type::kLanguage:
      return with_pattern("^[a-z]{2}$");
    case Type::kBool:
      return typed("boolean");
    case Type::kReference:
      return with_pattern("^[A-Z]+-[0-9]+-[0-9]+-[0-9]+(/[0-9]+)?$");
    case Type::kInteger: {
      auto node = typed("integer");
      if (field.minimum != 0 || field.maximum != 0) {
        node.add("minimum", JsonNode::of(field.minimum));
        node.add("maximum", JsonNode::of(field.maximum));
      }
      return node;
    }
    case Type::kPhone:
      return with_pattern("^\\+?[0-9]{3,15}$");
    case Type::kBlock:
      return with_pattern("^[a-z]+ [1-9][0-9]*$");
    case Type::kText:
    case Type::kQuestions:
    case Type::kAttachment: {
      auto node = typed("string");
      node.add("minLength", JsonNode::of(1L));
      node.add("maxLength", number(field.limit));
      return node;
    }
  }
  return JsonNode::object();
}

JsonNode numbered(const FieldSpec& field) {
  auto properties = JsonNode::object();
  auto index = typed("integer");
  index.add("minimum", JsonNode::of(1L));
  properties.add("number", std::move(index));
  properties.add("text", one_value(field));
  auto required = JsonNode::list();
  required.items = {text("number"), text("text")};
  auto node = typed("object");
  node.add("properties", std::move(properties));
  node.add("required", std::move(required));
  node.add("additionalProperties", JsonNode::of(false));
  return node;
}

JsonNode value_of(const FieldSpec& field) {
  auto node = field.type == Type::kQuestions ? numbered(field) : one_value(field);
  if (field.list || field.type == Type::kQuestions) {
    auto list = typed("array");
    list.add("items", std::move(node));
    list.add("minItems", JsonNode::of(1L));
    list.add("maxItems", number(field.items));
    node = std::move(list);
  }
  node.add("title", text(field.label));
  node.add("description", text(field.help));
  if (!field.default_value.empty()) {
    node.add("x-default", text(field.default_value));
  }
  return node;
}

bool is_optional(const FieldSpec& field, const std::vector<std::string>& optional) {
  return !field.required || !field.default_value.empty() || !field.default_if.empty() ||
         !field.from_block.empty() || !field.known.empty() || field.id == kFormField ||
         std::find(optional.begin(), optional.end(), field.id) != optional.end();
}

JsonNode fields_of(const std::vector<FieldSpec>& specs, const std::vector<std::string>& optional) {
  auto properties = JsonNode::object();
  auto required = JsonNode::list();
  for (const auto& field : specs) {
    if (field.id == kFormField) {
      continue;  // "form" says it
    }
    properties.add(field.id, value_of(field));
    if (!is_optional(field, optional)) {
      required.items.push_back(text(field.id));
    }
  }
  auto node = typed("object");
  node.add("properties", std::move(properties));
  node.add("required", std::move(required));
  node.add("additionalProperties", JsonNode::of(false));
  return node;
}

JsonNode constant(std::string_view value) {
  auto node = JsonNode::object();
  node.add("const", text(value));
  return node;
}

JsonNode block_of(const BlockSpec& block, const BlockUse& use) {
  auto index = typed("integer");
  index.add("minimum", JsonNode::of(1L));
  auto properties = JsonNode::object();
  properties.add("kind", constant(block.id));
  properties.add("number", std::move(index));
  properties.add("fields", fields_of(block.fields, use.optional));
  auto required = JsonNode::list();
  required.items = {text("kind"), text("number"), text("fields")};
  auto node = typed("object");
  node.add("title", text(block.label));
  node.add("properties", std::move(properties));
  node.add("required", std::move(required));
  node.add("additionalProperties", JsonNode::of(false));
  return node;
}

JsonNode blocks_of(const Template& which, const TemplateSet& set) {
  auto kinds = JsonNode::list(), counts = JsonNode::list();
  for (const auto& use : which.blocks) {
    kinds.items.push_back(block_of(*set.block(use.block), use));
    auto properties = JsonNode::object();
    properties.add("kind", constant(use.block));
    auto one = JsonNode::object();
    one.add("properties", std::move(properties));
    auto count = JsonNode::object();
    count.add("contains", std::move(one));
    count.add("minContains", number(use.minimum));
    count.add("maxContains", number(use.maximum));
    counts.items.push_back(std::move(count));
  }
  auto any = JsonNode::object();
  any.add("oneOf", std::move(kinds));
  auto node = typed("array");
  node.add("items", std::move(any));
  node.add("allOf", std::move(counts));
  return node;
}

}  // namespace

std::string json_schema(const Template& which, const TemplateSet& set) {
  auto properties = JsonNode::object();
  properties.add("form", constant(which.name));
  properties.add("version", constant(which.version));
  properties.add("fields", fields_of(which.fields, {}));
  auto required = JsonNode::list();
  required.items = {text("form"), text("fields")};
  bool needs_block = false;
  if (!which.blocks.empty()) {
    properties.add("blocks", blocks_of(which, set));
    for (const auto& use : which.blocks) {
      needs_block = needs_block || use.minimum > 0;
    }
  }
  if (needs_block) {
    required.items.push_back(text("blocks"));
  }
  properties.add("free_text", typed("string"));
  auto node = JsonNode::object();
  node.add("$schema", text("https://json-schema.org/draft/2020-12/schema"));
  node.add("$id", text("urn:pouch:form:" + which.name + ":" + which.version));
  node.add("title", text(which.title));
  node.add("type", text("object"));
  node.add("properties", std::move(properties));
  node.add("required", std::move(required));
  node.add("additionalProperties", JsonNode::of(false));
  return write_json(node) + "\n";
}

}  // namespace pouch::templates
