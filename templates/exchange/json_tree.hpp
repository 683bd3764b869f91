// The door to nlohmann-json: strict reading (duplicate keys and deep nesting refused, RFC 8259)
// into a small tree that keeps the order of members, and writing of that tree.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::templates {

struct JsonMember;

struct JsonNode {
  enum class Kind { kNull, kBool, kNumber, kText, kList, kObject };
  Kind kind = Kind::kNull;
  bool flag = false;
  std::string text;  // of kText; of kNumber as written
  std::vector<JsonNode> items;
  std::vector<JsonMember> members;

  JsonNode();
  ~JsonNode();
  JsonNode(const JsonNode&);
  JsonNode(JsonNode&&) noexcept;
  JsonNode& operator=(const JsonNode&);
  JsonNode& operator=(JsonNode&&) noexcept;
  static JsonNode of(std::string text);
  static JsonNode of(long number);
  static JsonNode of(bool flag);
  static JsonNode list();
  static JsonNode object();
  JsonNode& add(std::string key, JsonNode value);
  const JsonNode* find(std::string_view key) const;
};

struct JsonMember {
  std::string name;
  JsonNode value;
};

inline constexpr std::size_t kJsonDepth = 12;
inline constexpr std::size_t kJsonOctets = 4u << 20;

// nullopt: no JSON, or refused; `wrong` says why, without content.
std::optional<JsonNode> parse_json(std::string_view text, std::string& wrong);
std::string write_json(const JsonNode& node);

}  // namespace pouch::templates
