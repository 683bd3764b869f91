#include "gateway/site/own_keys.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "gateway/fault.hpp"
#include "gateway/store/durable_file.hpp"
#include "gateway/store/steps.hpp"

namespace pouch::gateway {
namespace {

using Json = nlohmann::json;

constexpr const char* kName = "own-keys.json";

std::int64_t number(Time time) { return time.time_since_epoch().count(); }
Time time_of(const Json& json) { return Time(std::chrono::seconds(json.get<std::int64_t>())); }

}  // namespace

std::optional<OwnKeys> read_own_keys(const std::filesystem::path& gnupg) {
  const auto text = read_whole(gnupg / kName);
  if (!text) {
    return std::nullopt;
  }
  try {
    const auto json = Json::parse(*text);
    OwnKeys keys{json.at("current"),
                 {},
                 json.at("next"),
                 time_of(json.at("begun")),
                 time_of(json.at("next_until"))};
    for (const auto& one : json.at("replaced")) {
      keys.replaced.push_back({one.at("fingerprint"), time_of(one.at("until"))});
    }
    return keys;
  } catch (const Json::exception&) {
    throw Fault(false, (gnupg / kName).string() + " is damaged",
                "restore the gnupg folder from its backup");
  }
}

void write_own_keys(const std::filesystem::path& gnupg, const OwnKeys& keys,
                    std::string_view step) {
  Json json{{"current", keys.current},
            {"next", keys.next},
            {"begun", number(keys.begun)},
            {"next_until", number(keys.next_until)},
            {"replaced", Json::array()}};
  for (const auto& one : keys.replaced) {
    json["replaced"].push_back({{"fingerprint", one.fingerprint}, {"until", number(one.until)}});
  }
  write_durably(gnupg / kName, json.dump(1) + "\n", around_rename(std::string(step)));
}

std::optional<KeysInUse> keys_in_use(const std::optional<OwnKeys>& keys,
                                     const std::string& configured, Time now) {
  if (!keys) {
    return std::nullopt;
  }
  const bool known =
      configured.empty() || configured == keys->current ||
      std::any_of(keys->replaced.begin(), keys->replaced.end(),
                  [&](const ReplacedKey& one) { return one.fingerprint == configured; });
  if (!known) {
    return std::nullopt;
  }
  KeysInUse in_use{keys->current, {}, std::nullopt};
  for (const auto& one : keys->replaced) {
    if (one.until > now) {
      in_use.further.push_back(one.fingerprint);
      in_use.next_retirement = std::min(in_use.next_retirement.value_or(one.until), one.until);
    }
  }
  if (!keys->next.empty()) {
    in_use.further.push_back(keys->next);
  }
  return in_use;
}

}  // namespace pouch::gateway
