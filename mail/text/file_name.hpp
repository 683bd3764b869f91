// Names of files that strangers chose, made harmless to show and to keep.
#pragma once

#include <string>
#include <string_view>

namespace pouch::mail {

// A file name from a stranger made harmless (SECURITY class 26): at most 150 octets, never empty.
std::string safe_file_name(std::string_view name);

}  // namespace pouch::mail
