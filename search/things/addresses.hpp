// E-mail addresses and addresses of the net (RFC 5321, 4291) in what people write.
#pragma once

#include <string>
#include <string_view>

namespace pouch::search {

// One way to write it: lower case; of IPv6 that of inet_ntop(3). Empty when it is none.
std::string canonical_address(std::string_view value);

}  // namespace pouch::search
