// What must hold between the entries of a directory: ids, keys and addresses name one principal on
// any one day, references lead somewhere, communities are kept apart. Private to this room.
#pragma once

#include <vector>

#include "config/directory.hpp"
#include "config/toml_reader.hpp"

namespace pouch::config {

// The tables that the entries were read from, in their order, for the lines of findings.
struct DirectoryTables {
  std::vector<TomlTable>&countries, &desks, &members, &groups;
};

void check_directory(const Directory& directory, DirectoryTables tables);

}  // namespace pouch::config
