#include "gateway/site/groups.hpp"

#include "gateway/cases/utc.hpp"

namespace pouch::gateway {

std::vector<std::string> in_group_today(const Runtime& runtime, const config::Group& group) {
  const auto today = day_of(runtime.now());
  std::vector<std::string> ids;
  for (const auto* list : {&group.desks, &group.members}) {
    for (const auto& id : *list) {
      const auto principal = runtime.directory.principal_by_id(id);
      if (principal && principal->holds(today)) {
        ids.push_back(id);
      }
    }
  }
  return ids;
}

std::map<std::string, std::vector<std::string>> groups_today(const Runtime& runtime) {
  std::map<std::string, std::vector<std::string>> groups;
  for (const auto& group : runtime.directory.groups) {
    groups[group.id] = in_group_today(runtime, group);
  }
  return groups;
}

}  // namespace pouch::gateway
