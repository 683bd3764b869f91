// Who is in a group of the directory on this day.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gateway/site/runtime.hpp"

namespace pouch::gateway {

// Ids of its desks and members that are registered today, desks first.
std::vector<std::string> in_group_today(const Runtime& runtime, const config::Group& group);
std::map<std::string, std::vector<std::string>> groups_today(const Runtime& runtime);  // by id

}  // namespace pouch::gateway
