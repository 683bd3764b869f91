// The words of an HTML attachment (the room's door to libxml2): a stream of events, no tree,
// nothing loaded; script and style are left out.
#pragma once

#include <string>
#include <string_view>

namespace pouch::search {

std::string html_words(std::string_view html, std::size_t limit);

}  // namespace pouch::search
