// What `pouch search` prints of an answer of the archive, for people and as JSON
// (docs/schemas/search.json).
#pragma once

#include "gateway/archive/archive.hpp"
#include "gateway/verbs/json.hpp"

namespace pouch::gateway {

struct Shown {
  std::string query;
  std::size_t first = 1;  // number of the first hit
  bool facets = false;
  std::string contact{};  // whom to contact about what he may not read, one sentence
};

void print_found(bool json, const ArchiveAnswer& answer, const Shown& shown);
// The same object without hits, with the list of kept searches.
void print_kept_json(Json kept);
std::string in_column(const ArchiveAnswer& answer);  // the problem and where it is

// Exit code; what was not looked at is said, for it is not "nothing found".
int end_of(const ArchiveAnswer& answer);

}  // namespace pouch::gateway
