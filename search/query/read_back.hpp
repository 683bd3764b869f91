// A query read back in words, so that whoever asked sees what was understood: "the name jovanović
// in every script, or the plate CA1234AB however typed". One line, well-formed. In English, or as
// another language says it: this room knows none, it asks for each piece by its key.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "search/query/query_parser.hpp"

namespace pouch::search {

// What stands for `{name}` in a piece.
struct SaidPlace {
  std::string_view name;
  std::string text;
};
// The piece of that key in a language, its places filled; empty: as English has it.
using Saying = std::function<std::string(std::string_view key, const std::vector<SaidPlace>&)>;

// Every piece by its key, in English: of fields ("plate"), of flags ("is_open"), and what is built
// of them ("value_near": "{field} {text} or one a letter apart").
const std::map<std::string, std::string, std::less<>>& english_sayings();

std::string read_back(const Node& root);  // English
// Days are said as 2026-11-23.
std::string read_back(const Node& root, const Saying& saying);

}  // namespace pouch::search
