// A tree of SHA-256 over rows of the audit log (as RFC 6962 section 2.1 builds it), in texts that
// printf and sha256sum make too: whoever holds a signed head can check that one row is in it
// without seeing the others. A row's leaf is salted with a value that only its own reader is given:
// from the hash of a row nobody can guess what it says.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/audit.hpp"

namespace pouch::gateway {

// Lines "Label: value"; control characters and backslashes are escaped, so that no two rows have
// one text.
std::string leaf_text(const AuditRow& row, std::string_view salt);
// "node LEFT RIGHT\n" hashed; hex in, hex out.
std::string node_hash(std::string_view left, std::string_view right);

// Grows by one leaf after the other, in the memory of its height.
class TreeRoot {
 public:
  void add(std::string leaf);  // hex
  std::string root() const;    // of no leaf: the hash of nothing

 private:
  std::vector<std::optional<std::string>> levels_;
};

// All of it at once, for paths: from the leaf at that place to the root, "left HASH" or "right
// HASH", the side where that hash stands.
class Tree {
 public:
  explicit Tree(std::vector<std::string> leaves);
  std::vector<std::string> path(std::size_t place) const;

 private:
  std::vector<std::vector<std::string>> levels_;
};

}  // namespace pouch::gateway
