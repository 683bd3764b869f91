#include "gateway/store/audit_tree.hpp"

#include <cstdio>
#include <utility>

#include "gateway/cases/utc.hpp"

namespace pouch::gateway {
namespace {

std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < ' ' || octet == 0x7f || c == '\\') {
      char code[5];
      std::snprintf(code, sizeof code, "\\x%02x", unsigned{octet});
      text += code;
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

std::string leaf_text(const AuditRow& row, std::string_view salt) {
  return "Pouch audit row\nRow: " + std::to_string(row.sequence) + "\nTime: " + utc_time(row.at) +
         "\nActor: " + escaped(row.actor) + "\nAct: " + escaped(row.act) +
         "\nNumber: " + escaped(row.number) + "\nDetail: " + escaped(row.detail) +
         "\nSalt: " + std::string(salt) + "\n";
}

std::string node_hash(std::string_view left, std::string_view right) {
  return sha256_hex("node " + std::string(left) + " " + std::string(right) + "\n");
}

void TreeRoot::add(std::string leaf) {
  for (auto& level : levels_) {
    if (!level) {
      level = std::move(leaf);
      return;
    }
    leaf = node_hash(*std::exchange(level, std::nullopt), leaf);
  }
  levels_.emplace_back(std::move(leaf));
}

std::string TreeRoot::root() const {
  std::optional<std::string> root;
  for (const auto& level : levels_) {
    if (level) {
      root = root ? node_hash(*level, *root) : *level;
    }
  }
  return root.value_or(sha256_hex(""));
}

Tree::Tree(std::vector<std::string> leaves) {
  levels_.push_back(std::move(leaves));
  while (levels_.back().size() > 1) {
    const auto& below = levels_.back();
    std::vector<std::string> above;
    for (std::size_t i = 0; i < below.size(); i += 2) {
      above.push_back(i + 1 < below.size() ? node_hash(below[i], below[i + 1]) : below[i]);
    }
    levels_.push_back(std::move(above));
  }
}

std::vector<std::string> Tree::path(std::size_t place) const {
  std::vector<std::string> path;
  for (const auto& level : levels_) {
    const auto other = place ^ 1U;
    if (other < level.size()) {
      path.push_back((other < place ? "left " : "right ") + level[other]);
    }
    place /= 2;
  }
  return path;
}

}  // namespace pouch::gateway
