// An attachment's text as UTF-8: its byte-order mark, else UTF-8 when it is well-formed, which
// does not happen by chance, else the charset that its part or its page names, else what ICU's
// detector believes. For the index: a wrong guess only misses a
// word.
#pragma once

#include <string>
#include <string_view>

namespace pouch::search {

// `charset`: as named, empty when not; one that is unknown, or does not fit the octets, is not
// believed.
std::string as_utf8(std::string_view bytes, std::string_view charset = {});

// From a charset that is sure; octets that it has not become U+FFFD. Empty when ICU has no such.
std::string from_charset(std::string_view bytes, const std::string& charset);

}  // namespace pouch::search
