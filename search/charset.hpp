// An attachment's text as UTF-8: its byte-order mark, else UTF-8, else what ICU's detector
// believes. An attachment says nothing reliable of its charset, and a wrong guess only misses a
// word.
#pragma once

#include <string>
#include <string_view>

namespace pouch::search {

std::string as_utf8(std::string_view bytes);

}  // namespace pouch::search
