// to_json and from_json: the form as request.json carries it and as the store keeps it. "fields"
// is what a machine reads (and may send in, see json_reader.cpp); "written" says of each field how
// the officer wrote it and where.
#include <charconv>

#include "templates/exchange/json_tree.hpp"
#include "templates/fault.hpp"
#include "templates/types/form.hpp"

namespace pouch::templates {
namespace {

constexpr long kSchema = 1;

JsonNode content_of(const Value& value) {
  if (!value.list) {
    return JsonNode::of(value.values.empty() ? std::string() : value.values.front());
  }
  auto list = JsonNode::list();
  for (std::size_t i = 0; i < value.values.size(); ++i) {
    if (i < value.numbers.size()) {
      auto item = JsonNode::object();
      item.add("number", JsonNode::of(static_cast<long>(value.numbers[i])));
      item.add("text", JsonNode::of(value.values[i]));
      list.items.push_back(std::move(item));
    } else {
      list.items.push_back(JsonNode::of(value.values[i]));
    }
  }
  return list;
}

void add_values(const std::vector<Value>& values, JsonNode& into) {
  auto fields = JsonNode::object(), written = JsonNode::object();
  for (const auto& value : values) {
    fields.add(value.id, content_of(value));
    auto how = JsonNode::object();
    how.add("label", JsonNode::of(value.label));
    how.add("line", JsonNode::of(static_cast<long>(value.line)));
    how.add("text", JsonNode::of(value.raw));
    how.add("given", JsonNode::of(value.given));
    written.add(value.id, std::move(how));
  }
  into.add("fields", std::move(fields));
  into.add("written", std::move(written));
}

[[noreturn]] void damaged() {
  throw Fault("a stored form is damaged", "restore the store from its backup");
}

const JsonNode& member(const JsonNode& node, std::string_view key, JsonNode::Kind kind) {
  const auto* found = node.find(key);
  if (found == nullptr || found->kind != kind) {
    damaged();
  }
  return *found;
}

std::string text_member(const JsonNode& node, std::string_view key) {
  return member(node, key, JsonNode::Kind::kText).text;
}

int number_member(const JsonNode& node, std::string_view key) {
  const auto& text = member(node, key, JsonNode::Kind::kNumber).text;
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) {
    damaged();
  }
  return number;
}

void read_content(const JsonNode& node, Value& value) {
  if (node.kind == JsonNode::Kind::kText) {
    value.values.push_back(node.text);
    return;
  }
  if (node.kind != JsonNode::Kind::kList) {
    damaged();
  }
  value.list = true;
  for (const auto& item : node.items) {
    if (item.kind == JsonNode::Kind::kText) {
      value.values.push_back(item.text);
    } else {
      value.values.push_back(text_member(item, "text"));
      value.numbers.push_back(number_member(item, "number"));
    }
  }
}

std::vector<Value> values_in(const JsonNode& node) {
  std::vector<Value> values;
  const auto& written = member(node, "written", JsonNode::Kind::kObject);
  for (const auto& [id, content] : member(node, "fields", JsonNode::Kind::kObject).members) {
    const auto& how = member(written, id, JsonNode::Kind::kObject);
    Value value;
    value.id = id;
    value.label = text_member(how, "label");
    value.line = static_cast<std::size_t>(number_member(how, "line"));
    value.raw = text_member(how, "text");
    value.given = member(how, "given", JsonNode::Kind::kBool).flag;
    read_content(content, value);
    values.push_back(std::move(value));
  }
  return values;
}

}  // namespace

std::string to_json(const Form& form) {
  auto node = JsonNode::object();
  node.add("schema", JsonNode::of(kSchema));
  node.add("form", JsonNode::of(form.name));
  node.add("title", JsonNode::of(form.title));
  node.add("version", JsonNode::of(form.version));
  add_values(form.fields, node);
  auto blocks = JsonNode::list();
  for (const auto& block : form.blocks) {
    auto entry = JsonNode::object();
    entry.add("kind", JsonNode::of(block.kind));
    entry.add("number", JsonNode::of(static_cast<long>(block.number)));
    entry.add("line", JsonNode::of(static_cast<long>(block.line)));
    add_values(block.fields, entry);
    blocks.items.push_back(std::move(entry));
  }
  node.add("blocks", std::move(blocks));
  node.add("free_text", JsonNode::of(form.free_text));
  node.add("words", JsonNode::of(form.words));
  auto unknown = JsonNode::object();
  for (const auto& [label, value] : form.unknown) {
    unknown.add(label, JsonNode::of(value));
  }
  node.add("unknown", std::move(unknown));
  return write_json(node);
}

Form from_json(std::string_view json) {
  std::string wrong;
  const auto node = parse_json(json, wrong);
  if (!node || node->kind != JsonNode::Kind::kObject || number_member(*node, "schema") != kSchema) {
    damaged();
  }
  Form form;
  form.name = text_member(*node, "form");
  form.title = text_member(*node, "title");
  form.version = text_member(*node, "version");
  form.fields = values_in(*node);
  for (const auto& entry : member(*node, "blocks", JsonNode::Kind::kList).items) {
    Block block;
    block.kind = text_member(entry, "kind");
    block.number = number_member(entry, "number");
    block.line = static_cast<std::size_t>(number_member(entry, "line"));
    block.fields = values_in(entry);
    form.blocks.push_back(std::move(block));
  }
  form.free_text = text_member(*node, "free_text");
  if (node->find("words") != nullptr) {  // forms stored before there was such a member lack it
    form.words = text_member(*node, "words");
  }
  for (const auto& [label, value] : member(*node, "unknown", JsonNode::Kind::kObject).members) {
    form.unknown[label] = value.text;
  }
  return form;
}

}  // namespace pouch::templates
