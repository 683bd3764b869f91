// Reads fields and code lists out of template files and checks each by itself: its type, its
// choices, that its default and its example are values that the reader would take.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "templates/language/toml_source.hpp"
#include "templates/template.hpp"

namespace pouch::templates {

using Lists = std::map<std::string, Shared<std::vector<Choice>>>;
using Blocks = std::map<std::string, BlockSpec>;

struct Origin {
  std::string file;
  std::size_t line = 0;
};

std::vector<Choice> read_choices(TomlTable& table, const std::string& key);
void read_lists(TomlTable& file, Lists& lists);
// Keys that stand in `table` change `field`; the others stay.
void read_field(TomlTable& table, const Lists& lists, FieldSpec& field);
std::vector<Condition> read_conditions(TomlTable& table, const std::string& key);
// One field by itself, and the fields of one form or block among each other.
void check_field(const FieldSpec& field, const Origin& at, std::vector<LoadFault>& faults);
void check_fields(const std::vector<FieldSpec>& fields, const Blocks& blocks,
                  const std::vector<Origin>& at, std::vector<LoadFault>& faults);
// What `refers` names; once all blocks are known.
void check_refers(const std::vector<FieldSpec>& fields, const Blocks& blocks,
                  const std::vector<Origin>& at, std::vector<LoadFault>& faults);
void check_named(const std::vector<Condition>& conditions, const std::vector<FieldSpec>& fields,
                 const Blocks& blocks, const Origin& at, const std::string& key,
                 std::vector<LoadFault>& faults);

}  // namespace pouch::templates
