// Reads a query (SPEC section 8) into a tree; knows nothing of the index. What cannot be read is a
// problem with a hint, never a guess. Bounded: length, words and depth.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "search/index/fields.hpp"

namespace pouch::search {

inline constexpr std::size_t kQueryOctets = 2000, kQueryWords = 64, kQueryDepth = 20;

enum class NodeKind { kWord, kPhrase, kStart, kNear, kDays, kAnd, kOr, kNot };

struct Node {
  NodeKind kind = NodeKind::kWord;
  const FieldRow* field = nullptr;           // none: anywhere
  std::string text;                          // of a leaf, as typed
  std::size_t at = 0, end = 0;               // of a leaf: its octets in with_plain_quotes()
  std::chrono::sys_days first{}, last{};     // kDays, both included
  std::vector<std::unique_ptr<Node>> below;  // kAnd, kOr; kNot has one
};

struct ParsedQuery {
  std::unique_ptr<Node> root;  // none when there is a problem
  std::string problem, hint;
  std::size_t column = 0;  // of the problem, in characters from 1; 0: of the whole query
};

ParsedQuery parse_query(std::string_view query);

// A leaf of the query that is asked for, not one that is refused by NOT.
std::vector<const Node*> wanted_leaves(const Node& root);

}  // namespace pouch::search
