#include "gateway/site/key_addresses.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "gateway/fault.hpp"
#include "gateway/store/durable_file.hpp"
#include "gateway/store/steps.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

using Json = nlohmann::json;

constexpr const char* kName = "key-addresses.json";

bool has_address(const std::vector<std::string>& list, const std::string& address) {
  return std::any_of(list.begin(), list.end(),
                     [&](const std::string& one) { return mail::same_address(one, address); });
}

bool has(const std::vector<std::string>& list, const std::string& id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

void write(const std::filesystem::path& state, const std::vector<AddedAddress>& added) {
  Json json = Json::array();
  for (const auto& [address, since] : added) {
    json.push_back({{"address", address}, {"since", since.time_since_epoch().count()}});
  }
  write_durably(state / kName, json.dump(1, ' ', false, Json::error_handler_t::replace),
                around_rename("key-addresses"));
}

// Null for an address of the gateway itself: everybody writes to it.
bool writes_to(const config::Group* group, const config::Principal& who) {
  return group == nullptr ? who.has_right("send") : writes_to_group(*group, who);
}

}  // namespace

std::vector<mail::openpgp::UserId> wanted_user_ids(const Runtime& runtime) {
  std::vector<mail::openpgp::UserId> wanted;
  const auto add = [&](const std::string& name, const std::string& address) {
    const bool known = std::any_of(wanted.begin(), wanted.end(), [&](const auto& id) {
      return mail::same_address(id.address, address);
    });
    if (!known) {
      wanted.push_back({name, address});
    }
  };
  add(runtime.site.name, runtime.site.address);
  for (const auto& address : runtime.site.also_addressed_as) {
    add(runtime.site.name, address);
  }
  for (const auto& group : runtime.directory.groups) {
    add(group.id + " via Pouch", group.address);
  }
  return wanted;
}

std::vector<std::string> missing_addresses(const Runtime& runtime) {
  const auto known = mail::openpgp::addresses_of_key(runtime.site.gnupg, runtime.gateway_key);
  std::vector<std::string> missing;
  for (const auto& id : wanted_user_ids(runtime)) {
    if (!has_address(known, id.address)) {
      missing.push_back(id.address);
    }
  }
  return missing;
}

bool writes_to_group(const config::Group& group, const config::Principal& who) {
  if (who.desk != nullptr) {
    return has(group.desks, who.desk->id);
  }
  return has(group.members, who.member->id) ||
         std::any_of(who.member->desks.begin(), who.member->desks.end(),
                     [&](const std::string& desk) { return has(group.desks, desk); });
}

std::vector<AddedAddress> added_addresses(const std::filesystem::path& state) {
  std::vector<AddedAddress> added;
  try {
    for (const auto& one : Json::parse(read_whole(state / kName).value_or("[]"))) {
      added.push_back(
          {one.at("address"), Time(std::chrono::seconds(one.at("since").get<std::int64_t>()))});
    }
  } catch (const Json::exception&) {
    throw Fault(false, (state / kName).string() + " is damaged",
                "remove it; then give the key anew to all who write to a group");
  }
  return added;
}

void remember_added(const std::filesystem::path& state, const std::vector<std::string>& addresses,
                    Time now) {
  auto added = added_addresses(state);
  std::erase_if(added,
                [&](const AddedAddress& one) { return has_address(addresses, one.address); });
  for (const auto& address : addresses) {
    added.push_back({address, now});
  }
  write(state, added);
}

void forget_added(const std::filesystem::path& state) { write(state, {}); }

std::vector<std::string> who_must_get_key(const Runtime& runtime, Letters& letters,
                                          const AddedAddress& added) {
  const auto today = std::chrono::floor<std::chrono::days>(runtime.now());
  const auto* group = runtime.directory.group_by_address(added.address);
  const auto welcomed = letters.recipients_since("welcome", added.since);
  std::vector<std::string> ids;
  const auto look_at = [&](const config::Principal& who, const config::Validity& validity) {
    const auto addresses = who.addresses();
    const bool has_it =
        std::any_of(addresses.begin(), addresses.end(),
                    [&](const std::string& address) { return has_address(welcomed, address); });
    if (validity.holds(today) && writes_to(group, who) && !has_it) {
      ids.push_back(who.id());
    }
  };
  for (const auto& desk : runtime.directory.desks) {
    look_at({nullptr, &desk}, desk.validity);
  }
  for (const auto& member : runtime.directory.members) {
    look_at({&member, nullptr}, member.validity);
  }
  return ids;
}

}  // namespace pouch::gateway
