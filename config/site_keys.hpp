// The one table of the keys of pouch.toml: how each is read and shown, and what `--help` and the
// man page say of it. Loader, sample file and pouch.toml(5) come from it or are checked against it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "config/site.hpp"
#include "config/toml_reader.hpp"

namespace pouch::config {

struct SiteKey {
  std::string table, name, type, help;
  std::function<void(TomlTable&, const std::string&, Site&)> read;
  std::function<std::string(const Site&)> show;
};

const std::vector<SiteKey>& site_key_table();

}  // namespace pouch::config
