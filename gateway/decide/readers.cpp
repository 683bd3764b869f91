#include "gateway/decide/readers.hpp"

#include <algorithm>
#include <set>

#include "gateway/decide/parts.hpp"

namespace pouch::gateway {
namespace {

using Tags = std::set<std::string>;

bool stands_in(const std::vector<std::string>& list, const std::string& id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

bool belongs(const config::Group& group, const std::string& id) {
  return stands_in(group.desks, id) || stands_in(group.members, id);
}

std::string group_tag(const std::string& group, const std::string& id) {
  return "group:" + group + ":" + id;
}

Tags of_group(const Case& subject, const Audience& audience, const Sender& writer,
              const config::Directory& directory) {
  Tags tags{group_tag(subject.group, writer.id)};
  const auto* group = directory.group(subject.group);
  for (const auto& desk : writer.desks) {
    if (group != nullptr && belongs(*group, desk)) {
      tags.insert(group_tag(subject.group, desk));  // he wrote it for his desk
    }
  }
  for (const auto& one : audience.to) {
    // A police desk with which it was shared belongs to no group.
    tags.insert(one.role == Role::kPolice ? "desk:" + one.id : group_tag(subject.group, one.id));
  }
  if (group != nullptr && group->whole_history && audience.group == subject.group) {
    tags.insert("group:" + subject.group);
  }
  return tags;
}

Tags of_states(const Case& subject, const Audience& audience, const Sender& writer,
               const std::vector<std::string>& handling, const config::Directory& directory) {
  Tags tags{"principal:" + writer.id};
  for (const auto& desk : writer.desks) {
    tags.insert("desk:" + desk);
  }
  // DOMAIN section 8: a focal point sees all of its own state, so also what its officer asked.
  if (writer.id == subject.requester && !subject.requester_desk.empty()) {
    tags.insert("desk:" + subject.requester_desk);
  }
  // H2 is not disseminated: no search outside those who were named (DOMAIN section 5).
  const bool named_only = detail::has_code(handling, "H2") || subject.kind == CaseKind::kGroupNote;
  const auto see = [&](const std::string& country) {
    if (!named_only && !country.empty()) {
      tags.insert(detail::state_tag(country, subject.community));
    }
  };
  see(writer.country);
  for (const auto& one : audience.to) {
    tags.insert((directory.desk(one.id) != nullptr ? "desk:" : "principal:") + one.id);
    if (one.role != Role::kPolice) {  // shared with that desk, not with its state's prosecutors
      see(one.country);
    }
  }
  return tags;
}

}  // namespace

std::vector<std::string> readers_of(const Case& subject, const Audience& audience,
                                    const Sender& writer, const std::vector<std::string>& handling,
                                    const config::Directory& directory) {
  const auto tags = subject.group.empty()
                        ? of_states(subject, audience, writer, handling, directory)
                        : of_group(subject, audience, writer, directory);
  return {tags.begin(), tags.end()};
}

std::vector<std::string> reader_tags(const Sender& sender, const config::Directory& directory) {
  std::vector<std::string> tags{"principal:" + sender.id};
  for (const auto& id : sender.desks) {
    tags.push_back("desk:" + id);
    const auto* desk = directory.desk(id);
    if (desk != nullptr && desk->kind != config::DeskKind::kOperationalCentre &&
        !desk->country.empty()) {
      tags.push_back(detail::state_tag(desk->country, desk->community));
    }
  }
  for (const auto& group : directory.groups) {
    Tags his;
    for (const auto& id : sender.desks) {
      if (belongs(group, id)) {
        his.insert(group_tag(group.id, id));
      }
    }
    if (his.empty() && !belongs(group, sender.id)) {
      continue;
    }
    his.insert(group_tag(group.id, sender.id));
    tags.push_back("group:" + group.id);
    tags.insert(tags.end(), his.begin(), his.end());
  }
  return tags;
}

std::vector<std::string> desk_tags(const std::string& desk, const config::Directory& directory) {
  std::vector<std::string> tags{"desk:" + desk};
  for (const auto& group : directory.groups) {
    if (belongs(group, desk)) {
      tags.push_back(group_tag(group.id, desk));
    }
  }
  return tags;
}

std::vector<std::string> narrowed_to(std::string_view scope, const std::string& country,
                                     std::vector<std::string> tags) {
  if (scope == "PERMITTED") {
    return tags;
  }
  const auto own = "state:" + country + ":";
  std::erase_if(tags, [&](const std::string& tag) {
    const bool personal = !tag.starts_with("state:");
    return !personal && !(scope == "MY_STATE" && tag.starts_with(own));
  });
  return tags;
}

bool may_read(const Message& message, const std::vector<std::string>& tags) {
  return std::any_of(message.readers.begin(), message.readers.end(), [&](const std::string& tag) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
  });
}

}  // namespace pouch::gateway
