// What libxml2 must not see: it compares each attribute of an element with each, so that one tag of
// some megabytes would keep it busy for half an hour. Knows tags and quotation marks, nothing else;
// what only looks like a tag (in a comment) counts as one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pouch::search {

bool has_long_tag(std::string_view markup, std::size_t most);

}  // namespace pouch::search
