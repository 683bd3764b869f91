// Check digits of numbers by their own standards (DOMAIN section 3). Old cars and forged documents
// fail them legitimately, so the outcome is a warning, never a problem.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::templates {

// What is odd about `text` by the check of that name; nullopt: nothing.
std::optional<std::string> odd(std::string_view check, std::string_view text);
std::vector<std::string> check_names();

}  // namespace pouch::templates
