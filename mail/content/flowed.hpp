// format=flowed (RFC 3676): joins the lines that the sending client broke, takes off the stuffed
// space, keeps quote depth and signature line.
#pragma once

#include <string>
#include <string_view>

namespace pouch::mail {

// `text`: UTF-8 with LF. Quoted lines come out as "> " once per level.
std::string unflow(std::string_view text, bool delete_space);

}  // namespace pouch::mail
