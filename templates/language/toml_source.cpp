#include "templates/language/toml_source.hpp"

// toml++ 3.3 asserts, before it looks, that a key begins where "[[[" has none; what follows the
// assertion is its ordinary error. A bad file is a fault in every build.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "templates/text/edit_distance.hpp"

namespace pouch::templates {

struct TomlTable::Root {
  toml::table table;
};

namespace {

constexpr std::uintmax_t kLargestFile = 4u << 20;

const toml::table& as_table(const void* table) { return *static_cast<const toml::table*>(table); }

}  // namespace

TomlTable::TomlTable(std::shared_ptr<const Root> root, const void* table, std::string file,
                     std::vector<LoadFault>* faults)
    : root_(std::move(root)), table_(table), file_(std::move(file)), faults_(faults) {}

TomlTable TomlTable::inside(const void* table) const { return {root_, table, file_, faults_}; }

std::size_t TomlTable::line() const { return as_table(table_).source().begin.line; }

std::size_t TomlTable::line_of(const std::string& key) const {
  const auto& table = as_table(table_);
  const auto found = table.find(key);
  return found == table.end() ? line() : found->first.source().begin.line;
}

bool TomlTable::has(const std::string& key) const { return as_table(table_).contains(key); }

bool TomlTable::is_text(const std::string& key) const {
  const auto* node = as_table(table_).get(key);
  return node != nullptr && node->is_string();
}

void TomlTable::fault(const std::string& key, std::string what, std::string hint) {
  faults_->push_back({file_, line_of(key), key, std::move(what), std::move(hint)});
}

std::optional<std::string> TomlTable::text(const std::string& key) {
  asked_.push_back(key);
  const auto* node = as_table(table_).get(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  if (const auto* value = node->as_string()) {
    return value->get();
  }
  fault(key, "must be a string", "put it in double quotes");
  return std::nullopt;
}

std::optional<bool> TomlTable::boolean(const std::string& key) {
  asked_.push_back(key);
  const auto* node = as_table(table_).get(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  if (const auto* value = node->as_boolean()) {
    return value->get();
  }
  fault(key, "must be true or false", key + " = true");
  return std::nullopt;
}

std::optional<std::int64_t> TomlTable::integer(const std::string& key) {
  asked_.push_back(key);
  const auto* node = as_table(table_).get(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  const auto* value = node->as_integer();
  if (value != nullptr && value->get() >= 0) {
    return value->get();
  }
  fault(key, "must be a whole number, not below 0", key + " = 50");
  return std::nullopt;
}

std::vector<std::string> TomlTable::texts(const std::string& key) {
  std::vector<std::string> result;
  for (auto& entry : entries(key)) {
    if (entry.table) {
      fault(key, "must be a list of strings", key + " = [\"one\", \"two\"]");
      return {};
    }
    result.push_back(std::move(entry.word));
  }
  return result;
}

std::vector<std::vector<std::string>> TomlTable::text_lists(const std::string& key) {
  asked_.push_back(key);
  std::vector<std::vector<std::string>> result;
  const auto* node = as_table(table_).get(key);
  if (node == nullptr) {
    return result;
  }
  const auto* outer = node->as_array();
  for (std::size_t i = 0; outer != nullptr && i < outer->size(); ++i) {
    const auto* inner = (*outer)[i].as_array();
    result.emplace_back();
    for (std::size_t j = 0; inner != nullptr && j < inner->size(); ++j) {
      const auto* word = (*inner)[j].as_string();
      result.back().push_back(word == nullptr ? std::string() : word->get());
    }
    if (inner == nullptr || inner->empty()) {
      outer = nullptr;
    }
  }
  if (outer == nullptr) {
    fault(key, "must be a list of lists of strings", key + " = [[\"one\", \"two\"]]");
    result.clear();
  }
  return result;
}

std::vector<TomlTable> TomlTable::tables(const std::string& key) {
  std::vector<TomlTable> result;
  for (auto& entry : entries(key)) {
    if (!entry.table) {
      fault(key, "must be a list of tables", "begin each with [[" + key + "]]");
      return {};
    }
    result.push_back(std::move(*entry.table));
  }
  return result;
}

std::vector<TomlEntry> TomlTable::entries(const std::string& key) {
  asked_.push_back(key);
  std::vector<TomlEntry> result;
  const auto* node = as_table(table_).get(key);
  if (node == nullptr) {
    return result;
  }
  if (const auto* word = node->as_string()) {
    result.push_back({word->get(), std::nullopt});
    return result;
  }
  const auto* list = node->as_array();
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const auto& item = (*list)[i];
    if (const auto* word = item.as_string()) {
      result.push_back({word->get(), std::nullopt});
    } else if (const auto* table = item.as_table()) {
      result.push_back({"", inside(table)});
    } else {
      list = nullptr;
    }
  }
  if (list == nullptr) {
    fault(key, "must be a list of strings or tables", key + " = [\"one\", \"two\"]");
    result.clear();
  }
  return result;
}

std::map<std::string, std::string> TomlTable::text_map(const std::string& key) {
  std::map<std::string, std::string> result;
  if (auto inner = table(key)) {
    for (const auto& name : inner->keys()) {
      if (auto value = inner->text(name)) {
        result[name] = std::move(*value);
      }
    }
  }
  return result;
}

std::optional<TomlTable> TomlTable::table(const std::string& key) {
  asked_.push_back(key);
  const auto* node = as_table(table_).get(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  if (const auto* value = node->as_table()) {
    return inside(value);
  }
  fault(key, "must be a table", "write [" + key + "] on a line of its own");
  return std::nullopt;
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::string> result;
  for (const auto& [key, node] : as_table(table_)) {
    result.emplace_back(key.str());
  }
  return result;
}

void TomlTable::reject_unknown() {
  for (const auto& key : keys()) {
    if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) {
      const auto close = nearest(key, asked_);
      fault(key, "unknown key",
            close.empty() ? "docs/templates.md lists the keys" : "did you mean \"" + close + "\"?");
    }
  }
}

std::optional<TomlTable> read_toml(const std::filesystem::path& file,
                                   std::vector<LoadFault>& faults) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error || size > kLargestFile) {
    faults.push_back({file.string(), 0, "", error ? "cannot be read" : "is larger than 4 MiB",
                      error ? error.message() : "a template is a page or two"});
    return std::nullopt;
  }
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) {
    faults.push_back({file.string(), 0, "", "cannot be read", "look at its permissions"});
    return std::nullopt;
  }
  try {
    auto root = std::make_shared<TomlTable::Root>();
    root->table = toml::parse(text.str());
    const auto* table = &root->table;
    return TomlTable(std::move(root), table, file.string(), &faults);
  } catch (const toml::parse_error& wrong) {
    faults.push_back({file.string(), wrong.source().begin.line, "",
                      "is not TOML: " + std::string(wrong.description()), ""});
    return std::nullopt;
  }
}

}  // namespace pouch::templates
