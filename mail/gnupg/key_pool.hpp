// Public keys gathered in a throw-away home that whoever asks has made (mail/openpgp/key_pool.hpp).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "mail/openpgp/values.hpp"

namespace pouch::mail::openpgp {

// As KeyPool says of load and add.
std::vector<std::string> load_into(const std::filesystem::path& pool, std::string_view bytes);
Brought add_to(const std::filesystem::path& pool, std::string_view bytes);

}  // namespace pouch::mail::openpgp
