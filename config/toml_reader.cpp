#include "config/toml_reader.hpp"

// toml++ 3.3 asserts, before it looks, that a key begins where "[[[" has none; what follows the
// assertion is its ordinary error. A bad file is a finding in every build.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

#include <algorithm>
#include <numeric>

namespace pouch::config {

struct TomlTable::Node {
  toml::table root;
};

namespace {

const toml::table& as_table(const void* table) { return *static_cast<const toml::table*>(table); }

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t changed = corner + (left[i - 1] == right[j - 1] ? 0 : 1);
      corner = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[right.size()];
}

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  std::string best;
  std::size_t least = 3;
  for (const auto& candidate : known) {
    const auto distance = edit_distance(word, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

TomlTable::TomlTable(std::shared_ptr<const Node> root, const void* table, std::string file,
                     std::vector<Finding>* findings)
    : root_(std::move(root)), table_(table), file_(std::move(file)), findings_(findings) {}

bool TomlTable::has(const std::string& key) const { return as_table(table_).contains(key); }

std::size_t TomlTable::line() const { return as_table(table_).source().begin.line; }

std::size_t TomlTable::line_of(const std::string& key) const {
  const auto& table = as_table(table_);
  const auto found = table.find(key);
  return found == table.end() ? line() : found->first.source().begin.line;
}

void TomlTable::finding(const std::string& key, std::string what, std::string hint) {
  findings_->push_back({file_, line_of(key), key, std::move(what), std::move(hint)});
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
  finding(key, "must be a string", "put it in double quotes");
  return std::nullopt;
}

std::optional<std::vector<std::string>> TomlTable::texts(const std::string& key) {
  asked_.push_back(key);
  const auto* node = as_table(table_).get(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  if (const auto* value = node->as_string()) {
    return std::vector<std::string>{value->get()};
  }
  std::vector<std::string> result;
  const auto* list = node->as_array();
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const auto* value = (*list)[i].as_string();
    if (value == nullptr) {
      list = nullptr;
      break;
    }
    result.push_back(value->get());
  }
  if (list == nullptr) {
    finding(key, "must be a list of strings", key + " = [\"one\", \"two\"]");
    return std::nullopt;
  }
  return result;
}

std::optional<std::int64_t> TomlTable::integer(const std::string& key) {
  asked_.push_back(key);
  const auto* node = as_table(table_).get(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  if (const auto* value = node->as_integer()) {
    return value->get();
  }
  finding(key, "must be a whole number", key + " = 2");
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
  finding(key, "must be true or false", key + " = false");
  return std::nullopt;
}

std::optional<std::chrono::sys_days> TomlTable::date(const std::string& key) {
  asked_.push_back(key);
  const auto* node = as_table(table_).get(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  if (const auto* value = node->as_date()) {
    const auto day = value->get();
    const std::chrono::year_month_day date{
        std::chrono::year(day.year), std::chrono::month(day.month), std::chrono::day(day.day)};
    if (date.ok()) {
      return std::chrono::sys_days(date);
    }
  }
  finding(key, "must be a date", key + " = 2026-01-31, without quotes");
  return std::nullopt;
}

std::optional<TomlTable> TomlTable::table(const std::string& key) {
  asked_.push_back(key);
  const auto* node = as_table(table_).get(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  if (const auto* value = node->as_table()) {
    return TomlTable(root_, value, file_, findings_);
  }
  finding(key, "must be a table", "[" + key + "] on a line of its own");
  return std::nullopt;
}

std::vector<TomlTable> TomlTable::tables(const std::string& key) {
  asked_.push_back(key);
  std::vector<TomlTable> result;
  const auto* node = as_table(table_).get(key);
  if (node == nullptr) {
    return result;
  }
  const auto* list = node->as_array();
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    if (const auto* value = (*list)[i].as_table()) {
      result.emplace_back(root_, value, file_, findings_);
    }
  }
  if (list == nullptr || result.size() != list->size()) {
    finding(key, "must be tables", "[[" + key + "]] on a line of its own for each");
  }
  return result;
}

namespace {

bool is_secret(std::string_view name) {
  const auto holds = [&](std::string_view part) { return name.find(part) != std::string::npos; };
  return holds("pass") || holds("secret") || holds("token") || holds("credential");
}

}  // namespace

void TomlTable::reject_unknown() {
  for (const auto& [key, value] : as_table(table_)) {
    const std::string name(key.str());
    if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) {
      continue;
    }
    const auto near = nearest(name, asked_);
    std::string hint = "remove it";
    if (is_secret(name)) {
      hint =
          "secrets never stand in this file: put it in a file of mode 0600, named USER@HOST, in "
          "the "
          "folder servers.credentials";
    } else if (!near.empty()) {
      hint = "did you mean \"" + near + "\"?";
    }
    findings_->push_back({file_, key.source().begin.line, name, "is not known here", hint});
  }
}

std::optional<TomlTable> read_toml(const std::filesystem::path& file,
                                   std::vector<Finding>& findings) {
  std::error_code trouble;
  if (!std::filesystem::is_regular_file(file, trouble)) {
    const bool hidden = trouble == std::errc::permission_denied;
    findings.push_back({file.string(), 0, "",
                        hidden ? "cannot be read by this user" : "cannot be read",
                        hidden ? "namei -l " + file.string() + " shows who may"
                               : "give its path with -c, or make a site with pouch init"});
    return std::nullopt;
  }
  try {
    auto node = std::make_shared<TomlTable::Node>();
    node->root = toml::parse_file(file.string());
    const auto* root = &node->root;
    return TomlTable(std::move(node), root, file.string(), &findings);
  } catch (const toml::parse_error& error) {
    findings.push_back({file.string(), error.source().begin.line, "",
                        std::string(error.description()), "see https://toml.io for the grammar"});
    return std::nullopt;
  }
}

}  // namespace pouch::config
