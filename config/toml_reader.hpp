// The door to toml++: a table read key by key; every key that nobody asked for is a finding with
// the nearest valid one. Collects findings, never throws for content. Private to this room.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/fault.hpp"

namespace pouch::config {

std::size_t edit_distance(std::string_view left, std::string_view right);
// The nearest of `known` within two edits (or sharing a beginning); empty: none.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

class TomlTable {
 public:
  struct Node;
  TomlTable(std::shared_ptr<const Node> root, const void* table, std::string file,
            std::vector<Finding>* findings);

  std::optional<std::string> text(const std::string& key);
  std::optional<std::vector<std::string>> texts(const std::string& key);  // a string or a list
  std::optional<std::int64_t> integer(const std::string& key);
  std::optional<bool> boolean(const std::string& key);
  std::optional<std::chrono::sys_days> date(const std::string& key);
  std::optional<TomlTable> table(const std::string& key);
  std::vector<TomlTable> tables(const std::string& key);  // [[key]]
  bool has(const std::string& key) const;
  std::size_t line() const;
  std::size_t line_of(const std::string& key) const;
  void finding(const std::string& key, std::string what, std::string hint);
  // Says of every key that was not asked for that it is unknown.
  void reject_unknown();

 private:
  std::shared_ptr<const Node> root_;
  const void* table_;
  std::string file_;
  std::vector<Finding>* findings_;
  std::vector<std::string> asked_;
};

// nullopt when the file cannot be read or is no TOML: a finding says so.
std::optional<TomlTable> read_toml(const std::filesystem::path& file,
                                   std::vector<Finding>& findings);

}  // namespace pouch::config
