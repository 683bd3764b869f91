// Markup made fit for libxml2 before it sees it: libxml2 compares each attribute of an element with
// each, so that one tag of some megabytes would keep it busy for half an hour. Knows tags and
// quotation marks, nothing else; what only looks like a tag (in a script, a comment) counts as one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pouch::search {

inline constexpr std::size_t kTagAttributes = 200;  // of one element

// The page, in which a tag ends before its attribute number `most` + 1; what followed is text.
std::string with_bounded_tags(std::string_view markup, std::size_t most);

bool has_long_tag(std::string_view markup, std::size_t most);

}  // namespace pouch::search
