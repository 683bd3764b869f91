#include "config/site.hpp"

#include <algorithm>

#include "config/address.hpp"
#include "config/site_checks.hpp"
#include "config/site_keys.hpp"
#include "config/site_text.hpp"
#include "config/toml_reader.hpp"

namespace pouch::config {

namespace fs = std::filesystem;

Site load_site(const fs::path& file) {
  std::vector<Finding> findings;
  auto root = read_toml(file, findings);
  if (!root) {
    throw Fault(std::move(findings));
  }
  auto site = site_defaults();
  site.file = file;
  site.folder = fs::absolute(file).parent_path();
  std::vector<std::pair<std::string, TomlTable>> tables;
  for (const auto& key : site_key_table()) {
    if (key.table.empty()) {
      key.read(*root, key.name, site);
      continue;
    }
    auto found = std::find_if(tables.begin(), tables.end(),
                              [&](const auto& entry) { return entry.first == key.table; });
    if (found == tables.end()) {
      if (auto table = root->table(key.table)) {
        tables.emplace_back(key.table, std::move(*table));
        found = std::prev(tables.end());
      }
    }
    if (found != tables.end()) {
      key.read(found->second, key.name, site);
    }
  }
  root->reject_unknown();
  for (auto& [name, table] : tables) {
    if (name == "search") {
      read_shards(table, site);
    }
    if (name == "web") {
      check_web(table, site.web);
    }
    table.reject_unknown();
  }
  check_names(*root, site);
  check_ways(*root, site);
  if (site.delivery.longest_retry < site.delivery.first_retry) {
    findings.push_back({file.string(), root->line_of("delivery"), "delivery.longest_retry",
                        "is shorter than first_retry",
                        "first_retry = \"60s\", longest_retry = \"4h\""});
  }
  if (!findings.empty()) {
    throw Fault(std::move(findings));
  }
  site.key = normal_fingerprint(site.key);
  for (auto* path : {&site.directory, &site.keys, &site.templates, &site.gnupg, &site.state,
                     &site.servers.credentials, &site.servers.ca_file}) {
    if (!path->empty() && path->is_relative()) {
      *path = site.folder / *path;
    }
  }
  return site;
}

Site site_defaults() {
  Site site;
  site.directory = "directory.toml";
  site.keys = "keys";
  site.templates = "templates";
  site.gnupg = "gnupg";
  site.state = "state";
  site.servers.credentials = "credentials";
  return site;
}

std::string sample_site(const std::string& address, const std::string& prefix,
                        const std::string& key) {
  auto site = site_defaults();
  site.address = address;
  site.prefix = prefix;
  site.key = key;
  return site_text(site);
}

namespace {

constexpr const char* kShardSample =
    "\n# A closed year of the index that another machine serves, one for each; man 5 pouch.toml\n"
    "#[[search.shard]]\n#year = 2021\n#host = \"127.0.0.1\"\n#port = 7021\n";

}  // namespace

std::string site_text(const Site& site) {
  std::string text =
      "# Pouch: configuration of a site. Every key is shown with its default; man 5 pouch.toml.\n";
  std::string table;
  for (const auto& entry : site_key_table()) {
    if (entry.table != table) {
      table = entry.table;
      text += "\n[" + table + "]\n";
    }
    text += "# " + entry.help + "\n" + entry.name + " = " + entry.show(site) + "\n";
  }
  return text + kShardSample;
}

std::vector<KeyHelp> site_keys() {
  std::vector<KeyHelp> result;
  const auto site = site_defaults();
  for (const auto& key : site_key_table()) {
    result.push_back({key.table.empty() ? key.name : key.table + "." + key.name, key.type,
                      key.show(site), key.help});
  }
  return result;
}

}  // namespace pouch::config
