#include "templates/exchange/json_tree.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace pouch::templates {
namespace {

using Json = nlohmann::ordered_json;

class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return put({}); }
  bool boolean(bool flag) override { return put(JsonNode::of(flag)); }
  bool number_integer(number_integer_t value) override {
    return put(number(std::to_string(value)));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return put(number(std::to_string(value)));
  }
  bool number_float(number_float_t, const string_t& text) override { return put(number(text)); }
  bool string(string_t& text) override { return put(JsonNode::of(std::move(text))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(JsonNode::Kind::kObject); }
  bool start_array(std::size_t) override { return open(JsonNode::Kind::kList); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (!stack_.back().keys.insert(name).second) {
      wrong_ = "a key stands there twice";
      return false;
    }
    stack_.back().key = std::move(name);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    wrong_ = "it is no JSON";
    return false;
  }
  JsonNode take() { return std::move(root_); }
  const std::string& wrong() const { return wrong_; }

 private:
  struct Level {
    JsonNode node;
    std::string key;
    std::set<std::string> keys;
  };

  static JsonNode number(std::string text) {
    auto node = JsonNode::of(std::move(text));
    node.kind = JsonNode::Kind::kNumber;
    return node;
  }
  bool open(JsonNode::Kind kind) {
    if (stack_.size() >= kJsonDepth) {
      wrong_ = "it is nested too deeply";
      return false;
    }
    stack_.emplace_back();
    stack_.back().node.kind = kind;
    return true;
  }
  bool close() {
    auto node = std::move(stack_.back().node);
    stack_.pop_back();
    return put(std::move(node));
  }
  bool put(JsonNode node) {
    if (stack_.empty()) {
      root_ = std::move(node);
    } else if (stack_.back().node.kind == JsonNode::Kind::kObject) {
      stack_.back().node.members.push_back({std::move(stack_.back().key), std::move(node)});
    } else {
      stack_.back().node.items.push_back(std::move(node));
    }
    return true;
  }

  JsonNode root_;
  std::vector<Level> stack_;
  std::string wrong_ = "it is no JSON";
};

Json to_library(const JsonNode& node) {
  switch (node.kind) {
    case JsonNode::Kind::kNull:
      return nullptr;
    case JsonNode::Kind::kBool:
      return node.flag;
    case JsonNode::Kind::kNumber:
      return std::stol(node.text);
    case JsonNode::Kind::kText:
      return node.text;
    case JsonNode::Kind::kList: {
      auto list = Json::array();
      for (const auto& item : node.items) {
        list.push_back(to_library(item));
      }
      return list;
    }
    case JsonNode::Kind::kObject: {
      auto object = Json::object();
      for (const auto& [key, value] : node.members) {
        object[key] = to_library(value);
      }
      return object;
    }
  }
  return nullptr;
}

}  // namespace

JsonNode::JsonNode() = default;
JsonNode::~JsonNode() = default;
JsonNode::JsonNode(const JsonNode&) = default;
JsonNode::JsonNode(JsonNode&&) noexcept = default;
JsonNode& JsonNode::operator=(const JsonNode&) = default;
JsonNode& JsonNode::operator=(JsonNode&&) noexcept = default;

JsonNode JsonNode::of(std::string text) {
  JsonNode node;
  node.kind = Kind::kText;
  node.text = std::move(text);
  return node;
}

JsonNode JsonNode::of(long number) {
  JsonNode node;
  node.kind = Kind::kNumber;
  node.text = std::to_string(number);
  return node;
}

JsonNode JsonNode::of(bool flag) {
  JsonNode node;
  node.kind = Kind::kBool;
  node.flag = flag;
  return node;
}

JsonNode JsonNode::list() {
  JsonNode node;
  node.kind = Kind::kList;
  return node;
}

JsonNode JsonNode::object() {
  JsonNode node;
  node.kind = Kind::kObject;
  return node;
}

JsonNode& JsonNode::add(std::string key, JsonNode value) {
  members.push_back({std::move(key), std::move(value)});
  return *this;
}

const JsonNode* JsonNode::find(std::string_view key) const {
  for (const auto& [name, value] : members) {
    if (name == key) {
      return &value;
    }
  }
  return nullptr;
}

std::optional<JsonNode> parse_json(std::string_view text, std::string& wrong) {
  if (text.size() > kJsonOctets) {
    wrong = "it is too large";
    return std::nullopt;
  }
  Builder builder;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
    wrong = builder.wrong();
    return std::nullopt;
  }
  return builder.take();
}

std::string write_json(const JsonNode& node) {
  return to_library(node).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace pouch::templates
