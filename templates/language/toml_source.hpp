// The door to toml++: a template file read key by key. Every key that nobody asked for is a fault
// with the nearest valid one (SPEC section 4). Content never throws; faults are collected.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templates/template.hpp"

namespace pouch::templates {

struct TomlEntry;

class TomlTable {
 public:
  struct Root;
  TomlTable(std::shared_ptr<const Root> root, const void* table, std::string file,
            std::vector<LoadFault>* faults);

  std::optional<std::string> text(const std::string& key);
  std::optional<bool> boolean(const std::string& key);
  std::optional<std::int64_t> integer(const std::string& key);
  std::vector<std::string> texts(const std::string& key);  // a string or a list
  std::vector<std::vector<std::string>> text_lists(const std::string& key);
  std::vector<TomlTable> tables(const std::string& key);   // [[key]] or inline
  std::vector<TomlEntry> entries(const std::string& key);  // a list of strings and tables
  std::map<std::string, std::string> text_map(const std::string& key);  // [key] of texts
  std::optional<TomlTable> table(const std::string& key);
  std::vector<std::string> keys() const;
  bool is_text(const std::string& key) const;
  bool has(const std::string& key) const;

  const std::string& file() const { return file_; }
  std::size_t line() const;
  std::size_t line_of(const std::string& key) const;
  void fault(const std::string& key, std::string what, std::string hint);
  void reject_unknown();  // call it last

 private:
  TomlTable inside(const void* table) const;
  std::shared_ptr<const Root> root_;
  const void* table_;
  std::string file_;
  std::vector<LoadFault>* faults_;
  std::vector<std::string> asked_;
};

struct TomlEntry {
  std::string word;  // when it is no table
  std::optional<TomlTable> table;
};

// nullopt: the file cannot be read or is no TOML; a fault says so.
std::optional<TomlTable> read_toml(const std::filesystem::path& file,
                                   std::vector<LoadFault>& faults);

}  // namespace pouch::templates
