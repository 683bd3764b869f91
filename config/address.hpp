// Small checks of values that both files hold. Private to this room.
#pragma once

#include <string>
#include <string_view>

namespace pouch::config {

// local@domain, printable, no blanks or quotes: what a directory needs, not all of RFC 5321.
bool is_address(std::string_view text);
// Lower-case domain; the local part stays (SECURITY class 27).
std::string normal_address(std::string_view text);
// 40 upper-case hex digits out of any case and blanks; empty when it is none.
std::string normal_fingerprint(std::string_view text);
std::string lower(std::string_view text);  // ASCII alone (SECURITY class 27)
bool is_time_zone(const std::string& name);
bool is_country_code(std::string_view text);

}  // namespace pouch::config
