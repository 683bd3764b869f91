// What the values of pouch.toml must be beside each other: names, ways in and out, the page,
// machines that serve closed years of the index. What is wrong is a finding of the table that it
// stands in.
#pragma once

#include "config/site.hpp"
#include "config/toml_reader.hpp"

namespace pouch::config {

void check_names(TomlTable& toml, const Site& site);
void check_ways(TomlTable& toml, const Site& site);
void check_web(TomlTable& toml, const WebSettings& web);
void read_shards(TomlTable& search, Site& site);  // every [[search.shard]]

}  // namespace pouch::config
